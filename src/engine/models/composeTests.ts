import type { Evidence } from '../../protocol/answer.ts';
import type { Prompt } from '../modelPorts.ts';
import { quoteOfPassage } from './composeQuotation.ts';
import { passageRow } from './composeRelated.ts';
import { t } from '../../protocol/l10n.ts';
import { wordShare } from './wordShare.ts';

/**
 * Which tests show what was asked about, when the question names nothing that is defined: the tests that were found, one line of each file,
 * and the best of them quoted. Empty when none of them has enough of the question.
 */
export function tellTests(prompt: Prompt): readonly string[] {
    const { evidence, findings } = prompt;
    const byFile = new Map<string, Evidence>();
    for (const piece of evidence) {
        const { path, kind, text } = piece.passage;
        if (kind !== 'test' || byFile.has(path) || wordShare(text, findings.words) < LEAST_SHARE) continue;
        byFile.set(path, piece);
    }
    // Named after what it tests, a file says more than by a line of it.
    const named = (piece: Evidence): number => wordShare(piece.passage.path, findings.words);
    const [best, ...others] = [...byFile.values()].sort((one, other) => named(other) - named(one)).slice(0, MOST);
    if (!best) return [];
    const rows = [best, ...others].map(piece => `- ${passageRow(piece, { words: findings.words, main: undefined })}`);
    return [`${t('The tests that come closest:')}\n\n${rows.join('\n')}`, quoteOfPassage(best, prompt)];
}

const MOST = 5;
/** Of the question's words by weight; a test that has less is there for another reason. */
const LEAST_SHARE = 0.35;
