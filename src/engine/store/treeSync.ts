import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing, syncFile, syncFolder } from './durableFile.ts';

/**
 * Makes a folder of files that are written once and never changed durable, which LanceDB leaves to chance: it never syncs,
 * and a loss of power then leaves files of zero bytes. Only what is new since the last time costs anything.
 */
export class TreeSync {
    private readonly root: string;
    private synced: ReadonlySet<string> = new Set();

    constructor(root: string) {
        this.root = root;
    }

    async sync(): Promise<void> {
        const seen = new Set<string>();
        await this.syncBelow(this.root, seen);
        // What was not seen is gone, and may be forgotten.
        this.synced = seen;
    }

    private async syncBelow(folder: string, seen: Set<string>): Promise<void> {
        const freshFiles: string[] = [];
        let hasNewNames = false;
        for (const entry of await readdir(folder, { withFileTypes: true })) {
            const path = join(folder, entry.name);
            seen.add(path);
            if (!this.synced.has(path)) hasNewNames = true;
            if (entry.isDirectory()) await this.syncBelow(path, seen);
            else if (!this.synced.has(path)) freshFiles.push(path);
        }
        for (let start = 0; start < freshFiles.length; start += FILES_AT_ONCE) {
            await Promise.all(freshFiles.slice(start, start + FILES_AT_ONCE).map(syncIfThere));
        }
        if (hasNewNames) await syncFolder(folder);
    }
}

/** Few open files at a time; the system joins the syncs of one disk. */
const FILES_AT_ONCE = 8;

/** A file that was cleaned up in the meantime needs no syncing. */
async function syncIfThere(path: string): Promise<void> {
    try {
        await syncFile(path);
    } catch (error) {
        if (!isMissing(error)) throw error;
    }
}
