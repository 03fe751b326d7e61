import type { AttachmentFate, AttachmentKind } from '../../src/protocol/attachment.ts';
import type { ShownAttachment } from '../../src/protocol/view.ts';
import { ATTACHED_TOKENS } from '../../src/protocol/attachment.ts';
import { numberText, plural, t } from './l10n.ts';

/** What an attachment costs, in two or three words behind its name; empty while it is measured. */
export function costWords(fate: AttachmentFate | undefined): string {
    switch (fate?.state) {
        case undefined:
            return '';
        case 'whole':
            return plural(fate.tokens, '{0} token', '{0} tokens');
        case 'cut':
            return t('too large');
        case 'searched':
            return plural(fate.files, '{0} file', '{0} files');
        case 'empty':
            return t('nothing in it');
        case 'refused':
            return t('not attached');
    }
}

/** What will be done with one that is too large, before it is sent; undefined for any other. */
export function tooLargeNote({ kind, name, fate }: Pick<ShownAttachment, 'kind' | 'name' | 'fate'>): string | undefined {
    if (fate?.state !== 'cut') return undefined;
    const size = t(
        '{0} has {1} tokens and is too large: all attachments together may take {2}.',
        isPath(kind) ? (/[^/]+\/?$/.exec(name)?.[0] ?? name) : name,
        numberText(fate.wholeTokens),
        numberText(ATTACHED_TOKENS),
    );
    return `${size} ${keptWords(fate)}`;
}

/** What is named by its path, whose end says most; a commit and a branch are named by their beginning. */
export function isPath(kind: AttachmentKind): boolean {
    return kind === 'file' || kind === 'folder' || kind === 'lines';
}

function keptWords({ unit, kept, of, tokens, isRestSearched }: Extract<AttachmentFate, { state: 'cut' }>): string {
    const [first, all, cost] = [numberText(kept), numberText(of), numberText(tokens)];
    if (kept === 0 && isRestSearched) return t('It is searched, and not sent as a whole.');
    switch (unit) {
        case 'lines':
            return isRestSearched
                ? t('The first {0} of {1} lines go along ({2} tokens); the rest is searched.', first, all, cost)
                : t('The first {0} of {1} lines go along ({2} tokens).', first, all, cost);
        case 'files':
            return t('{0} of {1} changed files go along ({2} tokens); the others are left out.', first, all, cost);
        case 'problems':
            return t('The first {0} of {1} problems go along ({2} tokens), errors before warnings.', first, all, cost);
    }
}

/** All of them in one sentence, for ears: `2 attachments: src/cart.ts, 320 tokens; src/, 12 files`. */
export function attachmentsSpoken(attachments: readonly ShownAttachment[]): string {
    const each = attachments.map(({ name, fate }) => (fate ? `${name}, ${costWords(fate)}` : name));
    return `${plural(attachments.length, '{0} attachment', '{0} attachments')}: ${each.join('; ')}`;
}
