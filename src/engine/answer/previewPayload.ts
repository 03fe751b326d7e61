import type { Question } from '../../protocol/answer.ts';
import type { SentPayload } from '../../protocol/payload.ts';
import type { Prompt, StopOptions } from '../ports.ts';
import type { PromptParts } from './composePrompt.ts';
import { throughGate } from '../redact/gatedModel.ts';
import { MOST_ROUNDS, requestPrompt } from './rounds/gatherRounds.ts';
import { composeOrder } from './order/orderByModel.ts';
import { prepareQuestion, prepareRequest, type AnswerPorts } from './prepareQuestion.ts';

/**
 * What a model would be sent for a question: searched, gathered, freed of secrets, fitted and composed as for an answer, by the same
 * code, and then given to the user instead. Two requests differ by the nonce between pieces of evidence. Undefined when no model would
 * be asked; fails with what would keep the question from being sent.
 */
export async function previewPayload(question: Question, ports: AnswerPorts, options: StopOptions = {}): Promise<SentPayload | undefined> {
    const { asked: prepared, parts, rounds, asksForOrder } = await prepareQuestion(question, ports, options);
    const { model, asked, secrets, failure } = prepared;
    if (failure) throw failure;
    if (model === ports.quotingModel) return undefined;
    const order = asksForOrder ? await orderRequest(question, parts, secrets, ports, options) : [];
    const first = rounds > 0 ? requestPrompt(asked, { listings: [], roundsLeft: Math.min(rounds, MOST_ROUNDS) - 1 }) : asked;
    const sent = await throughGate([...order, ...first.messages]);
    const redacted = new Set([...secrets, ...sent.secrets]).size;
    const notes = [...(order.length > 0 ? [ORDER_NOTE] : []), ...(rounds > 0 ? [roundsNote(rounds)] : [])];
    return {
        model: model.name,
        destination: ports.destination,
        messages: sent.messages,
        redacted,
        ...(notes.length > 0 ? { note: notes.join(' ') } : {}),
    };
}

/** The request for an order of the files, composed in the middle of a search as it is for an answer, and not sent. */
async function orderRequest(
    question: Question,
    parts: PromptParts,
    secrets: Set<string>,
    ports: AnswerPorts,
    options: StopOptions,
): Promise<Prompt['messages']> {
    const composed: Prompt['messages'][number][] = [];
    const prepare = (listed: PromptParts): Promise<Prompt> => prepareRequest(listed, secrets, ports, options.signal);
    await prepareQuestion(question, ports, {
        ...options,
        reorder: async candidates => {
            composed.push(...(await composeOrder(candidates, { parts, symbols: ports.symbols, prepare })).messages);
            return undefined;
        },
    });
    return composed;
}

const ORDER_NOTE =
    'The model is first sent the files that were found, and may put them in another order (setting footnote.retrieval.reranker): the passages after it are those of the order as it is now.';

function roundsNote(rounds: number): string {
    return `This is a hard question: the model may first ask, up to ${String(Math.min(rounds, MOST_ROUNDS))} times, for further passages of this folder, which are sent in the same way (setting footnote.answer.evidenceRounds).`;
}
