import { workspacePath } from '../../../src/protocol/text.ts';
import type { ChunkId } from '../../../src/protocol/passage.ts';
import { contentHash } from '../../../src/engine/contentHash.ts';
import { bagOfWords } from '../../../src/engine/wordBag.ts';
import type { StoredFile } from '../../../src/engine/ports.ts';
import type { IndexedFile } from '../../../src/engine/store/indexStore.ts';

export const DIMENSIONS = 8;

/** A file of one row a text; a row's words are its text, sorted, and its only name is the first word. */
export function storedFile(path: string, texts: readonly string[]): StoredFile {
    const fileHash = contentHash(texts.join('\n'));
    const seen = new Map<string, number>();
    return {
        path: workspacePath(path),
        fileHash,
        rows: texts.map((text, index) => {
            const vectorKey = contentHash(text);
            const occurrence = (seen.get(vectorKey) ?? 0) + 1;
            seen.set(vectorKey, occurrence);
            return {
                id: contentHash(`${path} ${vectorKey} ${occurrence}`) as ChunkId,
                path: workspacePath(path),
                language: 'text',
                kind: 'code',
                range: { startLine: index * 10 + 1, endLine: index * 10 + 10 },
                fileHash,
                vectorKey,
                symbol: { name: text.split(' ')[0] ?? '', kind: 'function', container: 'Cart' },
                names: bagOfWords([text.split(' ')[0] ?? '']),
                terms: bagOfWords(text.split(' ')),
            };
        }),
        vectors: texts.map(vectorOf),
    };
}

/** A unit vector that depends on the text alone. */
export function vectorOf(text: string): Float32Array {
    const digest = Buffer.from(contentHash(text), 'hex');
    const numbers = Array.from({ length: DIMENSIONS }, (_, i) => (digest[i] ?? 0) - 127.5);
    const length = Math.hypot(...numbers);
    return Float32Array.from(numbers, number => number / length);
}

/** The same file as it is committed: it defines the first word of each text and uses the second. */
export function indexedFile(path: string, texts: readonly string[]): IndexedFile {
    const stored = storedFile(path, texts);
    const lines = texts.length * 10;
    return {
        record: {
            path: stored.path,
            size: texts.join('\n').length,
            mtimeMs: 1,
            ino: 1,
            hash: stored.fileHash,
            language: 'text',
            kind: 'code',
            lines,
            chunks: texts.length,
            state: 'indexed',
        },
        facts: {
            definitions: stored.rows.map(row => ({
                name: row.names.words,
                kind: 'function',
                container: 'Cart',
                range: row.range,
                nameLine: row.range.startLine,
                signature: { startLine: row.range.startLine, endLine: row.range.startLine },
            })),
            references: texts.map((text, index) => ({ name: text.split(' ')[1] ?? 'nothing', lines: [index * 10 + 2] })),
            imports: [],
        },
        stored,
    };
}
