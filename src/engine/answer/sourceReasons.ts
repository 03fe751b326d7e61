import type { Passage, PassageOrigin } from '../../protocol/passage.ts';
import type { QuestionWord } from './findings.ts';
import { qualifiedName } from '../../protocol/code.ts';
import { termsOf } from '../retrieve/terms.ts';

/**
 * Why a source is in the list, best reason first: what it is (`defines cmdRun`), which words of the question it has, and whether meaning
 * found it. The search's own words are replaced, because they are the same for all passages of a file and hold what was added to the question.
 */
export function sourceReasons(passage: Passage, detail: string, words: readonly QuestionWord[]): readonly PassageOrigin[] {
    const reasons: PassageOrigin[] = [];
    const what = detail === '' ? whatItIs(passage) : detail;
    // What a source is counts as a reason of its own, and stands before whatever the search weighed.
    if (what !== '') reasons.push({ signal: 'symbol', contribution: 1, detail: what });
    for (const origin of passage.origins) {
        if (origin.signal === 'words') {
            const told = toldWords(passage.text, words);
            if (told.length > 0) reasons.push({ ...origin, detail: `names ${told.join(', ')}` });
        } else if (origin.signal === 'meaning') reasons.push({ ...origin, detail: 'close in meaning' });
        else if (origin.signal !== 'symbol' && origin.signal !== 'path') reasons.push(origin);
    }
    return reasons;
}

function whatItIs({ symbol }: Passage): string {
    if (!symbol) return '';
    return symbol.kind === 'section' ? `section “${symbol.name}”` : `part of ${qualifiedName(symbol)}`;
}

/** At most three words of the question that a text has, rarest first; a part of another that is told says nothing more. */
export function toldWords(text: string, words: readonly QuestionWord[]): readonly string[] {
    const held = new Set(termsOf(text));
    // Parts such as the `la` and `te` of `LaTeX` are no words.
    const known = words.filter(({ term, written }) => held.has(term) && written.length > 2).sort((a, b) => b.weight - a.weight);
    const written = known.map(word => (/[a-z][A-Z]|[A-Z]{2}|_/.test(word.written) ? word.written : word.written.toLowerCase()));
    const isPart = (word: string): boolean =>
        written.some(other => other.length > word.length && other.toLowerCase().includes(word.toLowerCase()));
    return [...new Set(written.filter(word => !isPart(word)))].slice(0, 3);
}
