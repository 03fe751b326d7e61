import type { QuestionWord } from './findings.ts';
import type { WordStatistics } from '../ports.ts';
import { isEnglish, isForeignSmallWord } from './questionLanguage.ts';
import { isStopWord, termsOf } from '../retrieve/terms.ts';

/** The words of a question that tell something, in order, each once, weighed by how rare they are in the index. */
export function questionWords(question: string, statistics: WordStatistics): readonly QuestionWord[] {
    const words = new Map<string, QuestionWord>();
    const isForeign = !isEnglish(question);
    for (const [word] of question.matchAll(/[\p{L}\p{M}\p{N}_$]+/gu)) {
        const written = word.replace(PLURAL_INITIALS, '$1');
        if (isForeign && isForeignSmallWord(written)) continue;
        for (const term of termsOf(written)) {
            if (isStopWord(term) || ASKING.has(term) || words.has(term)) continue;
            const rows = statistics.rowsWith(term);
            // A joined identifier (`retrybuild`) that is nowhere adds nothing to its parts.
            if (rows === 0 && term.length > written.length / 1.5 && /[a-z][A-Z]|_/.test(written) && termsOf(written).length > 1) continue;
            words.set(term, { term, written: partOf(written, term), weight: inverseFrequency(rows, statistics.rows), occurs: rows > 0 });
        }
    }
    return [...words.values()];
}

/** `UUIDs` is `UUID`, which the terms of an identifier would take for `UUI` and `Ds`. */
const PLURAL_INITIALS = /^(\p{Lu}{2,})s$/u;

/** The part of an identifier that a term comes from, as written: `Build` of `retryBuild` for `build`. */
function partOf(identifier: string, term: string): string {
    const at = identifier.toLowerCase().indexOf(term);
    if (at < 0) return termsOf(identifier).length === 1 ? identifier : term;
    return termsOf(identifier).length === 1 ? identifier : identifier.slice(at, at + term.length);
}

/** As in BM25; a word that is in no row weighs as much as one that is in a single row. */
function inverseFrequency(rowsWith: number, rows: number): number {
    return Math.log(1 + (rows - rowsWith + 0.5) / (Math.max(rowsWith, 1) + 0.5));
}

/** Words that ask rather than name, beyond the stop words of retrieval. */
const ASKING = new Set(
    termsOf(
        'work works working does happen happens explain describe show find tell mechanism relationship interaction codebase repository repo project code implement implemented implementation define defined defined located responsible purpose role exactly many much often long control controls controlled decide decides',
    ),
);
