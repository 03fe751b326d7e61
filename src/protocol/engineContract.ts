import type { AnswerEvent, Citation, Question } from './answer.ts';
import type { AnsweringOptions, RosterAgent } from './answering.ts';
import type { Attachment, AttachmentOffer, AttachmentSearch, MeasuredAttachment } from './attachment.ts';
import type { CodeSymbol, SymbolReference } from './code.ts';
import type { CostOptions } from './cost.ts';
import type { Endpoint } from './contract.ts';
import type { PointedAt, SymbolExplanation, SymbolUses, UsesRequest } from './explanation.ts';
import type { FileAccount } from './fileAccount.ts';
import type { EditorText, FileChanges, IndexAction, IndexDetails, IndexReport, IndexStatus, SkippedFile } from './indexing.ts';
import type { Query, SearchResult } from './passage.ts';
import type { EmbeddingPreview } from './embeddingPreview.ts';
import type { SentPayload } from './payload.ts';
import type { WorkspacePath } from './text.ts';
import type { PruneReport } from './dataUse.ts';
import type { VerifyReport, VerifyRequest } from './verification.ts';
import { request, stream } from './contract.ts';

/** A folder to index, and where things are; code never looks at its own location. */
export interface OpenWorkspace {
    readonly roots: readonly WorkspaceRoot[];
    readonly paths: EnginePaths;
    readonly settings: EngineOptions;
    /** How the engine before this one ended, when it was not by anybody's wish: some file may have been the reason. */
    readonly lastEnd?: 'crash' | 'hang' | undefined;
    /**
     * Nobody chose an embedder here: the one that the index was made with is taken, whatever the settings say, so that a host without
     * settings does not build the index of one with settings anew. A server elsewhere is not asked then.
     */
    readonly keepsEmbedder?: boolean;
    /** Somebody asks what there is and wants nothing made: where there is no index, none is begun. */
    readonly onlyLooks?: boolean;
    /** Files that somebody has before them: they are indexed first. */
    readonly openFiles?: readonly WorkspacePath[] | undefined;
}

export interface WorkspaceRoot {
    /** Absolute path on disk. */
    readonly folder: string;
    /** The first segment of its files' paths; empty when there is one root. */
    readonly name: string;
}

export interface EnginePaths {
    /** Grammars (`*.wasm`) and their queries (`*.scm`), and `parseWorker.mjs` beside them in a build. */
    readonly grammars: string;
    readonly parseWorker: string;
    readonly models: string;
    /** Sentences of answers in other languages, `answers.<language>.json`; everything is said in English when absent. */
    readonly translations?: string;
    /** The per-user data directory of Footnote. */
    readonly data: string;
    /** Where the account of what models cost is kept: the user's own data directory, wherever the indexes are; `data` when absent. */
    readonly account?: string;
}

/** The settings the engine acts on; `src/settings` says what each means. */
export interface EngineOptions {
    readonly maxFileBytes: number;
    readonly concurrency: number;
    /** When indexing gives way to other programs; undefined where somebody waits for it. */
    readonly courtesy?: Courtesy | undefined;
    /** What all indexes and vectors together may take. */
    readonly quotaBytes: number;
    /** Chunks of a certain size, where the cut along definitions that ships is not wanted. */
    readonly chunkSizes?: ChunkSizes | undefined;
    readonly embedderModel: string;
    /** A folder with further models; empty for none. */
    readonly embedderPath: string;
    /** A server whose model makes the vectors instead; undefined for none. */
    readonly embedderServer: EmbedderServer | undefined;
    /** Glob patterns of `files.exclude` and `search.exclude` that are switched on. */
    readonly excludes: readonly string[];
    /** Folders of git submodules are left out; they are part of the workspace when absent. */
    readonly skipsSubmodules?: boolean | undefined;
    readonly networkEnabled: boolean;
    /** A file with certificates that are trusted beside those of the system; empty for none. */
    readonly caFile?: string;
    readonly chatModel: ChatModelChoice;
    /** How answers are wanted; the usual way when absent. */
    readonly answering?: AnsweringOptions;
    /** What models cost, and how much they may; no limit when absent. */
    readonly cost?: CostOptions;
    /** Models for what a model does beside answering; the one that answers, for what has none. */
    readonly roles?: ModelRoles;
}

/** Names of models of the same server, or of the editor; empty for the one that answers. */
export interface ModelRoles {
    /** Says in other words what to search for. */
    readonly rewrite: string;
    /** Puts files in order. */
    readonly rerank: string;
    /** Names a conversation. */
    readonly title: string;
}

/** Sizes of chunks in tokens. */
export interface ChunkSizes {
    /** Of a window of lines, where there is no syntax. */
    readonly size: number;
    /** What a window repeats of the one before it. */
    readonly overlap: number;
    /** A definition up to this size is not cut. */
    readonly maxTokens: number;
}

/** When a run over the whole workspace waits for the machine. */
export interface Courtesy {
    /** What other programs may use of all processors, from 0 to 1, before it waits; 0 for any. */
    readonly maxOthersShare: number;
    readonly pausesOnBattery: boolean;
}

/** The settings that say what makes the vectors. */
export type EmbedderChoice = Pick<EngineOptions, 'embedderModel' | 'embedderPath' | 'embedderServer' | 'networkEnabled'>;

/** A server that speaks the OpenAI API of embeddings. */
export interface EmbedderServer {
    /** Up to and including `/v1`. */
    readonly baseUrl: string;
    readonly model: string;
    readonly apiKey: string;
    /** Numbers of a vector, for models that can shorten theirs; 0 for as many as the model gives. */
    readonly dimensions: number;
    /** The origin that the user agreed to send this workspace's text to. One on this machine needs none; for another, the model that ships stands in. */
    readonly agreedOrigin: string;
}

export type ChatModelChoice =
    | { readonly provider: 'quotes' }
    | {
          readonly provider: 'openai-compatible';
          readonly baseUrl: string;
          readonly model: string;
          /** Names of models of the same server that are asked, in order, when the first cannot answer. */
          readonly fallbacks?: readonly string[];
          readonly apiKey: string;
          /** Tokens of question, evidence and answer together that the model takes. */
          readonly contextTokens: number;
          /** How long to wait for the first word, and for each word after it. */
          readonly firstWordSeconds: number;
          readonly idleSeconds: number;
      }
    /** A model of the editor, which the host lends: `vendor/id`. */
    | { readonly provider: 'vscode-lm'; readonly model: string; readonly fallbacks?: readonly string[] };

/** True when these settings index the same files in the same way: the change between them can be taken up as the engine runs. */
export function isSameIndex(one: EngineOptions, other: EngineOptions): boolean {
    const essence = (options: EngineOptions): string =>
        JSON.stringify({
            ...options,
            courtesy: undefined,
            chatModel: undefined,
            answering: undefined,
            networkEnabled: undefined,
            cost: undefined,
            roles: undefined,
            caFile: undefined,
        });
    return essence(one) === essence(other);
}

/** What a test of the connection found. What is wrong comes as a failure. */
export interface ModelCheck {
    /** Names of models that the server offers; empty when it does not say. */
    readonly models: readonly string[];
    readonly tookMs: number;
}

/** What a test of the embedding model found. What is wrong comes as a failure. */
export interface EmbedderCheck {
    readonly model: string;
    /** Numbers of a vector. */
    readonly dimensions: number;
    /** For one short text, the first time of loading included. */
    readonly tookMs: number;
}

/** How a process that answers is. */
export interface Pulse {
    /** What the system counts as its memory. */
    readonly residentBytes: number;
}

/** What a host may ask of the engine. */
export const engineContract = {
    open: request<OpenWorkspace, IndexStatus>(),
    configure: request<EngineOptions, void>(),
    index: request<IndexAction, IndexReport | undefined>(),
    /** How many files would be indexed, as the disk shows it now; reads none of them. */
    countFiles: request<void, number>(),
    filesChanged: request<FileChanges, void>(),
    editorChanged: request<EditorText, void>(),
    indexStatus: stream<void, IndexStatus>(),
    details: request<void, IndexDetails>(),
    /** Why a file is not in the index; undefined when it is. */
    whySkipped: request<WorkspacePath, SkippedFile | undefined>(),
    /** What the index holds of a file, or why it holds nothing. */
    account: request<WorkspacePath, FileAccount>(),
    /** Proves the index equal to a fresh one, or says where it is not; repairs it when asked to. Stopping it stops the comparison. */
    verify: request<VerifyRequest, VerifyReport>(),
    /** Removes what no workspace needs any more: indexes unused for 90 days or whose folder is gone, and vectors beyond the quota. */
    prune: request<void, PruneReport>(),
    search: request<Query, SearchResult>(),
    ask: stream<Question, AnswerEvent>(),
    /** What may be attached, for a picker; before the index is there, files and folders as the disk shows them. */
    offerAttachments: request<AttachmentSearch, readonly AttachmentOffer[]>(),
    /** What would become of these attachments of one question, in their order; what is refused says why. */
    measureAttachments: request<readonly Attachment[], readonly MeasuredAttachment[]>(),
    /** What `ask` would send for this question, without a connection; undefined when it would send nothing. Fails with what would stop it. */
    previewPayload: request<Question, SentPayload | undefined>(),
    /** What was sent for an answer, by its `payloadId`; undefined when it is no longer kept. */
    payload: request<string, SentPayload | undefined>(),
    /** Looks at the lines of citations again, after edits. */
    recheck: request<readonly Citation[], readonly Citation[]>(),
    /** Texts without their secrets, by the rules of what a model is sent; lines stay where they are. */
    redact: request<readonly string[], readonly string[]>(),
    outline: request<WorkspacePath, readonly CodeSymbol[]>(),
    definitions: request<string, readonly CodeSymbol[]>(),
    references: request<string, readonly SymbolReference[]>(),
    /** What is known of what is pointed at; undefined when nothing is. One call is all that a hover needs. */
    explain: request<PointedAt, SymbolExplanation | undefined>(),
    /** Where the definition that is pointed at is used, by name. */
    uses: request<UsesRequest, SymbolUses | undefined>(),
    /** Asks the model for one word, or a server, with no model named, which ones it has; fails with what is wrong. */
    checkModel: request<Pick<EngineOptions, 'chatModel' | 'networkEnabled'>, ModelCheck>(),
    /** Has the embedding model read three harmless texts, with nothing of the repository in them; fails with what is wrong. */
    checkEmbedder: request<EmbedderChoice, EmbedderCheck>(),
    /** What an embedding server would be sent, or is, without a connection. */
    previewEmbedding: request<void, EmbeddingPreview>(),
    /** Whom `AGENTS.md` of the folder names, as data. */
    roster: request<void, readonly RosterAgent[]>(),
    /** Answers at once while the process is well; whoever holds it ends one that does not. */
    ping: request<void, Pulse>(),
    close: request<void, void>(),
};

export type Engine = Endpoint<typeof engineContract>;
