import type { Endpoint } from './contract.ts';
import { request, stream } from './contract.ts';

/** What is asked of a model that the editor lends. */
export interface LentPrompt {
    /** `vendor/id`. */
    readonly model: string;
    readonly messages: readonly LentMessage[];
}

export interface LentMessage {
    readonly role: 'system' | 'user' | 'assistant';
    readonly content: string;
}

/** A model of the editor. */
export interface LentModel {
    /** `vendor/id`. */
    readonly model: string;
    /** As its vendor shows it. */
    readonly name: string;
    readonly maxInputTokens: number;
}

/** What the engine may ask of the host it works for, over the same connection: models of the editor, and nothing else. */
export const hostContract = {
    /** Fails with `lent-model` when it is not there. */
    describeModel: request<string, LentModel>(),
    countTokens: request<{ readonly model: string; readonly text: string }, number>(),
    /** The answer as it is written. The editor may ask the user for consent first. */
    generate: stream<LentPrompt, string>(),
};

export type Host = Endpoint<typeof hostContract>;
