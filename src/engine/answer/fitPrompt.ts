import type { ModelWindow, Prompt } from '../modelPorts.ts';
import type { PromptParts } from './composePrompt.ts';
import type { Evidence, Question } from '../../protocol/answer.ts';
import { ATTACHED_TOKENS } from '../../protocol/attachment.ts';
import { EVIDENCE_TOKENS } from './evidenceBudget.ts';
import { fail } from '../../protocol/failure.ts';
import { composePrompt } from './composePrompt.ts';

/**
 * The prompt with as much of its evidence and of the conversation as the model's window holds beside the answer. The question is
 * never cut, evidence comes before earlier turns, and a piece that does not fit is left out whole. What was attached comes first, within
 * its share, so that something of what was found goes along as well. `model` is its name, as shown.
 */
export async function fitPrompt(parts: PromptParts, window: ModelWindow, model: string): Promise<Prompt> {
    const room = window.tokens - answerTokens(window);
    const whole = composePrompt(parts);
    if ((await countPrompt(whole, window)) <= room) return whole;

    // What the project says of itself goes before a piece of evidence does.
    if (parts.notes !== undefined && parts.notes !== '') return await fitPrompt({ ...parts, notes: '' }, window, model);
    const bare = await countPrompt(composePrompt(partsWith(parts, [], [])), window);
    if (bare > room) fail({ kind: 'question-too-long', model, tokens: bare, room: Math.max(0, room) });
    const fits = async (evidence: readonly Evidence[], history: History, within = room): Promise<boolean> =>
        (await countPrompt(composePrompt(partsWith(parts, evidence, history)), window)) <= within;
    const attached = parts.evidence.filter(({ role }) => role === 'attached');
    const attachedRoom = bare + (room - bare) * ATTACHED_SHARE;
    let evidence: readonly Evidence[] = [];
    for (const [pieces, within] of [
        [attached, attachedRoom],
        [parts.evidence.filter(({ role }) => role !== 'attached'), room],
        [attached, room],
    ] as const) {
        for (const piece of pieces)
            if (!evidence.includes(piece) && (await fits([...evidence, piece], [], within))) evidence = [...evidence, piece];
    }
    evidence = evidence.toSorted((a, b) => a.number - b.number);
    const turns = parts.question.history ?? [];
    let history: History = [];
    for (let count = 1; count <= turns.length && (await fits(evidence, turns.slice(-count))); count++) history = turns.slice(-count);
    return composePrompt(partsWith(parts, evidence, history));
}

/** Of a window as of the usual budget. */
const ATTACHED_SHARE = ATTACHED_TOKENS / EVIDENCE_TOKENS;

/** What is kept free for the answer: a quarter of a small window, and no more than long answers take. */
export function answerTokens({ tokens }: Pick<ModelWindow, 'tokens'>): number {
    return Math.min(4_000, Math.ceil(tokens / 4));
}

export async function countPrompt({ messages }: Pick<Prompt, 'messages'>, window: ModelWindow): Promise<number> {
    const counts = await Promise.all(messages.map(async ({ content }) => await window.countTokens(content)));
    return counts.reduce((sum, tokens) => sum + tokens + MESSAGE_TOKENS, 0);
}

/** What the frame of a message costs: role and separators, three to four in the usual chat templates. */
const MESSAGE_TOKENS = 8;

type History = NonNullable<Question['history']>;

function partsWith(parts: PromptParts, evidence: readonly Evidence[], history: History): PromptParts {
    return { ...parts, evidence, question: { ...parts.question, history } };
}
