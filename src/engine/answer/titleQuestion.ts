import type { ChatModel, Prompt } from '../modelPorts.ts';
import type { StopOptions } from '../ports.ts';
import type { PromptParts } from './composePrompt.ts';
import { FailureError } from '../../protocol/failure.ts';
import { visibleText } from '../../protocol/visibleText.ts';
import { replyInTime } from './order/replyInTime.ts';
import { titleRules } from './prompts/titleRules.ts';

export interface TitleParts {
    readonly parts: PromptParts;
    /** Takes secrets out. */
    readonly prepare: (parts: PromptParts) => Promise<Prompt>;
    /** Behind the last gate. */
    readonly model: ChatModel;
    readonly deadlineMs?: number;
}

/**
 * Has a model name the conversation that a question begins: one request that holds the question alone. Undefined where it fails, dawdles, or
 * says something that is no name; a name is worth no message.
 */
export async function titleQuestion(
    { parts, prepare, model, deadlineMs = DEADLINE_MS }: TitleParts,
    { signal }: StopOptions = {},
): Promise<string | undefined> {
    const deadline = AbortSignal.timeout(deadlineMs);
    const stop = signal ? AbortSignal.any([signal, deadline]) : deadline;
    try {
        const prompt = await prepare({ ...parts, evidence: [], notes: '', question: { ...parts.question, history: [] } });
        const messages: Prompt['messages'] = [
            { role: 'system', content: titleRules() },
            { role: 'user', content: prompt.question.text },
        ];
        return readTitle(await replyInTime(model, { ...prompt, messages }, { signal: stop, mostCharacters: LONGEST_REPLY }));
    } catch (error) {
        // Who stops the answer hears of it there.
        if (stop.aborted || error instanceof FailureError) return undefined;
        throw error;
    }
}

const DEADLINE_MS = 10_000;
const LONGEST_REPLY = 200;

/** One line of a few words; anything else is no name. */
export function readTitle(reply: string): string | undefined {
    const title = visibleText(reply.trim())
        .replaceAll(/^(?:title\s*:\s*)|^["“'`#*\s]+|["”'`*.\s]+$/gi, '')
        .trim();
    return title.includes('\n') || title.length < 3 || title.length > LONGEST_TITLE ? undefined : title;
}

const LONGEST_TITLE = 60;
