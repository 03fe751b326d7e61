import { textTable } from './l10n.ts';

/**
 * How an answer is wanted: a command before the question (`/tests how is a build retried?`), the persona that is answered to, and the
 * user's own wishes. All of it steers what is searched and how it is said, never what a model may do.
 */
export interface AnsweringOptions {
    readonly persona: Persona;
    /** All that a question may name in its place. */
    readonly personas: readonly Persona[];
    /** A language by its name, such as `German`; empty for that of the question. */
    readonly language: string;
    /** That of the interface, as VS Code names it; where a question says nothing about its own, answers by quotation speak it. */
    readonly interfaceLanguage?: string;
    readonly style: AnswerStyle;
    /** The persona's name as it was set; it may be one that only `AGENTS.md` of the folder knows. */
    readonly personaName?: string;
    /** True: AGENTS.md of the folder is quoted to the model. A folder that is not trusted has no engine. */
    readonly quotesProjectNotes: boolean;
    /** The most rounds in which a model may ask for further passages before it answers; 0 for none. */
    readonly evidenceRounds: number;
    /** `model`: the chosen model puts the files that were found in order, before passages of them are chosen. */
    readonly reranker: Reranker;
    /** `when-hard`: for a hard question, and one that leans on the conversation, a model says in other words what to search for. */
    readonly rewriting: Rewriting;
}

export const rewritings = ['off', 'when-hard'] as const;
export type Rewriting = (typeof rewritings)[number];

export const rerankers = ['off', 'model'] as const;
export type Reranker = (typeof rerankers)[number];

export const answerStyles = ['brief', 'detailed'] as const;
export type AnswerStyle = (typeof answerStyles)[number];

/** Somebody an answer is for. */
export interface Persona {
    /** As shown, and as chosen: `Architect`. */
    readonly name: string;
    /** What is searched beside what the question asks for. */
    readonly alsoSearches: readonly PersonaSearch[];
    /** What the model is told about whom it answers; the user's own words. */
    readonly instructions: string;
    /** Names of models, first choice first; empty for the one that is set. */
    readonly models: readonly string[];
    /** What `AGENTS.md` of the folder says of them: quoted to a model as data, and no instruction. */
    readonly quotedRole?: string;
}

/** Somebody whom `AGENTS.md` of the folder names. */
export interface RosterAgent {
    readonly name: string;
    /** Empty where it says nothing. */
    readonly responsibility: string;
}

export const personaSearches = ['documentation', 'configuration', 'tests', 'architecture'] as const;
export type PersonaSearch = (typeof personaSearches)[number];

/** What the settings start with; all of it may be changed there. */
export const defaultPersonas: readonly Persona[] = [
    { name: 'Developer', alsoSearches: [], instructions: '', models: [] },
    {
        name: 'Architect',
        alsoSearches: ['architecture', 'configuration'],
        instructions:
            'The reader decides about structure: tell which parts take part, what depends on what, which decision documents speak of it, and what a change would touch.',
        models: [],
    },
    {
        name: 'Product',
        alsoSearches: ['documentation'],
        instructions:
            'The reader does not program: use plain language, say what users notice, explain each technical term in a few words, and name code only in footnotes.',
        models: [],
    },
];

const developer: Persona = { name: 'Developer', alsoSearches: [], instructions: '', models: [] };

export const defaultAnswering: AnsweringOptions = {
    persona: defaultPersonas[0] ?? developer,
    personas: defaultPersonas,
    language: '',
    style: 'brief',
    quotesProjectNotes: false,
    evidenceRounds: 4,
    reranker: 'off',
    rewriting: 'off',
};

/** What may stand before a question. */
export const answerCommands = ['explain', 'find', 'how', 'why', 'where', 'architecture', 'tests', 'docs', 'config', 'snippet'] as const;
export type AnswerCommand = (typeof answerCommands)[number];

/** One line on each, for lists and for help. */
export const answerCommandWords: Readonly<Record<AnswerCommand, string>> = textTable({
    explain: 'what something is and does, step by step',
    find: 'the places that fit, each with a line',
    how: 'how something works, in the order in which it happens',
    why: 'reasons, from comments, documents and history in the files',
    where: 'the place where something is defined or done',
    architecture: 'the parts and how they hang together',
    tests: 'which tests show something, and what they leave out',
    docs: 'what the documentation says',
    config: 'which settings control something, and their defaults',
    snippet: 'a short piece of code that uses what is there',
});

/** Splits `/tests how is a build retried?` into its command and its question; anything else is a question as it stands. */
export function readCommand(text: string): { readonly command: AnswerCommand | undefined; readonly text: string } {
    const written = /^\s*\/([a-z]+)(?=\s|$)\s*/.exec(text);
    const command = answerCommands.find(known => known === written?.[1]);
    const rest = command === undefined ? text : text.slice(written?.[0].length ?? 0);
    return command === undefined || rest.trim() === '' ? { command: undefined, text } : { command, text: rest };
}
