import type { ChatModel, Prompt } from '../modelPorts.ts';
import type { StopOptions } from '../ports.ts';
import type { Host } from '../../protocol/hostContract.ts';
import { fail, FailureError } from '../../protocol/failure.ts';
import { Patience, type ModelTimeouts } from './patience.ts';

export interface BorrowedModelOptions {
    /** `vendor/id`. */
    readonly model: string;
    /** Who has the model; undefined outside an editor. */
    readonly host: Host | undefined;
    /** False closes this way out as well: most such models are elsewhere. */
    readonly networkEnabled: boolean;
    readonly timeouts?: ModelTimeouts;
}

/** A model of the editor, asked through the host of this process. What it costs and whether it may be used is between editor and user. */
export function borrowedModel(options: BorrowedModelOptions): ChatModel {
    const { model } = options;
    return {
        name: model,
        async window(stop) {
            const lender = lenderOf(options);
            const { maxInputTokens } = await lender.describeModel(model, callOptions(stop));
            return { tokens: maxInputTokens, countTokens: text => lender.countTokens({ model, text }, callOptions(stop)) };
        },
        generate: ({ messages }, stop) => askLender(messages, options, stop),
    };
}

/** The answer of the lent model to these messages. */
export async function* askLender(
    messages: Prompt['messages'],
    options: BorrowedModelOptions,
    { signal }: StopOptions = {},
): AsyncIterable<string> {
    const { model } = options;
    const lender = lenderOf(options);
    const patience = new Patience(options.timeouts ?? lentTimeouts, signal);
    try {
        for await (const text of lender.generate({ model, messages }, { signal: patience.signal })) {
            patience.heard();
            yield text;
        }
    } catch (error) {
        signal?.throwIfAborted();
        if (patience.ranOut === undefined) throw error;
        throw new FailureError({ kind: 'lent-model', model, reason: 'failed', detail: patience.ranOut }, { cause: error });
    } finally {
        patience.end();
    }
}

/** The first word may have to wait until the user has read what VS Code asks, and has agreed. */
const lentTimeouts: ModelTimeouts = { firstMs: 180_000, idleMs: 60_000, totalMs: 600_000 };

function lenderOf({ model, host, networkEnabled }: BorrowedModelOptions): Host {
    if (!networkEnabled) fail({ kind: 'network-disabled', origin: model });
    return host ?? fail({ kind: 'lent-model', model, reason: 'missing', detail: 'there is no editor here' });
}

function callOptions({ signal }: StopOptions = {}): { readonly signal?: AbortSignal } {
    return signal === undefined ? {} : { signal };
}
