import { retold, t } from './l10n.ts';
import { visibleName } from './visibleText.ts';

/** Why something is not attached. */
export type AttachmentRefusal =
    | { readonly code: RefusalCode }
    /** The rule that keeps a file out, or what was wrong when it was read, in the engine's words. */
    | { readonly code: 'left-out'; readonly detail: string }
    /** Lines were asked for that a file does not have. */
    | { readonly code: 'lines-missing'; readonly lines: number }
    /** No commit, branch or tag is called so, or several commits are. */
    | { readonly code: 'revision-unknown' | 'revision-ambiguous'; readonly rev: string };

export type RefusalCode =
    | 'outside'
    | 'missing'
    | 'linked-folder'
    | 'nothing-indexed'
    | 'no-repository'
    | 'reftable'
    | 'index-damaged'
    | 'index-format'
    | 'commit-unreadable'
    | 'parent-missing'
    | 'nothing-shared'
    | 'too-much';

/** A sentence for people, in the language of whoever shows it. */
export function refusalText(refusal: AttachmentRefusal): string {
    switch (refusal.code) {
        case 'left-out':
            return t('Not attached: {0}.', retold(refusal.detail));
        case 'lines-missing':
            return t('Not attached: the file has {0} lines.', refusal.lines);
        case 'revision-unknown':
            return t('Not attached: no commit, branch or tag is called {0}.', visibleName(refusal.rev));
        case 'revision-ambiguous':
            return t('Not attached: the ids of several commits begin with {0}.', visibleName(refusal.rev));
        case 'outside':
            return t('Not attached: it is not in this workspace.');
        case 'missing':
            return t('Not attached: there is no such file or folder.');
        case 'linked-folder':
            return t('Not attached: it is reached over a link, and links are not followed.');
        case 'nothing-indexed':
            return t('Not attached: no file below it is indexed.');
        case 'no-repository':
            return t('Not attached: this folder is not in a git repository.');
        case 'reftable':
            return t('Not attached: the repository keeps its references in a format that Footnote does not read (reftable).');
        case 'index-damaged':
            return t('Not attached: the index of the repository is damaged.');
        case 'index-format':
            return t('Not attached: the index of the repository is in a format that Footnote does not read.');
        case 'commit-unreadable':
            return t('Not attached: a commit that is needed cannot be read.');
        case 'parent-missing':
            return t('Not attached: what was before this commit is not in this clone, which has only the latest commits.');
        case 'nothing-shared':
            return t('Not attached: no commit was found that the branch and what is checked out both come from.');
        case 'too-much':
            return t('Not attached: reading it takes longer than anybody waits.');
    }
}
