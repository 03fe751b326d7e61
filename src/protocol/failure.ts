/** An expected reason for not delivering; everything else that is thrown is a defect. */
export type Failure =
    | { readonly kind: 'no-folder' }
    | { readonly kind: 'index-missing' }
    | { readonly kind: 'index-busy'; readonly holderPid: number }
    | { readonly kind: 'index-damaged'; readonly detail: string }
    | { readonly kind: 'model-missing'; readonly model: string; readonly folder: string }
    | { readonly kind: 'model-refused'; readonly origin: string; readonly detail: string }
    | { readonly kind: 'model-unreachable'; readonly origin: string; readonly detail: string }
    /** A model of the editor: gone, not allowed by the user or an organisation, used up, or failing. */
    | { readonly kind: 'lent-model'; readonly model: string; readonly reason: LentModelTrouble; readonly detail: string }
    /** What the model had said stands; it ended before it was done. */
    | { readonly kind: 'answer-incomplete'; readonly model: string; readonly detail: string }
    | { readonly kind: 'question-too-long'; readonly model: string; readonly tokens: number; readonly room: number }
    | { readonly kind: 'network-disabled'; readonly origin: string }
    /** The user did not agree to send anything there. */
    | { readonly kind: 'not-agreed'; readonly destination: string }
    | { readonly kind: 'platform-unsupported'; readonly detail: string }
    | { readonly kind: 'disk-full'; readonly folder: string }
    /** All indexes and vectors together have grown to `footnote.index.quotaBytes`. */
    | { readonly kind: 'quota-reached'; readonly folder: string; readonly usedBytes: number; readonly quotaBytes: number }
    /** The folder of the workspace is not there (an unmounted disk, a rename); its index is kept. */
    | { readonly kind: 'folder-missing'; readonly folder: string }
    /** Where indexes are kept cannot be written to. */
    | { readonly kind: 'not-writable'; readonly folder: string; readonly detail: string }
    /** The system refuses to read or write the index for a reason that is not the index's: too many open files, an error of the disk. */
    | { readonly kind: 'system-refused'; readonly folder: string; readonly detail: string }
    | { readonly kind: 'engine-stopped'; readonly detail: string };

export type LentModelTrouble = 'missing' | 'not-allowed' | 'blocked' | 'used-up' | 'failed';

/** Carries a `Failure` through `throw`; the wire carries it as data and revives it. */
export class FailureError extends Error {
    override readonly name = 'FailureError';
    readonly failure: Failure;

    constructor(failure: Failure, options?: ErrorOptions) {
        super(describeFailure(failure).title, options);
        this.failure = failure;
    }
}

export function fail(failure: Failure, options?: ErrorOptions): never {
    throw new FailureError(failure, options);
}

/** True for the error of an `AbortSignal`: being stopped is not an error and is never reported. */
export function isAbort(error: unknown): boolean {
    return error instanceof Error && error.name === 'AbortError';
}

/** What is said to a person: what happened, and what to do about it. */
export function describeFailure(failure: Failure): { readonly title: string; readonly remedy: string } {
    switch (failure.kind) {
        case 'no-folder':
            return { title: 'No folder is open', remedy: 'Open a folder, then ask again.' };
        case 'index-missing':
            return {
                title: 'This folder is not indexed yet',
                remedy: 'Run "Footnote: Index Workspace", or `footnote index` in a terminal.',
            };
        case 'index-busy':
            return {
                title: 'Another process is indexing this folder',
                remedy: `Wait for it to finish, or close it (process ${failure.holderPid}). If it does not answer any more, take over: "Footnote: Take Over the Index", or footnote index --take-over.`,
            };
        case 'index-damaged':
            return { title: 'The index cannot be read', remedy: `Rebuild it with "Footnote: Rebuild Index" (${failure.detail}).` };
        case 'model-missing':
            return {
                title: `The model "${failure.model}" was not found`,
                remedy: `Put its files into ${failure.folder}, or choose another model.`,
            };
        case 'model-refused':
            return { title: `${failure.origin} refused the request`, remedy: `Check the key and the model's name (${failure.detail}).` };
        case 'model-unreachable':
            return { title: `${failure.origin} does not answer`, remedy: `Is the server running? (${failure.detail})` };
        case 'lent-model':
            return {
                title: `${failure.model} ${LENT_MODEL_WORDS[failure.reason].title}`,
                remedy: withDetail(LENT_MODEL_WORDS[failure.reason].remedy, failure.detail),
            };
        case 'answer-incomplete':
            return {
                title: `The answer of ${failure.model} is incomplete`,
                remedy: `Ask again, or choose another model (${failure.detail}).`,
            };
        case 'question-too-long':
            return {
                title: `The question is longer than ${failure.model} takes`,
                remedy: `It has about ${failure.tokens} tokens, and there is room for ${failure.room}. Shorten it, or set footnote.model.contextTokens if the model takes more.`,
            };
        case 'network-disabled':
            return {
                title: 'The network is switched off for Footnote',
                remedy: `Set footnote.network.enabled to reach ${failure.origin}.`,
            };
        case 'not-agreed':
            return {
                title: `Nothing was sent to ${failure.destination}`,
                remedy: 'Ask again and agree to send it, or choose another model.',
            };
        case 'platform-unsupported':
            return { title: 'A native part of Footnote does not load on this machine', remedy: failure.detail };
        case 'disk-full':
            return { title: 'The disk is full', remedy: `Free some space for ${failure.folder}; indexing goes on by itself.` };
        case 'quota-reached':
            return {
                title: `Footnote's indexes have reached ${megabytes(failure.quotaBytes)}`,
                remedy: `They take ${megabytes(failure.usedBytes)} in ${failure.folder}. Raise footnote.index.quotaBytes, clear indexes of folders that you no longer need, or run \`footnote prune\`; what is indexed can be asked about meanwhile.`,
            };
        case 'not-writable':
            return {
                title: 'The index cannot be written',
                remedy: `Footnote keeps it in ${failure.folder} (${failure.detail}). Allow it to write there, or set footnote.index.location to another folder.`,
            };
        case 'folder-missing':
            return {
                title: `The folder ${failure.folder} is not there`,
                remedy: 'Its index is kept. When the folder is back, indexing goes on by itself.',
            };
        case 'system-refused':
            return {
                title: 'The index cannot be read or written at the moment',
                remedy: `The system says: ${failure.detail} (${failure.folder}). Nothing is lost; it is tried again by itself.`,
            };
        case 'engine-stopped':
            return { title: 'The Footnote engine has stopped', remedy: `Restart it; what happened is in the log (${failure.detail}).` };
    }
}

function megabytes(bytes: number): string {
    return `${Math.round(bytes / (1024 * 1024)).toLocaleString('en')} MB`;
}

const LENT_MODEL_WORDS: Readonly<Record<LentModelTrouble, { readonly title: string; readonly remedy: string }>> = {
    missing: { title: 'is not among the models of VS Code', remedy: 'Choose another model, or sign in to the extension that provides it' },
    'not-allowed': { title: 'may not be used by Footnote', remedy: 'Ask again, and allow it when VS Code asks' },
    blocked: { title: 'is closed to Footnote', remedy: 'Choose another model' },
    'used-up': { title: 'has no quota left', remedy: 'Choose another model until there is some again' },
    failed: { title: 'failed', remedy: 'Ask again' },
};

function withDetail(remedy: string, detail: string): string {
    return detail === '' ? `${remedy}.` : `${remedy} (${detail}).`;
}
