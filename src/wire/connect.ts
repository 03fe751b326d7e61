/** Turns a connection into the endpoint of a contract; the other end is `serve`. */
import { randomUUID } from 'node:crypto';
import * as rpc from 'vscode-jsonrpc/node';
import type { CallOptions, Contract, Endpoint } from '../protocol/contract.ts';
import { abortError, fromWire } from './wireErrors.ts';
import { itemNotification, type WireInput, type WireOutput } from './wireMessages.ts';

/**
 * When the other process dies the owner of the connection must `dispose()` it: pending calls then fail with `engine-stopped`;
 * otherwise they wait for ever. The caller calls `connection.listen()`.
 */
export function connect<C extends Contract>(contract: C, connection: rpc.MessageConnection): Endpoint<C> {
    const streams = new Map<string, (item: unknown) => void>();
    connection.onNotification(itemNotification, message => streams.get(message.stream)?.(message.item));

    async function send(name: string, message: WireInput, signal: AbortSignal | undefined): Promise<unknown> {
        if (signal?.aborted) throw abortError();
        const source = new rpc.CancellationTokenSource();
        const cancel = (): void => {
            source.cancel();
        };
        signal?.addEventListener('abort', cancel, { once: true });
        try {
            const reply = await connection.sendRequest<WireOutput>(name, message, source.token);
            return reply.output;
        } catch (error) {
            throw fromWire(error);
        } finally {
            signal?.removeEventListener('abort', cancel);
            source.dispose();
        }
    }

    async function* receive(name: string, input: unknown, options: CallOptions | undefined): AsyncGenerator {
        const stream = randomUUID();
        const stop = new AbortController();
        const signal = options?.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
        const arrived: unknown[] = [];
        const line = { isEnded: false };
        let wake: () => void = () => undefined;
        streams.set(stream, item => {
            arrived.push(item);
            wake();
        });
        const finished = send(name, { input, stream }, signal).finally(() => {
            line.isEnded = true;
            wake();
        });
        // The rejection is looked at below, after the items that came before it.
        finished.catch(() => undefined);
        try {
            while (true) {
                while (arrived.length > 0) yield arrived.shift();
                if (line.isEnded) break;
                await new Promise<void>(resolve => {
                    wake = resolve;
                    if (arrived.length > 0 || line.isEnded) resolve();
                });
            }
            await finished;
        } finally {
            streams.delete(stream);
            stop.abort();
        }
    }

    const calls: Record<string, unknown> = {};
    for (const [name, shape] of Object.entries(contract)) {
        calls[name] =
            shape.kind === 'request'
                ? (input: unknown, options?: CallOptions) => send(name, { input }, options?.signal)
                : (input: unknown, options?: CallOptions) => receive(name, input, options);
    }
    return calls as Endpoint<C>;
}
