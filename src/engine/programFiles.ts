import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILD } from '../protocol/build.ts';

/**
 * An update may replace or remove the program's files while it runs, and what a process has not loaded by then is another program's, or gone:
 * a worker of another build would cut files in another way than the rows beside them, and a missing grammar would look like a file that cannot
 * be parsed. So whoever fails to load a part asks here first, and a process whose program is no longer there leaves; what it has committed
 * stays, and the next process goes on from there. There is one program in a process, hence no parameter anywhere.
 */
export function guardProgram(place: ProgramPlace): void {
    guarded = place;
}

export interface ProgramPlace {
    /** Folder of the build, in which the build's id stands. */
    readonly folder: string;
    /** Ends the process; nothing that comes after it may be counted on. */
    readonly leave: () => void;
}

/** True when this process is leaving, because the files on disk are not those that it was started from. */
export function leavesReplacedProgram(): boolean {
    if (!guarded || !isReplaced(guarded.folder)) return false;
    guarded.leave();
    return true;
}

/** Loads a part of the program that is loaded when it is first wanted. */
export async function loadPart<Part>(load: () => Promise<Part>): Promise<Part> {
    try {
        return await load();
    } catch (error) {
        leavesReplacedProgram();
        throw error;
    }
}

/** Written by the bundler when everything else is in place. */
export const BUILD_ID_FILE = 'build-id';

let guarded: ProgramPlace | undefined;

function isReplaced(folder: string): boolean {
    // From its sources a program has no id, and nobody updates it behind its back.
    if (BUILD === '') return false;
    try {
        return readFileSync(join(folder, BUILD_ID_FILE), 'utf8').trim() !== BUILD;
    } catch {
        return true;
    }
}
