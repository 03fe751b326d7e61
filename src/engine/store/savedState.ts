import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkspacePath } from '../../protocol/text.ts';
import { isMissing, writeDurably } from './durableFile.ts';

/** Where the index stood, as it survives the process: whether the user had paused it, and what was in hand when the process ended. */
export interface SavedState {
    readonly isPaused: boolean;
    /** Undefined when no run was under way; `everything` when it was not noted which files. */
    readonly inHand: 'everything' | readonly WorkspacePath[] | undefined;
}

export const FRESH_STATE: SavedState = { isPaused: false, inHand: undefined };

/** A state that is missing, damaged or of another program's making is none. */
export async function readSavedState(folder: string): Promise<SavedState> {
    let text: string;
    try {
        text = await readFile(join(folder, STATE_FILE), 'utf8');
    } catch (error) {
        if (isMissing(error)) return FRESH_STATE;
        throw error;
    }
    try {
        return parseState(JSON.parse(text));
    } catch (error) {
        if (error instanceof SyntaxError) return FRESH_STATE;
        throw error;
    }
}

export async function writeSavedState(folder: string, state: SavedState): Promise<void> {
    await writeDurably(join(folder, STATE_FILE), JSON.stringify(state));
}

/** When the last run began or ended that had files to look into; undefined before the first. */
export async function stateNotedAt(folder: string): Promise<number | undefined> {
    return stat(join(folder, STATE_FILE)).then(
        found => found.mtimeMs,
        () => undefined,
    );
}

const STATE_FILE = 'state.json';

function parseState(value: unknown): SavedState {
    if (typeof value !== 'object' || value === null) return FRESH_STATE;
    const inHand: unknown = 'inHand' in value ? value.inHand : undefined;
    return {
        isPaused: 'isPaused' in value && value.isPaused === true,
        inHand:
            inHand === 'everything'
                ? inHand
                : Array.isArray(inHand)
                  ? inHand.filter((path): path is WorkspacePath => typeof path === 'string')
                  : undefined,
    };
}
