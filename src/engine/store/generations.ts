import { readFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing, writeDurably } from './durableFile.ts';

/** The generations of one index, `gen-1`, `gen-2` and so on, and the pointer that says which one counts. */
export async function currentGeneration(folder: string): Promise<number | undefined> {
    try {
        const number = Number(/^gen-(\d+)\n$/.exec(await readFile(join(folder, POINTER_FILE), 'utf8'))?.[1]);
        return Number.isSafeInteger(number) ? number : undefined;
    } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
    }
}

/** From here on this generation is the index. */
export async function pointTo(folder: string, generation: number): Promise<void> {
    await writeDurably(join(folder, POINTER_FILE), `gen-${generation}\n`);
}

/** A number that no generation has, not even one that was left half-made. */
export async function nextGeneration(folder: string): Promise<number> {
    return Math.max(0, ...(await generationsIn(folder))) + 1;
}

/** Removes all generations but these. What another process still has open on Windows stays until the next time. */
export async function removeOthers(folder: string, kept: readonly number[]): Promise<void> {
    for (const generation of await generationsIn(folder)) {
        if (kept.includes(generation)) continue;
        try {
            await rm(generationFolder(folder, generation), { recursive: true, force: true, maxRetries: 2 });
        } catch (error) {
            if (process.platform !== 'win32') throw error;
        }
    }
}

export function generationFolder(folder: string, generation: number): string {
    return join(folder, `gen-${generation}`);
}

/** Bytes of all files below a folder; files that go while it is counted count nothing. */
export async function bytesBelow(folder: string): Promise<number> {
    let bytes = 0;
    try {
        for (const entry of await readdir(folder, { withFileTypes: true })) {
            const path = join(folder, entry.name);
            if (entry.isDirectory()) bytes += await bytesBelow(path);
            else if (entry.isFile()) bytes += (await stat(path)).size;
        }
    } catch (error) {
        if (!isMissing(error)) throw error;
    }
    return bytes;
}

const POINTER_FILE = 'CURRENT';

/** The numbers of all that are there, complete or not. */
export async function generationsIn(folder: string): Promise<number[]> {
    return (await readdir(folder)).map(name => Number(/^gen-(\d+)$/.exec(name)?.[1] ?? 0)).filter(generation => generation > 0);
}
