import type { CallOptions } from '../protocol/contract.ts';
import type { Engine, EngineOptions } from '../protocol/engineContract.ts';
import type { Host } from '../protocol/hostContract.ts';
import type { IndexStatus } from '../protocol/indexing.ts';
import type { Logger } from './ports.ts';

/** What opening a workspace takes besides the workspace. */
export interface WorkspaceDependencies {
    readonly log: Logger;
    /** Lends models of the editor; undefined outside of one. */
    readonly host: Host | undefined;
    /** How often everything is looked at although nobody said that anything has changed. */
    readonly reconcileEveryMs?: number | undefined;
}

/** An open workspace, here or in the process that holds its index. */
export interface OpenedWorkspace extends Omit<
    Engine,
    | 'open'
    | 'configure'
    | 'indexStatus'
    | 'details'
    | 'countFiles'
    | 'prune'
    | 'checkModel'
    | 'checkEmbedder'
    | 'previewEmbedding'
    | 'roster'
    | 'redact'
    | 'ping'
    | 'close'
> {
    /** Another process answers. */
    readonly isElsewhere: boolean;
    /** Resolves when it is to be opened again: whoever answered for us is gone, or another embedder is to be had than when it was opened. */
    readonly gone: Promise<void>;
    status(): Promise<IndexStatus>;
    indexStatus(options?: CallOptions): AsyncIterable<IndexStatus>;
    details(): ReturnType<Engine['details']>;
    countFiles(options?: CallOptions): ReturnType<Engine['countFiles']>;
    previewEmbedding(options?: CallOptions): ReturnType<Engine['previewEmbedding']>;
    roster(): ReturnType<Engine['roster']>;
    prune(): ReturnType<Engine['prune']>;
    configure(settings: EngineOptions): Promise<void>;
    close(): Promise<void>;
}

/** What a workspace does for the process at the other end of a socket. */
export interface ServedWorkspace extends OpenedWorkspace {
    /** Fires when it closes. */
    readonly closing: AbortSignal;
    /** The same workspace, answering with the model that these settings name; `lender` has the models of the asker's editor. */
    answeringWith(settings: EngineOptions, lender: Host | undefined): Pick<Engine, 'ask' | 'previewPayload'>;
}
