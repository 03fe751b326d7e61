import type { Memento } from 'vscode';
import type { AnswerEvent, Question } from '../protocol/answer.ts';
import type { CallOptions } from '../protocol/contract.ts';
import { destinationOf, NOBODY } from '../protocol/destination.ts';
import type { ChatModelChoice, Engine } from '../protocol/engineContract.ts';
import { FailureError } from '../protocol/failure.ts';
import type { SentPayload } from '../protocol/payload.ts';
import { isThisMachine } from './modelServers.ts';

export interface ConsentParts {
    readonly engine: Pick<Engine, 'ask' | 'previewPayload'>;
    /** Resolves when the engine goes by the settings as they are now. */
    readonly settled: () => Promise<void>;
    /** What answers, as it is set now. */
    readonly chatModel: () => ChatModelChoice;
    /** Where the user agreed to send questions; one place, the last. */
    readonly memory: ConsentMemory;
    /** Shows the user where this is to go and what it is; false when they do not want it. */
    readonly confirm: (payload: SentPayload, options: CallOptions) => Promise<boolean>;
}

export interface ConsentMemory {
    readonly agreed: string | undefined;
    remember(destination: string | undefined): Thenable<void>;
}

/**
 * Asks the engine, and before the first question leaves this machine for a server, the user. The engine is told what was agreed to and
 * keeps to it, so that a question whose user said no, or whose model has changed meanwhile, is answered by quoting.
 */
export async function* askWithConsent(question: Question, parts: ConsentParts, options: CallOptions = {}): AsyncIterable<AnswerEvent> {
    // Who changes a setting and asks at once is answered by what the panel says, not by what was set before.
    await parts.settled();
    const agreedDestination = await agreedDestinationFor(question, parts, options);
    options.signal?.throwIfAborted();
    yield* parts.engine.ask({ ...question, agreedDestination }, options);
}

async function agreedDestinationFor(question: Question, parts: ConsentParts, options: CallOptions): Promise<string> {
    const { memory } = parts;
    const chatModel = parts.chatModel();
    // Quotations were asked for: nothing leaves.
    if (question.model === 'Quotes') return NOBODY;
    const destination = destinationOf(chatModel);
    if (!needsConsent(chatModel, memory.agreed)) return destination;
    const payload = await previewOf(question, parts, options);
    // The engine may not have heard of the last change of settings yet: what it would send is not what was decided about.
    if (payload?.destination !== destination) return NOBODY;
    if (!(await parts.confirm(payload, options))) return NOBODY;
    options.signal?.throwIfAborted();
    await memory.remember(destination);
    return destination;
}

/**
 * True when the user must be asked before anything goes to this model: it is at a server elsewhere, and what was agreed to is another
 * place or none. For models of the editor VS Code itself asks.
 */
export function needsConsent(chatModel: ChatModelChoice, agreed: string | undefined): boolean {
    if (chatModel.provider !== 'openai-compatible') return false;
    const url = URL.parse(chatModel.baseUrl);
    // An address that cannot be read is asked by nobody: the engine refuses it.
    return url !== null && !isThisMachine(url) && agreed !== url.origin;
}

/** Agreement ends when another address is set, even if the old one comes back. */
export async function forgetWhenMoved(memory: ConsentMemory, baseUrl: string): Promise<void> {
    if (memory.agreed !== undefined && memory.agreed !== URL.parse(baseUrl)?.origin) await memory.remember(undefined);
}

/** Kept for the user, on this machine, in every window. */
export function consentMemory(state: Pick<Memento, 'get' | 'update'>): ConsentMemory {
    return {
        get agreed() {
            const agreed: unknown = state.get(AGREED);
            return typeof agreed === 'string' ? agreed : undefined;
        },
        remember: destination => state.update(AGREED, destination),
    };
}

const AGREED = 'agreedDestination';

/** Undefined when nothing would leave; whatever stands in the way is told by the answer. */
async function previewOf(question: Question, { engine }: ConsentParts, options: CallOptions): Promise<SentPayload | undefined> {
    try {
        return await engine.previewPayload(question, options);
    } catch (error) {
        if (error instanceof FailureError) return undefined;
        throw error;
    }
}
