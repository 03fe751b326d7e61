import type { Endpoint } from './contract.ts';
import type { WorkspacePath } from './text.ts';
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

/** A definition, by the line that has its name. */
export interface DefinitionLine {
    readonly path: WorkspacePath;
    readonly line: number;
    readonly name: string;
}

/** Where a definition is referred to, perhaps by a name that an import gave it. `column` counts from 0, as editors do. */
export interface ReferenceLine {
    readonly path: WorkspacePath;
    readonly line: number;
    readonly column: number;
}

/** What the engine may ask of the host it works for, over the same connection: models of the editor and its language servers, and nothing else. */
export const hostContract = {
    /** Fails with `lent-model` when it is not there. */
    describeModel: request<string, LentModel>(),
    countTokens: request<{ readonly model: string; readonly text: string }, number>(),
    /** The answer as it is written. The editor may ask the user for consent first. */
    generate: stream<LentPrompt, string>(),
    /** What the language's own extension knows to refer to a definition, the definition itself left out; undefined when none answers soon. */
    referencesTo: request<DefinitionLine, readonly ReferenceLine[] | undefined>(),
};

export type Host = Endpoint<typeof hostContract>;
