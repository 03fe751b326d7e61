import { join } from 'node:path';
import { FailureError } from '../../protocol/failure.ts';
import type { Logger } from '../ports.ts';
import { LanceStore } from './lanceStore.ts';
import { openSoundRows } from './openSoundRows.ts';
import type { RowStore } from './rowStore.ts';
import { loadNativeStore } from './storeSchema.ts';
import { WordRows } from './wordRows.ts';

/** Where rows are kept: in LanceDB, or, where that does not load, in a log of our own, which knows no vectors. */
export type RowKind = 'lance' | 'words';

/** What this machine can do, and why it is not more. Loads LanceDB, so it is asked when a folder is opened and not before. */
export function rowKindHere(): { readonly kind: 'lance' } | { readonly kind: 'words'; readonly reason: string } {
    try {
        loadNativeStore();
        return { kind: 'lance' };
    } catch (error) {
        if (!(error instanceof FailureError) || error.failure.kind !== 'platform-unsupported') throw error;
        return { kind: 'words', reason: error.failure.detail };
    }
}

/** For the process that writes; undefined when they are damaged beyond going back. `generation` is the folder of the generation. */
export async function openRowsForWriting(
    generation: string,
    options: {
        readonly kind: RowKind;
        readonly dimensions: number;
        readonly durableVersion: number | undefined;
        readonly quota?: { check(): Promise<void> } | undefined;
    },
    log: Logger,
): Promise<RowStore | undefined> {
    if (options.kind === 'words') return WordRows.open(join(generation, WORD_ROWS_FILE), { isWriter: true });
    return openSoundRows(join(generation, ROWS_FOLDER), options, log);
}

export async function openRowsForReading(
    generation: string,
    options: { readonly kind: RowKind; readonly dimensions: number },
): Promise<RowStore> {
    if (options.kind === 'words') return WordRows.open(join(generation, WORD_ROWS_FILE), { isWriter: false });
    return LanceStore.open(join(generation, ROWS_FOLDER), { dimensions: options.dimensions, isWriter: false });
}

/** LanceDB's folder within a generation. */
export const ROWS_FOLDER = 'rows';
const WORD_ROWS_FILE = 'rows.log';
