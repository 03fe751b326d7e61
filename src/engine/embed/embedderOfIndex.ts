import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import type { EmbedderFacts } from '../../protocol/indexing.ts';
import type { Embedder } from '../ports.ts';
import { isMissing, writeDurably } from '../store/durableFile.ts';

/**
 * What makes the vectors of an index, and since when. The moment is noted beside the index when a writer first opens it with this
 * embedder; `null` for a reader's, and where it cannot be noted: nothing depends on it.
 */
export async function embedderOfIndex(folder: string, embedder: Embedder, isWriter: boolean): Promise<EmbedderFacts> {
    const { model, dimensions, fingerprint } = embedder.profile;
    const file = path.join(folder, 'embedder.json');
    const noted = await readNote(file);
    let since = noted?.fingerprint === fingerprint ? noted.since : null;
    if (since === null && isWriter) {
        since = new Date().toISOString();
        await writeDurably(file, `${JSON.stringify({ model, dimensions, fingerprint, since })}\n`);
    }
    const note = embedder.note?.();
    return { model, dimensions, place: embedder.server?.origin ?? 'this machine', since, ...(note === undefined ? {} : { note }) };
}

const schema = z.object({ fingerprint: z.string(), since: z.string() });

async function readNote(file: string): Promise<z.infer<typeof schema> | undefined> {
    try {
        return schema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data;
    } catch (error) {
        if (isMissing(error) || error instanceof SyntaxError) return undefined;
        throw error;
    }
}
