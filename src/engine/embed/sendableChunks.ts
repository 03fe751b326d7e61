import type { CountedFile } from '../ports.ts';
import { linesOf, textIn } from '../answer/sourceLines.ts';
import { redactText } from '../redact/redactText.ts';

/**
 * A file's chunks as they may be sent to be embedded. Secrets are looked for in the whole file, since half of a private key in a chunk
 * does not look like one; a chunk that holds a part of one is embedded as its lines without it. The last gate, before each request,
 * looks at every single text once more.
 */
export async function sendableChunks(file: CountedFile, text: string): Promise<CountedFile> {
    const redacted = await redactText(text);
    if (redacted.secrets.length === 0) return file;
    const lines = linesOf(redacted.text);
    const isTouched = ({ startLine, endLine }: CountedFile['chunks'][number]['range']): boolean =>
        redacted.secrets.some(secret => secret.startLine <= endLine && secret.endLine >= startLine);
    return {
        ...file,
        chunks: file.chunks.map(chunk =>
            isTouched(chunk.range) ? { ...chunk, embeddedText: textIn(lines, chunk.range).slice(0, MAX_CHARACTERS) } : chunk,
        ),
    };
}

/** As much as the chunker lets a chunk have. */
const MAX_CHARACTERS = 5_000;
