import type { Question } from '../../protocol/answer.ts';
import type { AnswerCost, RequestCost, RequestPurpose } from '../../protocol/cost.ts';
import type { SentPayload } from '../../protocol/payload.ts';
import type { Prompt, StopOptions } from '../ports.ts';
import type { PromptParts } from './composePrompt.ts';
import { noCostLimit } from '../../protocol/cost.ts';
import { costOf, priceOf } from '../cost/priceOf.ts';
import { addParts, promptParts } from '../cost/promptParts.ts';
import { unlimitedSpending } from '../cost/spendingLedger.ts';
import { throughGate } from '../redact/gatedModel.ts';
import { estimateTokens } from './fitPassages.ts';
import { MOST_OUTPUT_TOKENS, namedFor } from './modelGate.ts';
import { MOST_ROUNDS, requestPrompt } from './rounds/gatherRounds.ts';
import { composeOrder } from './order/orderByModel.ts';
import { prepareQuestion, prepareRequest, withAttachments, type AnswerPorts } from './prepareQuestion.ts';

/**
 * What a model would be sent for a question: searched, gathered, freed of secrets, fitted and composed as for an answer, by the same
 * code, and then given to the user instead. Two requests differ by the nonce between pieces of evidence. Undefined when no model would
 * be asked; fails with what would keep the question from being sent.
 */
export async function previewPayload(question: Question, given: AnswerPorts, options: StopOptions = {}): Promise<SentPayload | undefined> {
    const ports = await withAttachments(question, given, options);
    const { asked: prepared, parts, rounds, asksForOrder } = await prepareQuestion(question, ports, options);
    const { model, asked, secrets, failure } = prepared;
    if (failure) throw failure;
    if (model === ports.quotingModel) return undefined;
    const order = asksForOrder ? await orderRequest(question, parts, secrets, ports, options) : [];
    const first = rounds > 0 ? requestPrompt(asked, { listings: [], roundsLeft: Math.min(rounds, MOST_ROUNDS) - 1 }) : asked;
    const sent = await throughGate([...order.flatMap(({ messages }) => messages), ...first.messages]);
    const forecast = await forecastCost({ order, first, isRound: rounds > 0, model: model.name }, ports);
    const redacted = new Set([...secrets, ...sent.secrets]).size;
    const notes = [...(order.length > 0 ? [ORDER_NOTE] : []), ...(rounds > 0 ? [roundsNote(rounds)] : [])];
    return {
        model: model.name,
        destination: ports.destination,
        messages: sent.messages,
        redacted,
        cost: forecast,
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
): Promise<readonly Prompt[]> {
    const composed: Prompt[] = [];
    const prepare = (listed: PromptParts): Promise<Prompt> => prepareRequest(listed, secrets, ports, options.signal);
    await prepareQuestion(question, ports, {
        ...options,
        reorder: async candidates => {
            composed.push(await composeOrder(candidates, { parts, symbols: ports.symbols, prepare }));
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

/** The most that the requests shown here can cost, and where the month stands. */
async function forecastCost(
    {
        order,
        first,
        isRound,
        model,
    }: { readonly order: readonly Prompt[]; readonly first: Prompt; readonly isRound: boolean; readonly model: string },
    { destination, cost = noCostLimit, spending = unlimitedSpending, modelFor }: AnswerPorts,
): Promise<AnswerCost> {
    const planned: readonly (readonly [RequestPurpose, string, Prompt])[] = [
        ...order.map(prompt => ['order', modelFor?.('rerank')?.name ?? model, prompt] as const),
        [isRound ? 'round' : 'answer', model, first],
    ];
    const requests = planned.map(([purpose, name, { messages }]): RequestCost => {
        const tokens = {
            input: estimateTokens(messages.map(({ content }) => content).join('')),
            output: MOST_OUTPUT_TOKENS[purpose],
        };
        return {
            purpose,
            model: name,
            inputTokens: tokens.input,
            outputTokens: tokens.output,
            isEstimated: true,
            cost: costOf(priceOf(name, destination, cost.prices), tokens),
        };
    });
    const parts = addParts(
        planned.flatMap(([purpose, , prompt]) => namedFor(purpose === 'round' ? 'answer' : purpose, promptParts(prompt))),
    );
    const month = await spending.month().catch(() => undefined);
    return { requests, parts, ...(month ? { month } : {}) };
}
