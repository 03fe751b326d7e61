import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import type { EmbedderChoice, EngineOptions } from '../../protocol/engineContract.ts';
import type { EmbedderFacts } from '../../protocol/indexing.ts';
import type { Embedder } from '../ports.ts';
import { isMissing, writeDurably } from '../store/durableFile.ts';

/** What of the settings a whole index depends on. */
type IndexChoice = EmbedderChoice & Pick<EngineOptions, 'chunkSizes'>;

/** Notes beside the index what makes its vectors and who was chosen to, and how files are cut, when that is another than before: since when, is asked later. */
export async function noteEmbedder(folder: string, embedder: Embedder, choice: IndexChoice): Promise<void> {
    const noted = await readNote(folder);
    const { fingerprint } = embedder.profile;
    const chosen = withoutKey(choice);
    const isSame = noted?.fingerprint === fingerprint;
    if (isSame && JSON.stringify(noted.chosen) === JSON.stringify(chosen)) return;
    const note: Note = { fingerprint, since: isSame ? noted.since : new Date().toISOString(), chosen };
    await writeDurably(path.join(folder, FILE), `${JSON.stringify(note)}\n`);
}

/** What makes the vectors of an index, and since when; `null` where nobody noted it. */
export async function embedderOfIndex(folder: string, embedder: Embedder): Promise<EmbedderFacts> {
    const { model, dimensions, fingerprint } = embedder.profile;
    const noted = await readNote(folder);
    const note = embedder.note?.();
    return {
        model,
        dimensions,
        place: embedder.server?.origin ?? 'this machine',
        since: noted?.fingerprint === fingerprint ? noted.since : null,
        ...(note === undefined ? {} : { note }),
    };
}

/**
 * The embedder, and the sizes of chunks, that were chosen for this index by whoever has settings; undefined for an index that nobody made. A key is not kept here,
 * nor that a server elsewhere may be sent anything: who chose it has both.
 */
export async function chosenEmbedder(
    folder: string,
): Promise<Pick<IndexChoice, 'embedderModel' | 'embedderPath' | 'embedderServer' | 'chunkSizes'> | undefined> {
    const chosen = (await readNote(folder))?.chosen;
    if (!chosen) return undefined;
    const { embedderModel, embedderPath, server, chunkSizes } = chosen;
    return { embedderModel, embedderPath, chunkSizes, embedderServer: server ? { ...server, apiKey: '', agreedOrigin: '' } : undefined };
}

function withoutKey({ embedderModel, embedderPath, embedderServer: server, chunkSizes }: IndexChoice): Note['chosen'] {
    const chosen = { embedderModel, embedderPath, ...(chunkSizes ? { chunkSizes } : {}) };
    if (!server) return chosen;
    return { ...chosen, server: { baseUrl: server.baseUrl, model: server.model, dimensions: server.dimensions } };
}

const FILE = 'embedder.json';

const schema = z.object({
    fingerprint: z.string(),
    since: z.string(),
    chosen: z.object({
        embedderModel: z.string(),
        embedderPath: z.string(),
        chunkSizes: z.object({ size: z.number(), overlap: z.number(), maxTokens: z.number() }).optional(),
        server: z.object({ baseUrl: z.string(), model: z.string(), dimensions: z.int() }).optional(),
    }),
});

type Note = z.infer<typeof schema>;

/** Undefined when there is none that can be read: nothing depends on it but words. */
async function readNote(folder: string): Promise<Note | undefined> {
    try {
        return schema.safeParse(JSON.parse(await readFile(path.join(folder, FILE), 'utf8'))).data;
    } catch (error) {
        if (isMissing(error) || error instanceof SyntaxError) return undefined;
        throw error;
    }
}
