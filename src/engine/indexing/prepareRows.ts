import type { ChunkId } from '../../protocol/passage.ts';
import type { CountedFile, Embedder, StoredRow } from '../ports.ts';
import { contentHash } from '../contentHash.ts';

/** A chunk on its way into the store, with the text that its vector is made from. */
export interface PreparedRow {
    readonly row: StoredRow;
    readonly embeddedText: string;
}

/** Rows of a file for this embedder, which for one behind a server are made from what may be sent there; `text` is that of the whole file. */
export async function rowsFor(file: CountedFile, text: string, embedder: Embedder | undefined): Promise<readonly PreparedRow[]> {
    const sendable = embedder?.server ? await embedder.server.sendable(file, text) : file;
    return prepareRows(sendable, embedder?.profile.fingerprint ?? NO_MODEL);
}

/**
 * Rows of a parsed file. `vectorKey` depends on the model and the embedded text alone, so that equal code anywhere shares one vector;
 * `id` also on the path and on which of several equal chunks it is, so that it stays the same while the chunk does.
 */
export function prepareRows(file: CountedFile, fingerprint: string): readonly PreparedRow[] {
    const occurrences = new Map<string, number>();
    return file.chunks.map(chunk => {
        const vectorKey = contentHash(`${fingerprint}\n${chunk.embeddedText}`);
        const occurrence = occurrences.get(vectorKey) ?? 0;
        occurrences.set(vectorKey, occurrence + 1);
        const row: StoredRow = {
            id: chunkId(contentHash(`${file.path}\n${vectorKey}\n${String(occurrence)}`)),
            path: file.path,
            language: file.language,
            kind: file.kind,
            range: chunk.range,
            fileHash: file.hash,
            vectorKey,
            ...(chunk.symbol ? { symbol: chunk.symbol } : {}),
            names: chunk.nameTerms,
            terms: chunk.terms,
        };
        return { row, embeddedText: chunk.embeddedText };
    });
}

/** Stands for the fingerprint of a model where there is none. */
export const NO_MODEL = 'no model';

/** The one place that makes an id. */
function chunkId(hash: string): ChunkId {
    return hash as ChunkId;
}
