import type { AnswerCost, PromptPart, RequestCost, RequestPurpose } from '../../protocol/cost.ts';
import type { ChatModel, Prompt } from '../modelPorts.ts';
import type { AnswerPorts, ModelRole } from './prepareQuestion.ts';
import { noCostLimit, totalCost } from '../../protocol/cost.ts';
import { fail, FailureError, type Failure } from '../../protocol/failure.ts';
import { meterFor } from '../cost/meter.ts';
import { addParts, promptParts } from '../cost/promptParts.ts';
import { unlimitedSpending } from '../cost/spendingLedger.ts';
import { gatedModel } from '../redact/gatedModel.ts';

/** The way to the models, for everything that is sent for one answer. */
export interface ModelGate {
    /** The model that does this, behind the gate: agreed to, redacted once more, counted, and kept for the user to look at. */
    to(purpose: RequestPurpose): ChatModel;
    /** Keeps what was sent with what it cost, once the answer is there; undefined where nothing has left. */
    close(): Promise<{ readonly payloadId: string; readonly cost: AnswerCost | undefined } | undefined>;
}

/** Opens it. Secrets that are taken out on the way are added to `secrets`. */
export function openModelGate(chatModel: ChatModel, secrets: Set<string>, agreed: string | undefined, ports: AnswerPorts): ModelGate {
    const { destination, cost = noCostLimit, spending = unlimitedSpending } = ports;
    const messages: Prompt['messages'][number][] = [];
    const requests: RequestCost[] = [];
    const parts: PromptPart[] = [];
    let hasSent = false;

    function kept(account?: AnswerCost): string {
        return ports.keepSent({
            model: chatModel.name,
            destination,
            messages: [...messages],
            redacted: secrets.size,
            ...(account ? { cost: account } : {}),
        });
    }

    function to(purpose: RequestPurpose): ChatModel {
        const role = ROLES[purpose];
        const model = role === 'chat' ? chatModel : (ports.modelFor?.(role) ?? chatModel);
        const gated = gatedModel(model, (sent, prompt) => {
            if ((agreed ?? destination) !== destination) fail({ kind: 'not-agreed', destination });
            for (const secret of sent.secrets) secrets.add(secret);
            // What was sent before the answer left as well, and is to be seen with it.
            messages.push(...sent.messages);
            parts.push(...namedFor(purpose, promptParts({ messages: sent.messages, nonce: prompt.nonce })));
            hasSent = true;
        });
        return {
            ...gated,
            async *generate(prompt, options = {}) {
                const before = [messages.length, parts.length] as const;
                const wasSent = hasSent;
                const meter = meterFor({
                    purpose,
                    destination,
                    cost,
                    spending,
                    mostOutputTokens: MOST_OUTPUT_TOKENS[purpose],
                    onRequest: request => requests.push(request),
                });
                try {
                    yield* gated.generate(prompt, { ...options, meter });
                } catch (error) {
                    if (error instanceof FailureError && REFUSED_HERE.has(error.failure.kind)) {
                        // It was composed, and then not sent.
                        messages.length = before[0];
                        parts.length = before[1];
                        hasSent = wasSent;
                    }
                    throw error;
                }
            },
        };
    }

    return {
        to,
        async close() {
            if (!hasSent) return undefined;
            if (requests.length === 0) return { payloadId: kept(), cost: undefined };
            const { type } = totalCost(requests);
            const month = type === 'priced' || type === 'unknown' ? await spending.month().catch(() => undefined) : undefined;
            const account: AnswerCost = { requests, parts: addParts(parts), ...(month ? { month } : {}) };
            return { payloadId: kept(account), cost: account };
        },
    };
}

/** What the meter refuses before anything is sent. */
const REFUSED_HERE: ReadonlySet<Failure['kind']> = new Set<Failure['kind']>(['spending-limit', 'price-unknown', 'not-writable']);

const ROLES: Readonly<Record<RequestPurpose, ModelRole>> = {
    rewrite: 'rewrite',
    order: 'rerank',
    round: 'chat',
    answer: 'chat',
    title: 'title',
};

/** The longest reply to reckon with before it is there: what is kept free for an answer, and what is read of a shorter reply. */
export const MOST_OUTPUT_TOKENS: Readonly<Record<RequestPurpose, number>> = {
    rewrite: 200,
    order: 200,
    round: 1_400,
    answer: 4_000,
    title: 60,
};

/** What the answer itself is made of goes by its own names; what was sent before it is told by what it was for. */
export function namedFor(purpose: RequestPurpose, parts: readonly PromptPart[]): readonly PromptPart[] {
    if (purpose === 'answer') return parts;
    const part = { rewrite: 'rewriting', order: 'order of files', round: 'rounds', title: 'title' }[purpose];
    return [{ part, tokens: parts.reduce((sum, { tokens }) => sum + tokens, 0) }];
}
