import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What must become of one file (or folder) of the adversarial repository. Paths are relative to the row's own folder. */
export type Expectation =
    /** Found by `footnote why` with chunks that hold every line that is not blank. */
    | { readonly path: string; readonly is: 'indexed'; readonly problem?: RegExp; readonly language?: string }
    /** Listed with this reason, by itself or by the folder above it. */
    | { readonly path: string; readonly is: 'skipped'; readonly reason: string; readonly detail?: RegExp }
    /** A folder somewhere below this one is. */
    | { readonly path: string; readonly is: 'left out below'; readonly reason: string; readonly detail?: RegExp }
    /** A folder that stands in the list in place of everything below it. */
    | { readonly path: string; readonly is: 'left out as a whole'; readonly reason: string; readonly detail?: RegExp };

/** One row of reliability.md, section 8. */
export interface AdversarialRow {
    readonly id: `A${number}`;
    readonly input: string;
    /** Builds the row in its own folder and says what is expected; undefined when it cannot be built here. */
    readonly make?: (place: RowPlace) => readonly Expectation[] | NotHere;
    /** Tests that hold what cannot be told from one index run; each is looked up in its file. */
    readonly heldBy?: readonly { readonly file: string; readonly test: string }[];
    /** Set when no test of ours can run it. */
    readonly notHere?: string;
}

export interface NotHere {
    readonly notHere: string;
}

export interface RowPlace {
    /** The folder of the row, absolute. */
    readonly folder: string;
    /** A folder beside the workspace whose contents must never be read. */
    readonly outside: string;
    /** Writes a file below the row's folder. */
    readonly put: (name: string, content: string | Uint8Array) => void;
}

export function rowPlace(folder: string, outside: string): RowPlace {
    mkdirSync(folder, { recursive: true });
    return {
        folder,
        outside,
        put: (name, content) => {
            const file = path.join(folder, name);
            mkdirSync(path.dirname(file), { recursive: true });
            writeFileSync(file, content);
        },
    };
}

/** A word that stands only in files outside of the workspace. */
export const CANARY = 'quetzalcoatlcanary';

/** The larger counts of the document, instead of those that fit into a few minutes. */
export const isFull = process.env['FOOTNOTE_FULL'] === '1';

export function indexed(file: string, more: { readonly problem?: RegExp; readonly language?: string } = {}): Expectation {
    return { path: file, is: 'indexed', ...more };
}

export function skipped(file: string, reason: string, detail?: RegExp): Expectation {
    return { path: file, is: 'skipped', reason, ...(detail ? { detail } : {}) };
}

export function leftOut(folder: string, reason: string, detail?: RegExp): Expectation {
    return { path: folder, is: 'left out as a whole', reason, ...(detail ? { detail } : {}) };
}
