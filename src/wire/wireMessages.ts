import * as rpc from 'vscode-jsonrpc/node';

/** The parameters of every request; `stream` names the stream that items belong to. */
export interface WireInput {
    readonly input: unknown;
    readonly stream?: string;
}

export interface WireOutput {
    readonly output?: unknown;
}

export interface WireItem {
    readonly stream: string;
    readonly item: unknown;
}

/** One notification carries the items of all streams. */
export const itemNotification = new rpc.NotificationType<WireItem>('stream/item');
