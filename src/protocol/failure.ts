import { usdLabel } from './cost.ts';
import { retold, t } from './l10n.ts';

/** An expected reason for not delivering; everything else that is thrown is a defect. */
export type Failure =
    | { readonly kind: 'no-folder' }
    | { readonly kind: 'index-missing' }
    | { readonly kind: 'index-busy'; readonly holderPid: number }
    | { readonly kind: 'index-damaged'; readonly detail: string }
    | { readonly kind: 'model-missing'; readonly model: string; readonly folder: string }
    | { readonly kind: 'model-refused'; readonly origin: string; readonly detail: string }
    | {
          readonly kind: 'model-unreachable';
          readonly origin: string;
          readonly detail: string;
          /** An address of the machine where the code is, which is not the one in front of the user: VS Code's name for the connection. */
          readonly remote?: string;
      }
    /** A model of the editor: gone, not allowed by the user or an organisation, used up, or failing. */
    | { readonly kind: 'lent-model'; readonly model: string; readonly reason: LentModelTrouble; readonly detail: string }
    /** What the model had said stands; it ended before it was done. */
    | { readonly kind: 'answer-incomplete'; readonly model: string; readonly detail: string }
    | { readonly kind: 'question-too-long'; readonly model: string; readonly tokens: number; readonly room: number }
    | { readonly kind: 'network-disabled'; readonly origin: string }
    /** The user did not agree to send anything there. */
    | { readonly kind: 'not-agreed'; readonly destination: string }
    /** The next request could cost more than is left of `footnote.cost.monthlyLimit`; nothing was sent. */
    | {
          readonly kind: 'spending-limit';
          readonly limitUsd: number;
          readonly spentUsd: number;
          /** The most that the next request could cost. */
          readonly nextUsd: number;
          /** `2026-11`. */
          readonly month: string;
      }
    /** There is a limit, and what the model costs is not known; nothing was sent. */
    | { readonly kind: 'price-unknown'; readonly model: string; readonly destination: string; readonly limitUsd: number }
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
            return { title: t('No folder is open'), remedy: t('Open a folder, then ask again.') };
        case 'index-missing':
            return {
                title: t('This folder is not indexed yet'),
                remedy: t('Run "Footnote: Index Workspace", or `footnote index` in a terminal.'),
            };
        case 'index-busy':
            return {
                title: t('Another process is indexing this folder'),
                remedy: t(
                    'Wait for it to finish, or close it (process {0}). If it does not answer any more, take over: "Footnote: Take Over the Index", or footnote index --take-over.',
                    String(failure.holderPid),
                ),
            };
        case 'index-damaged':
            return {
                title: t('The index cannot be read'),
                remedy: t('Rebuild it with "Footnote: Rebuild Index" ({0}).', retold(failure.detail)),
            };
        case 'model-missing':
            return {
                title: t('The embedding model "{0}" was not found', failure.model),
                remedy: t(
                    'It is not in {0}. Put its files into a folder of your own and name that in footnote.embedder.path, or choose another embedding model.',
                    failure.folder,
                ),
            };
        case 'model-refused':
            return {
                title: t('{0} refused the request', failure.origin),
                remedy: t("Check the key and the model's name ({0}).", retold(failure.detail)),
            };
        case 'model-unreachable':
            return {
                title: t('{0} does not answer', failure.origin),
                remedy:
                    failure.remote === undefined
                        ? t('Is the server running? ({0})', retold(failure.detail))
                        : t(
                              'The code is on another machine ({0}), and this address is that machine. Is the server running there? A model on the computer in front of you is reached with the extension Footnote Companion ({1}).',
                              failure.remote,
                              retold(failure.detail),
                          ),
            };
        case 'lent-model':
            return lentModelWords(failure);
        case 'answer-incomplete':
            return {
                title: t('The answer of {0} is incomplete', failure.model),
                remedy: t('Ask again, or choose another model ({0}).', retold(failure.detail)),
            };
        case 'question-too-long':
            return {
                title: t('The question is longer than {0} takes', failure.model),
                remedy: t(
                    'It has about {0} tokens, and there is room for {1}. Shorten it, or set footnote.model.contextTokens if the model takes more.',
                    failure.tokens,
                    failure.room,
                ),
            };
        case 'network-disabled':
            return {
                title: t('The network is switched off for Footnote'),
                remedy: t('Set footnote.network.enabled to reach {0}.', failure.origin),
            };
        case 'not-agreed':
            return {
                title: t('Nothing was sent to {0}', retold(failure.destination)),
                remedy: t('Ask again and agree to send it, or choose another model.'),
            };
        case 'spending-limit':
            return {
                title: t('The limit of {0} for {1} would be passed', usdLabel(failure.limitUsd), failure.month),
                remedy: t(
                    '{0} is spent, and the next request could cost {1}. Raise footnote.cost.monthlyLimit, choose a cheaper model or one on this machine, or wait for the next month; quotations cost nothing.',
                    usdLabel(failure.spentUsd),
                    usdLabel(failure.nextUsd),
                ),
            };
        case 'price-unknown':
            return {
                title: t('What {0} costs is not known', failure.model),
                remedy: t(
                    'With footnote.cost.monthlyLimit set, nothing is sent to {0} without a price. Add one for it to footnote.cost.prices (0 if it costs nothing), or set the limit to 0.',
                    retold(failure.destination),
                ),
            };
        case 'platform-unsupported':
            return { title: t('A native part of Footnote does not load on this machine'), remedy: retold(failure.detail) };
        case 'disk-full':
            return { title: t('The disk is full'), remedy: t('Free some space for {0}; indexing goes on by itself.', failure.folder) };
        case 'quota-reached':
            return {
                title: t("Footnote's indexes have reached {0}", megabytes(failure.quotaBytes)),
                remedy: t(
                    'They take {0} in {1}. Run "Footnote: Remove Indexes No Longer Needed" (in a terminal: footnote prune), or raise footnote.index.quotaBytes.',
                    megabytes(failure.usedBytes),
                    failure.folder,
                ),
            };
        case 'not-writable':
            return {
                title: t('The index cannot be written'),
                remedy: t(
                    'Footnote keeps it in {0} ({1}). Allow it to write there, or set footnote.index.location to another folder.',
                    failure.folder,
                    retold(failure.detail),
                ),
            };
        case 'folder-missing':
            return {
                title: t('The folder {0} is not there', failure.folder),
                remedy: t('Its index is kept. When the folder is back, indexing goes on by itself.'),
            };
        case 'system-refused':
            return {
                title: t('The index cannot be read or written at the moment'),
                remedy: t(
                    'The system says: {0} ({1}). Nothing is lost; it is tried again by itself.',
                    retold(failure.detail),
                    failure.folder,
                ),
            };
        case 'engine-stopped':
            return {
                title: t('The Footnote engine has stopped'),
                remedy: t('Restart it; what happened is in the log ({0}).', retold(failure.detail)),
            };
    }
}

/** In whole megabytes, as quotas are set. */
function megabytes(bytes: number): string {
    return t('{0} MB', Math.round(bytes / (1024 * 1024)));
}

function lentModelWords({ model, reason, detail }: Extract<Failure, { readonly kind: 'lent-model' }>): {
    readonly title: string;
    readonly remedy: string;
} {
    const said = retold(detail);
    switch (reason) {
        case 'missing':
            return {
                title: t('{0} is not among the models of VS Code', model),
                remedy: said
                    ? t('Choose another model, or sign in to the extension that provides it ({0}).', said)
                    : t('Choose another model, or sign in to the extension that provides it.'),
            };
        case 'not-allowed':
            return {
                title: t('{0} may not be used by Footnote', model),
                remedy: said
                    ? t('Ask again, and allow it when VS Code asks ({0}).', said)
                    : t('Ask again, and allow it when VS Code asks.'),
            };
        case 'blocked':
            return {
                title: t('{0} is closed to Footnote', model),
                remedy: said ? t('Choose another model ({0}).', said) : t('Choose another model.'),
            };
        case 'used-up':
            return {
                title: t('{0} has no quota left', model),
                remedy: said
                    ? t('Choose another model until there is some again ({0}).', said)
                    : t('Choose another model until there is some again.'),
            };
        case 'failed':
            return { title: t('{0} failed', model), remedy: said ? t('Ask again ({0}).', said) : t('Ask again.') };
    }
}
