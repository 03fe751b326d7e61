import type { Citation } from '../../protocol/answer.ts';
import type { Turn } from '../../protocol/conversation.ts';
import { doubtNote } from '../../protocol/doubtNote.ts';
import { placeLabel } from '../../protocol/text.ts';
import { listText, plural, retold, t, textTable } from '../../protocol/l10n.ts';
import { linkKey, type PlaceLinks } from './linkPlaces.ts';

/** A conversation as it may be handed on: without secrets, its footnotes linked to the commit. */
export interface ExportedConversation {
    readonly title: string;
    /** When it was exported. */
    readonly at: Date;
    readonly turns: readonly Turn[];
    readonly links: PlaceLinks;
}

/** What the list below an answer says of one mark. */
export interface FootnoteEntry {
    readonly mark: string;
    /** `src/cart.ts:3-5`, with the lines of the commit where there is one; empty for a note. */
    readonly place: string;
    readonly url: string | undefined;
    /** What the reader must know about it; empty when the link shows what the answer saw. */
    readonly remark: string;
}

/** The footnotes of an answer, then the notes on sentences that could not be confirmed. */
export function footnotesOf(turn: Turn, links: PlaceLinks): readonly FootnoteEntry[] {
    const doubts = turn.progress.state === 'finished' ? (turn.progress.answer.doubts ?? []) : [];
    return [
        ...turn.citations.map(citation => footnoteOf(turn, citation, links)),
        ...doubts.map((doubt, nth) => ({ mark: `?${String(nth + 1)}`, place: '', url: undefined, remark: doubtNote(doubt) })),
    ];
}

function footnoteOf({ id }: Turn, citation: Citation, links: PlaceLinks): FootnoteEntry {
    const link = links.get(linkKey(id, citation.mark));
    const remarks = [
        t(STATE_WORDS[citation.state]),
        link === undefined
            ? t('not in a commit')
            : link.differs
              ? t('lines differ from commit {0}', shortCommit(link.commit))
              : link.url === undefined
                ? t('at commit {0}', shortCommit(link.commit))
                : '',
    ];
    return {
        mark: citation.mark,
        place: placeLabel({ path: citation.path, range: link?.range ?? citation.range }),
        url: link?.url,
        remark: listText(remarks.filter(remark => remark !== '')),
    };
}

const STATE_WORDS: Readonly<Record<Citation['state'], string>> = textTable({
    verified: '',
    moved: '',
    stale: 'changed since the answer',
    unsupported: 'does not show what the sentence says',
});

/** As git shortens it. */
export function shortCommit(commit: string): string {
    return commit.slice(0, 10);
}

/** One line that says when it was made and what the links mean. */
export function exportNote({ at, links }: ExportedConversation): string {
    const commits = [...new Set([...links.values()].map(({ commit }) => shortCommit(commit)))];
    const exported = t('Exported by Footnote on {0}.', at.toISOString().slice(0, 10));
    return commits.length === 0 ? exported : `${exported} ${t('Links show the lines at commit {0}.', listText(commits))}`;
}

/** What stands where there is no answer, or after one that is not whole; empty after a whole one. */
export function endingOf({ progress }: Turn): string {
    switch (progress.state) {
        case 'finished':
            return retold(progress.answer.notice ?? '');
        case 'failed':
            return t('This answer failed.');
        case 'stopped':
        case 'queued':
        case 'searching':
        case 'answering':
            return t('This answer was stopped.');
    }
}

/** What the answer could know and who gave it. */
export function accountOf({ progress, coverage }: Turn): string {
    const searched =
        coverage === undefined
            ? []
            : [plural(coverage.totalFiles, 'searched {1} of {0} file', 'searched {1} of {0} files', coverage.searchedFiles)];
    const answered = progress.state === 'finished' ? [t('answered by {0}', progress.answer.answeredBy)] : [];
    return [...searched, ...answered].join(' · ');
}
