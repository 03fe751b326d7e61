import type { Call, QuestionWord } from './findings.ts';
import { termsOf } from '../retrieve/terms.ts';
import { kindredTerms } from './kindredWords.ts';

/**
 * Of the calls a definition makes, the few worth following to answer a question, in order of lines: those whose names share words with the
 * question first, then those with a doc comment, because only these can be told about.
 */
export function chooseSteps(calls: readonly Call[], words: readonly QuestionWord[], most: number): readonly Call[] {
    return calls
        .map((call, order) => ({ call, order, worth: worthOf(call, words) }))
        .filter(({ worth }) => worth > 0)
        .sort((a, b) => b.worth - a.worth || a.order - b.order)
        .slice(0, most)
        .sort((a, b) => a.order - b.order)
        .map(({ call }) => call);
}

function worthOf({ symbol }: Call, words: readonly QuestionWord[]): number {
    const name = new Set(termsOf(symbol.name));
    let worth = symbol.doc ? DOCUMENTED : 0;
    for (const { term, weight } of words) {
        if (name.has(term)) worth += weight;
        else if ([...kindredTerms(term)].some(kindred => name.has(kindred))) worth += weight / 2;
    }
    return worth;
}

/** About what a word of the question weighs that stands in every hundredth passage. */
const DOCUMENTED = 4;
