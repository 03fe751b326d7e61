import type { CountedFile, ParsedFile } from '../ports.ts';
import { bagOf } from '../retrieve/terms.ts';

/** Counts the words of each chunk and lets its text go. Done in the parser's thread, because the engine's own has more to do. */
export function countWords({ chunks, ...file }: ParsedFile): CountedFile {
    return {
        ...file,
        chunks: chunks.map(({ text, ...chunk }) => ({ ...chunk, terms: bagOf(text), nameTerms: bagOf(chunk.names.join(' ')) })),
    };
}
