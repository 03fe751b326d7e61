import type { LentMessage } from './hostContract.ts';

/**
 * What Footnote and Footnote Companion say to each other: commands of VS Code, the one way on which an extension beside the code and one
 * beside the user can talk. (Language models of VS Code are seen only by extensions of the same side.) Arguments and results are JSON.
 */
export const companionCommands = {
    /** → `CompanionModels` */
    models: 'footnoteCompanion.models',
    /** `CompanionQuestion` → the id of its answer */
    start: 'footnoteCompanion.start',
    /** An id → `CompanionPiece`, as soon as there is something, or after some seconds without */
    read: 'footnoteCompanion.read',
    /** An id → nothing; the connection is closed */
    stop: 'footnoteCompanion.stop',
} as const;

export interface CompanionModels {
    /** Ids, in the order of the server. */
    readonly models: readonly string[];
    /** Tokens that each takes, question and answer together. */
    readonly contextTokens: number;
    /** Why there are none, for people. */
    readonly trouble?: string;
}

export interface CompanionQuestion {
    /** As the server names it. */
    readonly model: string;
    readonly messages: readonly LentMessage[];
}

export interface CompanionPiece {
    /** What was said since the last piece. */
    readonly text: string;
    readonly isDone: boolean;
    readonly trouble?: CompanionTrouble;
}

export interface CompanionTrouble {
    readonly reason: 'missing' | 'not-allowed' | 'failed';
    /** For people. */
    readonly words: string;
}
