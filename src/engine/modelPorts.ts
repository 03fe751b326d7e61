/** What answering needs from a language model, as small interfaces: a server, a model that the editor lends, or none, which quotes. */
import type { Evidence, Question } from '../protocol/answer.ts';
import type { Translations } from '../protocol/l10n.ts';
import type { Coverage } from '../protocol/passage.ts';
import type { Findings } from './answer/findings.ts';
import type { StopOptions } from './ports.ts';

/** What a model is asked: numbered evidence and the question; `messages` is the same as text for models that read it. */
export interface Prompt {
    readonly question: Question;
    readonly evidence: readonly Evidence[];
    readonly coverage: Coverage;
    /** What was learnt about the subjects of the question while evidence was gathered. */
    readonly findings: Findings;
    /** Marks where evidence begins and ends; 128 random bits, so that no file can forge it. */
    readonly nonce: string;
    readonly messages: readonly { readonly role: 'system' | 'user' | 'assistant'; readonly content: string }[];
    /** The language of an answer by quotation; English when absent. */
    readonly speaks?: Translations;
}

export interface ChatModel {
    /** As shown: `Quotes`, or the model's name. */
    readonly name: string;
    /** What fits into the model; absent for one that reads no messages. Fails like `generate` when the model is not there. */
    window?(options?: StopOptions): Promise<ModelWindow>;
    /** Pieces of text with marks `[n]` and `[n:12-18]`. Ends the request when the signal fires. */
    generate(prompt: Prompt, options?: GenerateOptions): AsyncIterable<string>;
}

export interface GenerateOptions extends StopOptions {
    /** Counts what is sent and said, and may refuse it before it is sent. */
    readonly meter?: Meter | undefined;
    /** Told what the server has counted, where it says so. */
    readonly onUsage?: ((usage: TokenUsage) => void) | undefined;
    /** What the model may ask for by calls of its server, where that has any; a call comes as a piece of text of its own. */
    readonly tools?: OfferedTools | undefined;
}

/** Counts requests: each is announced before it is sent, and may be refused then. */
export interface Meter {
    /** Fails when the request must not be sent. */
    begin(model: string, messages: Prompt['messages']): Promise<RunningRequest>;
}

/** A request that is under way; `end` is called once, however it ended. */
export interface RunningRequest {
    /** Fails when what was said so far has used up what is left of the month. */
    said(text: string): void;
    counted(usage: TokenUsage): void;
    end(error?: unknown): Promise<void>;
}

/** Tokens of a request as its server counts them. */
export interface TokenUsage {
    readonly input: number;
    readonly output: number;
}

/** Tools in the form of the OpenAI chat API, and what a call of one reads like as text. */
export interface OfferedTools {
    readonly descriptions: readonly ToolDescription[];
    /** Undefined for a call that makes no sense. */
    textOf(name: string, argumentsJson: string): string | undefined;
}

export interface ToolDescription {
    readonly name: string;
    readonly description: string;
    /** JSON schema. */
    readonly parameters: Readonly<Record<string, unknown>>;
}

export interface ModelWindow {
    /** Tokens of question, evidence and answer together. */
    readonly tokens: number;
    /** Never less than the model counts, or what it counts itself. */
    countTokens(text: string): number | Promise<number>;
}
