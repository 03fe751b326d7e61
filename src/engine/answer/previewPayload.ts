import type { Question } from '../../protocol/answer.ts';
import type { AnswerCost, RequestCost, RequestPurpose } from '../../protocol/cost.ts';
import type { SentPayload } from '../../protocol/payload.ts';
import type { Prompt } from '../modelPorts.ts';
import type { StopOptions } from '../ports.ts';
import type { PromptParts } from './composePrompt.ts';
import { noCostLimit } from '../../protocol/cost.ts';
import { costOf, priceOf } from '../cost/priceOf.ts';
import { addParts, promptParts } from '../cost/promptParts.ts';
import { unlimitedSpending } from '../cost/spendingLedger.ts';
import { throughGate } from '../redact/gatedModel.ts';
import { estimateTokens } from './fitPassages.ts';
import { FURTHER_TOKENS, OTHER_WORDS_TOKENS } from './evidenceBudget.ts';
import { MOST_OUTPUT_TOKENS, namedFor } from './modelGate.ts';
import { MOST_ROUNDS, requestPrompt } from './rounds/gatherRounds.ts';
import { composeRewriting } from './rewrite/rewriteQuestion.ts';
import { composeOrder } from './order/orderByModel.ts';
import { prepareQuestion, prepareRequest, withAttachments, type AnswerPorts } from './prepareQuestion.ts';

/**
 * What a model would be sent for a question: searched, gathered, freed of secrets, fitted and composed as for an answer, by the same
 * code, and then given to the user instead. Two requests differ by the nonce between pieces of evidence. Undefined when no model would
 * be asked; fails with what would keep the question from being sent.
 */
export async function previewPayload(question: Question, given: AnswerPorts, options: StopOptions = {}): Promise<SentPayload | undefined> {
    const ports = await withAttachments(question, given, options);
    const { asked: prepared, parts, rounds, asksForWords, asksForOrder, isAnswered } = await prepareQuestion(question, ports, options);
    const { model, asked, secrets, failure } = prepared;
    if (failure) throw failure;
    const prepare = (asking: PromptParts): Promise<Prompt> => prepareRequest(asking, secrets, ports, options.signal);
    const words = asksForWords ? [await composeRewriting(parts, prepare)] : [];
    const order = asksForOrder ? await orderRequest(question, parts, secrets, ports, options) : [];
    const answer = model === ports.quotingModel ? [] : [asked];
    const roundsLeft = Math.min(rounds, MOST_ROUNDS) - 1;
    const last =
        rounds > 0 ? [requestPrompt(answer[0] ?? (await prepare(parts)), { listings: [], roundsLeft, isThin: !isAnswered })] : answer;
    const planned: readonly Planned[] = [
        ...words.map(prompt => ({ purpose: 'rewrite' as const, prompt })),
        ...order.map(prompt => ({ purpose: 'order' as const, prompt })),
        ...last.map(prompt => ({ purpose: rounds > 0 ? ('round' as const) : ('answer' as const), prompt })),
    ];
    if (planned.length === 0) return undefined;
    const sent = await throughGate(planned.flatMap(({ prompt }) => prompt.messages));
    const redacted = new Set([...secrets, ...sent.secrets]).size;
    const notes = [
        ...(words.length > 0 ? [WORDS_NOTE] : []),
        ...(order.length > 0 ? [ORDER_NOTE] : []),
        ...(rounds > 0 ? [isAnswered ? roundsNote(rounds) : THIN_NOTE] : []),
    ];
    return {
        model: ports.chatModel.name,
        destination: ports.destination,
        messages: sent.messages,
        redacted,
        cost: await forecastCost(planned, rounds, ports),
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

const WORDS_NOTE =
    'The model is first asked for other words to search for (setting footnote.retrieval.rewriting): what these find is sent with the rest, and is not known yet.';

const ORDER_NOTE =
    'The model is first sent the files that were found, and may put them in another order (setting footnote.retrieval.reranker): the passages after it are those of the order as it is now.';

const THIN_NOTE =
    'Nothing was found for the words of this question: before that is the answer, the model may look for others (setting footnote.answer.evidenceRounds), and what it finds is sent in the same way.';

function roundsNote(rounds: number): string {
    return `This is a hard question: the model may first ask, up to ${String(Math.min(rounds, MOST_ROUNDS))} times, for further passages of this folder, which are sent in the same way (setting footnote.answer.evidenceRounds).`;
}

/** A request that would be made. */
interface Planned {
    readonly purpose: RequestPurpose;
    readonly prompt: Prompt;
}

/** The most that the question can cost: the requests that are shown, those that may follow them, and where the month stands. */
async function forecastCost(
    planned: readonly Planned[],
    rounds: number,
    { chatModel, destination, cost = noCostLimit, spending = unlimitedSpending, modelFor }: AnswerPorts,
): Promise<AnswerCost> {
    const forecast = (purpose: RequestPurpose, input: number): RequestCost => {
        const role = purpose === 'rewrite' ? 'rewrite' : purpose === 'order' ? 'rerank' : undefined;
        const model = (role && modelFor?.(role)?.name) ?? chatModel.name;
        const output = MOST_OUTPUT_TOKENS[purpose];
        const paid = costOf(priceOf(model, destination, cost.prices), { input, output });
        return { purpose, model, inputTokens: input, outputTokens: output, isEstimated: true, cost: paid };
    };
    const tokensOf = ({ messages }: Prompt): number => estimateTokens(messages.map(({ content }) => content).join(''));
    // What other words find comes to the evidence, and what the model asks for in its rounds.
    const added = planned.some(({ purpose }) => purpose === 'rewrite') ? OTHER_WORDS_TOKENS : 0;
    const shown = planned.map(({ purpose, prompt }) =>
        forecast(purpose, tokensOf(prompt) + (purpose === 'round' || purpose === 'answer' ? added : 0)),
    );
    const first = shown.find(({ purpose }) => purpose === 'round');
    const later = first
        ? [...Array.from({ length: Math.min(rounds, MOST_ROUNDS) - 1 }, () => 'round' as const), 'answer' as const].map(purpose =>
              forecast(purpose, first.inputTokens + FURTHER_TOKENS),
          )
        : [];
    const requests = [...shown, ...later];
    const parts = addParts(
        planned.flatMap(({ purpose, prompt }) => namedFor(purpose === 'round' ? 'answer' : purpose, promptParts(prompt))),
    );
    const month = await spending.month().catch(() => undefined);
    return { requests, parts, ...(month ? { month } : {}) };
}
