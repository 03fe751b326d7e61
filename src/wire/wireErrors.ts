/**
 * What is thrown on one side arrives on the other: failures as data and revived, being stopped as `AbortError`,
 * defects as an error that carries the other side's message and stack.
 */
import * as rpc from 'vscode-jsonrpc/node';
import { FailureError, isAbort, type Failure } from '../protocol/failure.ts';

/** In the range that JSON-RPC 2.0 leaves to servers (-32099 to -32000). */
const FAILURE_CODE = -32_050;
/** As the language server protocol has it for a cancelled request. */
const CANCELLED_CODE = -32_800;

export function toWire(error: unknown): rpc.ResponseError<unknown> {
    if (error instanceof FailureError) return new rpc.ResponseError(FAILURE_CODE, error.message, { failure: error.failure });
    if (isAbort(error)) return new rpc.ResponseError(CANCELLED_CODE, 'stopped', {});
    const defect = error instanceof Error ? error : new Error(String(error));
    return new rpc.ResponseError(rpc.ErrorCodes.InternalError, defect.message, { stack: defect.stack ?? '' });
}

export function fromWire(error: unknown): Error {
    if (error instanceof rpc.ResponseError) {
        if (error.code === CANCELLED_CODE) return abortError();
        const data: unknown = error.data;
        if (error.code === FAILURE_CODE && isFailureData(data)) return new FailureError(data.failure, { cause: error });
        if (CONNECTION_LOST.has(error.code)) return new FailureError({ kind: 'engine-stopped', detail: error.message }, { cause: error });
    }
    if (error instanceof rpc.ConnectionError) return new FailureError({ kind: 'engine-stopped', detail: error.message }, { cause: error });
    return error instanceof Error ? error : new Error(String(error));
}

/** The other process is gone: its pending calls are rejected with these. */
const CONNECTION_LOST: ReadonlySet<number> = new Set([
    rpc.ErrorCodes.PendingResponseRejected,
    rpc.ErrorCodes.ConnectionInactive,
    rpc.ErrorCodes.MessageWriteError,
]);

export function abortError(): Error {
    return new DOMException('stopped', 'AbortError');
}

function isFailureData(data: unknown): data is { readonly failure: Failure } {
    return (
        typeof data === 'object' &&
        data !== null &&
        'failure' in data &&
        typeof data.failure === 'object' &&
        data.failure !== null &&
        'kind' in data.failure
    );
}
