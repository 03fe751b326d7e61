import type { WorkspacePath } from '../../protocol/text.ts';
import type { QuestionTerm } from './readQuestion.ts';
import type { Ranking } from './ranking.ts';
import { termsOf } from './terms.ts';

/**
 * Adds to what the words found the few best files that only their path speaks for, as if their names were all that stood in them. The index of
 * words holds texts, and `.clippy.toml` says nowhere in its three lines what tool it is for; a row that is found has its path counted as well.
 */
export function withNamedFiles(words: Ranking, paths: Ranking, terms: readonly QuestionTerm[]): Ranking {
    const unseen: { readonly path: WorkspacePath; readonly score: number }[] = [];
    paths.files.forEach((score, path) => {
        const last = unseen.at(-1);
        if (last && unseen.length === MOST_FILES && score <= last.score) return;
        if (words.files.get(path) !== undefined) return;
        unseen.push({ path, score });
        unseen.sort((a, b) => b.score - a.score);
        if (unseen.length > MOST_FILES) unseen.pop();
    });
    if (unseen.length === 0) return words;
    const files = new Map<WorkspacePath, number>();
    words.files.forEach((score, path) => files.set(path, score));
    const named = new Map<WorkspacePath, string>();
    for (const { path } of unseen) {
        const own = new Set(termsOf(path));
        const shared = terms.filter(({ term }) => own.has(term));
        if (shared.length === 0) continue;
        const weight = shared.reduce((sum, term) => sum + term.weight, 0);
        const written = shared.slice(0, 4).map(term => term.written);
        files.set(path, weight * SHARE_OF_PATH);
        named.set(path, written.join(', '));
    }
    const detail = (path: WorkspacePath): string | undefined => {
        const written = named.get(path);
        return written === undefined ? words.detail?.(path) : `has ${written} in its name`;
    };
    return { signal: 'words', files, detail, floor: words.floor };
}

/** With three times as many the judged questions are answered alike. */
const MOST_FILES = 10;

/** What BM25 makes of a word in the path of a row of usual length (`wordRanking.ts`), by the word's weight. */
const SHARE_OF_PATH = 1.9;
