/** Answers the calls of a contract on a connection; the other end is `connect`. */
import * as rpc from 'vscode-jsonrpc/node';
import type { Contract, Endpoint } from '../protocol/contract.ts';
import { itemNotification, type WireInput, type WireItem } from './wireMessages.ts';
import { toWire } from './wireErrors.ts';

/** Serves until the connection closes, then stops whatever is still running for it. The caller calls `connection.listen()`. */
export function serve<C extends Contract>(contract: C, endpoint: Endpoint<C>, connection: rpc.MessageConnection): void {
    const running = new Set<AbortController>();
    connection.onClose(() => {
        for (const controller of running) controller.abort();
    });

    async function answer<Result>(
        token: rpc.CancellationToken,
        work: (signal: AbortSignal) => Promise<Result>,
    ): Promise<Result | rpc.ResponseError<unknown>> {
        const controller = new AbortController();
        running.add(controller);
        const cancelled = token.onCancellationRequested(() => {
            controller.abort();
        });
        if (token.isCancellationRequested) controller.abort();
        try {
            return await work(controller.signal);
        } catch (error) {
            return toWire(error);
        } finally {
            cancelled.dispose();
            running.delete(controller);
        }
    }

    for (const name of Object.keys(contract)) {
        const shape = contract[name];
        const call = endpoint[name] as (input: unknown, options: { signal: AbortSignal }) => unknown;
        connection.onRequest(name, (message: WireInput, token: rpc.CancellationToken) =>
            answer(token, async signal => {
                if (shape?.kind === 'request') return { output: await call(message.input, { signal }) };
                for await (const item of call(message.input, { signal }) as AsyncIterable<unknown>) {
                    signal.throwIfAborted();
                    await connection.sendNotification(itemNotification, { stream: message.stream ?? '', item } satisfies WireItem);
                }
                return { output: undefined };
            }),
        );
    }
}
