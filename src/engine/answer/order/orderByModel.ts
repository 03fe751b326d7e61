import type { Evidence } from '../../../protocol/answer.ts';
import type { TraceStep } from '../../../protocol/trace.ts';
import type { ChatModel, Prompt } from '../../modelPorts.ts';
import type { SymbolTable } from '../../ports.ts';
import type { FileOrder, OrderCandidate, Reorder } from '../../retrieve/reorderFiles.ts';
import type { PromptParts } from '../composePrompt.ts';
import { describeFailure, FailureError } from '../../../protocol/failure.ts';
import { visibleText } from '../../../protocol/visibleText.ts';
import { contentHash } from '../../contentHash.ts';
import { estimateTokens } from '../fitPassages.ts';
import { orderRules } from '../prompts/orderRules.ts';
import { LONGEST_ORDER, readOrder } from './readOrder.ts';
import { replyInTime } from './replyInTime.ts';

export interface OrderParts {
    /** Of the question, as it is asked without an order; its evidence is not sent. */
    readonly parts: PromptParts;
    readonly symbols: Pick<SymbolTable, 'factsOf'>;
    /** Takes secrets out, and leaves out what the model's window does not hold. */
    readonly prepare: (parts: PromptParts) => Promise<Prompt>;
}

export interface AskForOrder extends OrderParts {
    /** Behind the last gate: everything it is sent has been redacted and is kept for the user to look at. */
    readonly model: ChatModel;
    readonly now: () => number;
    /** Told what came of it, whatever that was. */
    readonly onStep: (step: TraceStep) => void;
    readonly deadlineMs?: number;
}

/**
 * Has a model put the files of a search in order: one request, one list of numbers. What it writes can change the order of these files and
 * nothing else. A model that fails, dawdles or writes something else leaves the order as it was, and the step says so.
 */
export function orderByModel({ model, now, onStep, deadlineMs = DEADLINE_MS, ...parts }: AskForOrder): Reorder {
    return async (candidates, { signal }) => {
        const began = now();
        const deadline = AbortSignal.timeout(deadlineMs);
        const stop = signal ? AbortSignal.any([signal, deadline]) : deadline;
        let tokens = 0;
        const told = (found: string, order?: FileOrder): FileOrder | undefined => {
            const asked = `${String(candidates.length)} files`;
            onStep({ round: 0, tool: 'order', asked, found, tookMs: now() - began, ...(tokens === 0 ? {} : { tokens }) });
            return order;
        };
        try {
            const prompt = await composeOrder(candidates, parts);
            tokens = estimateTokens(prompt.messages.map(({ content }) => content).join(''));
            const reply = await replyInTime(model, prompt, { signal: stop, mostCharacters: LONGEST_ORDER });
            tokens += estimateTokens(reply);
            const order = readOrder(reply, new Set(prompt.evidence.map(({ number }) => number)));
            if (!order) return told('the reply is no list of numbers; the order stays');
            const paths = order.flatMap(number => candidates[number - 1]?.path ?? []);
            return told(`${String(paths.length)} put first`, { by: model.name, paths });
        } catch (error) {
            signal?.throwIfAborted();
            if (deadline.aborted) return told(`no reply in ${String(deadlineMs / 1_000)} s; the order stays`);
            if (!(error instanceof FailureError)) throw error;
            return told(`${describeFailure(error.failure).title}; the order stays`);
        }
    };
}

/** An answer that begins later than this is worth less than a better order is. */
const DEADLINE_MS = 15_000;

/** The question with the files, each by its path, the names it defines and the first lines of its best passage. */
export async function composeOrder(candidates: readonly OrderCandidate[], { parts, symbols, prepare }: OrderParts): Promise<Prompt> {
    const evidence = candidates.map(({ passage }, at): Evidence => {
        const text = passage.text.split('\n').slice(0, FIRST_LINES).join('\n');
        const endLine = Math.min(passage.range.endLine, passage.range.startLine + FIRST_LINES - 1);
        return {
            number: at + 1,
            role: 'found',
            passage: { ...passage, range: { startLine: passage.range.startLine, endLine }, text, hash: contentHash(text) },
        };
    });
    const prompt = await prepare({ ...parts, evidence, notes: '' });
    const { nonce, messages } = prompt;
    const names = prompt.evidence.map(({ number, passage }) => {
        const defined = (symbols.factsOf(passage.path)?.definitions ?? []).filter(({ kind }) => kind !== 'key').map(({ name }) => name);
        return `${String(number)}: ${[...new Set(defined)].slice(0, MOST_NAMES).map(visibleText).join(', ').slice(0, LONGEST_NAMES)}`;
    });
    const listing = `<<<${nonce} names>>>\n${names.join('\n')}\n<<<${nonce} end names>>>`;
    return {
        ...prompt,
        messages: [
            { role: 'system', content: orderRules(nonce) },
            ...messages.slice(1, -1),
            { role: 'user', content: `${listing}\n\n${messages.at(-1)?.content ?? ''}\n\nThe numbers, the most useful first:` },
        ],
    };
}

const FIRST_LINES = 12;
const MOST_NAMES = 12;
const LONGEST_NAMES = 240;
