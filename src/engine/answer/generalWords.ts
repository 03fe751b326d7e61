import { GENERAL_WORDS, type GeneralWords } from './generalWordsData.ts';

/** The share of pieces of code, each about as long as a chunk, that have a term. */
export function usualShare(term: string): number {
    return (shares ??= readShares(GENERAL_WORDS)).get(term) ?? GENERAL_WORDS.unlisted;
}

/** The words that most pieces of code have, whatever their language, most frequent first. */
export function commonestWords(): readonly string[] {
    return (commonest ??= GENERAL_WORDS.words.flatMap(line => (line === '' ? [] : line.split(' '))).slice(0, COMMONEST));
}

const COMMONEST = 50;

/** Both are read when the first question is judged. */
let shares: ReadonlyMap<string, number> | undefined;
let commonest: readonly string[] | undefined;

function readShares({ words, levels }: GeneralWords): ReadonlyMap<string, number> {
    return new Map(words.flatMap((line, level) => line.split(' ').map(term => [term, Math.exp(-level / levels)] as const)));
}
