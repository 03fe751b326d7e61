import type { Question } from '../../../protocol/answer.ts';
import type { TraceStep } from '../../../protocol/trace.ts';
import type { ChatModel, Prompt } from '../../modelPorts.ts';
import type { StopOptions } from '../../ports.ts';
import type { PromptParts } from '../composePrompt.ts';
import { describeFailure, FailureError } from '../../../protocol/failure.ts';
import { visibleText } from '../../../protocol/visibleText.ts';
import { estimateTokens } from '../fitPassages.ts';
import { replyInTime } from '../order/replyInTime.ts';
import { rewriteRules } from '../prompts/rewriteRules.ts';

export interface RewriteParts {
    /** Of the question, as it is asked; its evidence is not sent. */
    readonly parts: PromptParts;
    /** Takes secrets out, and leaves out what the model's window does not hold. */
    readonly prepare: (parts: PromptParts) => Promise<Prompt>;
    /** Behind the last gate: everything it is sent has been redacted and is kept for the user to look at. */
    readonly model: ChatModel;
    readonly now: () => number;
    readonly deadlineMs?: number;
}

/**
 * Has a model say in other words what to search for: one request with the question and the last turns, one line of words. Undefined where
 * the model fails, dawdles or writes something else, and the step says so: then the question is searched as it stands, as it is anyway.
 */
export async function rewriteQuestion(
    { parts, prepare, model, now, deadlineMs = DEADLINE_MS }: RewriteParts,
    { signal }: StopOptions = {},
): Promise<{ readonly words: string | undefined; readonly step: TraceStep }> {
    const began = now();
    const deadline = AbortSignal.timeout(deadlineMs);
    const stop = signal ? AbortSignal.any([signal, deadline]) : deadline;
    let tokens = 0;
    const told = (found: string, words?: string): { readonly words: string | undefined; readonly step: TraceStep } => ({
        words,
        step: {
            round: 0,
            tool: 'rewrite',
            asked: words ?? 'other words to search for',
            found,
            tookMs: now() - began,
            ...(tokens === 0 ? {} : { tokens }),
        },
    });
    try {
        const prompt = await composeRewriting(parts, prepare);
        tokens = estimateTokens(prompt.messages.map(({ content }) => content).join(''));
        const reply = await replyInTime(model, prompt, { signal: stop, mostCharacters: LONGEST_REPLY });
        tokens += estimateTokens(reply);
        const words = readWords(reply, parts.question);
        return words === undefined ? told('the reply holds no words to search for') : told('searched as well', words);
    } catch (error) {
        signal?.throwIfAborted();
        if (deadline.aborted) return told(`no reply in ${String(deadlineMs / 1_000)} s`);
        if (!(error instanceof FailureError)) throw error;
        return told(describeFailure(error.failure).title);
    }
}

/** A search that begins later than this is worth less than better words are. */
const DEADLINE_MS = 8_000;
/** Characters; what is asked for is a line. */
const LONGEST_REPLY = 600;

/** The question and the last turns alone: no passage of the repository is sent for this. */
export async function composeRewriting(parts: PromptParts, prepare: RewriteParts['prepare']): Promise<Prompt> {
    const prompt = await prepare({ ...parts, evidence: [], notes: '' });
    const { history = [], text } = prompt.question;
    const earlier = history
        .slice(-EARLIER_TURNS)
        .map(
            turn =>
                `They asked before: ${turn.question.slice(0, LONGEST_EARLIER)}\nThe answer began: ${turn.answer.slice(0, LONGEST_EARLIER)}`,
        );
    const content = [...earlier, `They ask now: ${text}`, 'Words to search for:'].join('\n\n');
    return {
        ...prompt,
        messages: [
            { role: 'system', content: rewriteRules() },
            { role: 'user', content },
        ],
    };
}

const EARLIER_TURNS = 2;
const LONGEST_EARLIER = 400;

/**
 * Reads words from what a model wrote: its first line of text, without list marks and quotes. Nothing for an empty line, for one that only
 * repeats the question, and for what is no list of words: a refusal, or an answer.
 */
export function readWords(reply: string, { text }: Pick<Question, 'text'>): string | undefined {
    const line = reply
        .replaceAll(/```\w*/g, '')
        .split('\n')
        .map(each => each.replace(/^\s*(?:[-*]\s+|\d+[.)]\s+|(?:search|words|keywords|query)\s*:\s*)+/i, '').trim())
        .find(each => each !== '');
    if (line === undefined) return undefined;
    const words = visibleText(line)
        .replaceAll(/["“”,;|]+/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .trim()
        .split(' ')
        .slice(0, MOST_WORDS)
        .join(' ');
    const letters = words.replaceAll(/[^\p{L}\d]/gu, '');
    return letters.length < 3 || words.toLowerCase() === text.trim().toLowerCase() ? undefined : words;
}

/** More are a sentence, and a sentence is what there was already. */
const MOST_WORDS = 24;
