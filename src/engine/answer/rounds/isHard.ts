import type { Question } from '../../../protocol/answer.ts';
import type { Findings } from '../findings.ts';

/**
 * True for a question that one search rarely gathers everything for: how and why something happens, told in more than a few words, and how
 * the parts hang together. Whatever names a place, a setting or all users of a name is answered at once.
 */
export function isHard({ command }: Pick<Question, 'command'>, { shape, words, everyPlace, verdict }: Findings): boolean {
    if (!verdict.isRelevant || everyPlace) return false;
    if (command === 'architecture' || command === 'why') return true;
    return (shape === 'how' || shape === 'why') && words.length >= SEVERAL;
}

const SEVERAL = 4;
