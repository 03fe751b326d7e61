import type { Embedder, PassageStore, StopOptions, WordStatistics } from '../ports.ts';
import type { Passage, RankedFile } from '../../protocol/passage.ts';
import type { QuestionWord } from './findings.ts';
import { commonestWords, usualShare } from './generalWords.ts';
import { termsOf } from '../retrieve/terms.ts';

/** What was found for a question, in the numbers that tell whether the repository knows its subject. */
export interface EvidenceMeasure {
    /** The words of the question that tell something, with their weights. */
    readonly words: readonly QuestionWord[];
    /** Beside `words`: how much more often a word occurs here than in code in general, as the logarithm of the ratio of shares of chunks. */
    readonly overUse: readonly number[];
    /** For each of the best passages, the words of the question that its text, path or names hold. */
    readonly heldByPassage: readonly ReadonlySet<string>[];
    /** Share of the neighbouring words of the question that stand side by side in the best passage, too. */
    readonly pairs: number;
    /** Undefined without meaning, and for a model whose scale has not been measured. */
    readonly nearness: Nearness | undefined;
    /** How far the score of the best file is above that of the tenth: who asks about nothing in particular finds ten that are alike. */
    readonly lead: number;
    /** Chunks of the index. */
    readonly rows: number;
    /** Identifiers, paths and quoted names of the question that the index knows, and that it does not. */
    readonly knownNames: number;
    readonly unknownNames: number;
    /** The question is nothing but names, and not even a text has one of them. */
    readonly isNamesFromElsewhere: boolean;
}

/** How near the nearest chunks of the whole index are to the question, as cosines. */
export interface Nearness {
    /** Half the nearest, half the mean of the three nearest; the nearest alone where there are few chunks. */
    readonly best: number;
    readonly tenth: number;
    /** What the repository has that is of the same field but not the subject. */
    readonly hundredth: number;
}

export interface MeasureParts extends StopOptions {
    readonly question: string;
    readonly words: readonly QuestionWord[];
    readonly passages: readonly Passage[];
    readonly files: readonly RankedFile[];
    readonly names: { readonly known: number; readonly unknown: number; readonly areNowhere: boolean };
    readonly statistics: WordStatistics;
    readonly store: Pick<PassageStore, 'searchMeaning'>;
    readonly embedder: Embedder | undefined;
}

/** Takes the measure. Vectors come from the store; the question alone is embedded. */
export async function measureEvidence(parts: MeasureParts): Promise<EvidenceMeasure> {
    const { question, words, names, statistics } = parts;
    const passages = parts.passages.slice(0, MEASURED);
    return {
        words,
        overUse: overUse(words, statistics),
        heldByPassage: passages.map(heldWords),
        pairs: pairShare(question, words, passages),
        nearness: passages.length === 0 ? undefined : await nearness(parts),
        lead: lead(parts.files),
        rows: statistics.rows,
        knownNames: names.known,
        unknownNames: names.unknown,
        isNamesFromElsewhere: names.areNowhere,
    };
}

const MEASURED = 8;
const MEASURED_MODEL = 'code-static-384';
/** Chunks; a small repository may know its subject in one place. */
const FEW_ROWS = 200;

/** A word that is in no chunk counts as if it were in half of one. */
function overUse(words: readonly QuestionWord[], statistics: WordStatistics): readonly number[] {
    const written = writtenRows(statistics);
    return words.map(({ term }) => Math.log((statistics.rowsWith(term) + 0.5) / (written + 1) / usualShare(term)));
}

/**
 * As many chunks as there would be if each were a piece of text as programs and their documentation have it: thousands of chunks of data, or
 * chunks that are shorter than usual, would make every word look rare. The commonest words tell, each by itself; half of them say more, half less.
 */
function writtenRows(statistics: WordStatistics): number {
    const told = commonestWords().map(word => statistics.rowsWith(word) / usualShare(word));
    return told.sort((a, b) => a - b)[Math.floor(told.length / 2)] ?? 0;
}

function lead(files: readonly RankedFile[]): number {
    const scores = files.map(({ score }) => score).sort((a, b) => b - a);
    return (scores[0] ?? 0) - (scores[COMPARED] ?? 0);
}

/** The tenth file. */
const COMPARED = 9;

async function nearness({ question, embedder, store, statistics, signal }: MeasureParts): Promise<Nearness | undefined> {
    if (embedder?.profile.model !== MEASURED_MODEL) return undefined;
    const asked = await embedder.embedQuery(question, { signal });
    if (!asked) return undefined;
    const near = (await store.searchMeaning(asked, 100, { signal })).map(({ similarity }) => similarity);
    const [first = 0] = near;
    const top = near.slice(0, statistics.rows < FEW_ROWS ? 1 : 3);
    const mean = top.reduce((sum, similarity) => sum + similarity, 0) / Math.max(1, top.length);
    return {
        best: Math.max(0, (first + mean) / 2),
        tenth: near[9] ?? near.at(-1) ?? 0,
        hundredth: near[99] ?? near.at(-1) ?? 0,
    };
}

/** The words of a passage with those of its place. */
export function heldWords(passage: Passage): ReadonlySet<string> {
    return new Set(termsOf(`${passage.path} ${passage.symbol?.container ?? ''} ${passage.symbol?.name ?? ''} ${passage.text}`));
}

function pairShare(question: string, words: readonly QuestionWord[], passages: readonly Passage[]): number {
    const telling = new Set(words.map(({ term }) => term));
    const asked = termsOf(question).filter(term => telling.has(term));
    const pairs = new Set(
        asked
            .slice(0, LONGEST_ASKED)
            .flatMap((term, at) => (asked[at + 1] === undefined || asked[at + 1] === term ? [] : [`${term} ${asked[at + 1] ?? ''}`])),
    );
    if (pairs.size === 0) return 0;
    let most = 0;
    for (const { text } of passages) {
        const terms = termsOf(text);
        const found = new Set<string>();
        for (const [at, term] of terms.entries()) {
            // One word may stand between them: `retry the build`.
            for (const next of [terms[at + 1], terms[at + 2]]) {
                const pair = `${term} ${next ?? ''}`;
                if (pairs.has(pair)) found.add(pair);
            }
        }
        most = Math.max(most, found.size);
    }
    return Math.min(1, most / Math.min(pairs.size, ENOUGH_PAIRS));
}

/** Terms of a question; a pasted log proves nothing by its length. */
const LONGEST_ASKED = 200;
const ENOUGH_PAIRS = 6;
