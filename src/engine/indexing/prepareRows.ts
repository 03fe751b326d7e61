import type { ChunkId } from '../../protocol/passage.ts';
import type { ParsedFile, StoredRow } from '../ports.ts';
import { contentHash } from '../contentHash.ts';
import { bagOf } from '../retrieve/terms.ts';

/** A chunk on its way into the store, with the text that its vector is made from. */
export interface PreparedRow {
    readonly row: StoredRow;
    readonly embeddedText: string;
}

/**
 * Rows of a parsed file. `vectorKey` depends on the model and the embedded text alone, so that equal code anywhere shares one vector;
 * `id` also on the path and on which of several equal chunks it is, so that it stays the same while the chunk does.
 */
export function prepareRows(file: ParsedFile, fingerprint: string): readonly PreparedRow[] {
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
            names: bagOf(chunk.names.join(' ')),
            terms: bagOf(chunk.text),
        };
        return { row, embeddedText: chunk.embeddedText };
    });
}

/** The one place that makes an id. */
function chunkId(hash: string): ChunkId {
    return hash as ChunkId;
}
