import type { Evidence } from '../../../protocol/answer.ts';
import type { TraceStep } from '../../../protocol/trace.ts';
import type { ChatModel, Prompt } from '../../modelPorts.ts';
import type { StopOptions } from '../../ports.ts';
import type { PromptParts } from '../composePrompt.ts';
import type { ToolPorts } from './runTool.ts';
import { estimateTokens } from '../fitPassages.ts';
import { requestRules } from '../prompts/requestRules.ts';
import { LONGEST_REPLY, readToolRequests } from './toolRequest.ts';
import { evidenceTools } from './nativeTools.ts';
import { runTool } from './runTool.ts';

export interface RoundParts {
    readonly parts: PromptParts;
    /** At most this many times the model may ask. */
    readonly rounds: number;
    /** Behind the last gate: everything it is sent has been redacted and is kept for the user to look at. */
    readonly model: ChatModel;
    /** Takes secrets out, and leaves out what the model's window does not hold. */
    readonly prepare: (parts: PromptParts) => Promise<Prompt>;
    readonly now: () => number;
    /** True where nothing was found that fits the question: without the model, that would be the answer. */
    readonly isThin?: boolean;
}

/**
 * Lets a model ask for what it misses before it answers a hard question: a closed list of read-only tools, over at most four rounds, eight
 * steps and 200 KB altogether. Yields each step as it is done; returns the evidence that came of it. What the model writes besides requests
 * is dropped: in the answer, a request would be text.
 */
export async function* gatherRounds(
    { parts, rounds, model, prepare, now, isThin = false }: RoundParts,
    ports: ToolPorts,
    { signal }: StopOptions = {},
): AsyncGenerator<TraceStep, readonly Evidence[]> {
    let evidence = parts.evidence;
    const listings: string[] = [];
    let steps = 0;
    let bytes = 0;
    for (let round = 1; round <= Math.min(rounds, MOST_ROUNDS) && steps < MOST_STEPS && bytes < MOST_BYTES; round++) {
        signal?.throwIfAborted();
        const prompt = requestPrompt(await prepare({ ...parts, evidence }), {
            listings,
            isThin: isThin && evidence === parts.evidence,
            roundsLeft: Math.min(rounds, MOST_ROUNDS) - round,
        });
        const reply = await replyOf(model, prompt, signal);
        const tokens = estimateTokens(prompt.messages.map(({ content }) => content).join('')) + estimateTokens(reply);
        const requests = readToolRequests(reply).slice(0, Math.min(MOST_IN_ROUND, MOST_STEPS - steps));
        if (requests.length === 0) break;
        for (const [nth, request] of requests.entries()) {
            signal?.throwIfAborted();
            const began = now();
            const result = await runTool(request, evidence, ports, { signal });
            steps++;
            for (const piece of result.pieces) {
                bytes += piece.passage.text.length;
                if (bytes > MOST_BYTES) break;
                evidence = [...evidence, { ...piece, number: Math.max(0, ...evidence.map(({ number }) => number)) + 1 }];
            }
            if (result.listing.length > 0) {
                const { range, tool, argument } = request;
                listings.push([`${tool} ${argument}${range ? `:${String(range.startLine)}` : ''}`, ...result.listing].join('\n'));
                bytes += listings.at(-1)?.length ?? 0;
            }
            const asked = request.range
                ? `${request.argument}:${String(request.range.startLine)}-${String(request.range.endLine)}`
                : request.argument;
            yield { round, tool: request.tool, asked, found: result.found, tookMs: now() - began, ...(nth === 0 ? { tokens } : {}) };
        }
    }
    return evidence;
}

export const MOST_ROUNDS = 4;
export const MOST_STEPS = 8;
export const MOST_BYTES = 200 * 1024;
const MOST_IN_ROUND = 3;

/** The same evidence under the same nonce, with other rules: what is asked for is requests, not an answer. */
export function requestPrompt(
    prompt: Prompt,
    {
        listings,
        roundsLeft,
        isThin = false,
    }: { readonly listings: readonly string[]; readonly roundsLeft: number; readonly isThin?: boolean },
): Prompt {
    const { nonce, messages } = prompt;
    const last = messages.at(-1);
    const quoted =
        listings.length === 0
            ? ''
            : `<<<${nonce} listing>>>\n${listings.join('\n\n').slice(-LONGEST_LISTINGS)}\n<<<${nonce} end listing>>>\n\n`;
    return {
        ...prompt,
        messages: [
            { role: 'system', content: requestRules(nonce, roundsLeft) },
            ...messages.slice(1, -1),
            {
                role: 'user',
                content: `${quoted}${last?.content ?? ''}${isThin ? THIN : ''}\n\nWhat do you need to see? Requests only, or ENOUGH.`,
            },
        ],
    };
}

const THIN =
    '\n\nThe search for these words found nothing that fits. Ask for what the code is likely to say instead: names, terms of the field, other words for the same.';

/** Characters of listings in a prompt, the latest are kept; they take from the room that is kept for an answer, of which a request needs little. */
const LONGEST_LISTINGS = 1_500;

async function replyOf(model: ChatModel, prompt: Prompt, signal: AbortSignal | undefined): Promise<string> {
    let reply = '';
    for await (const text of model.generate(prompt, { signal, tools: evidenceTools })) {
        reply += text;
        if (reply.length > LONGEST_REPLY) break;
    }
    return reply;
}
