import type { OpenedEngine } from './openEngine.ts';
import type { Terminal } from './terminal.ts';
import { batchLineJson } from './jsonShapes.ts';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { createReadStream, type ReadStream } from 'node:fs';

/** A file that cannot be read, or a line of it that is not a query. */
export class BadBatch extends Error {}

/** `footnote search --batch`: one query a line in, one result a line out, in the same order. */
export async function batchCommand(
    { engine }: OpenedEngine,
    options: { readonly file: string; readonly limit: number },
    terminal: Terminal,
    signal: AbortSignal,
): Promise<void> {
    const input = options.file === '-' ? process.stdin : await openFile(options.file);
    let number = 0;
    try {
        for await (const line of createInterface({ input, crlfDelay: Infinity })) {
            signal.throwIfAborted();
            number++;
            if (line.trim() === '') continue;
            const { id, query } = readBatchLine(line, number);
            const result = await engine.search({ text: query, limit: options.limit }, { signal });
            terminal.print(`${JSON.stringify(batchLineJson(id, result))}\n`);
        }
    } finally {
        input.destroy();
    }
}

async function openFile(file: string): Promise<ReadStream> {
    const input = createReadStream(file, 'utf8');
    try {
        await once(input, 'ready');
    } catch (error) {
        throw new BadBatch(`The file ${file} cannot be read.`, { cause: error });
    }
    return input;
}

/** `{"id", "query"}`; other keys are ignored. */
function readBatchLine(line: string, number: number): { readonly id: string; readonly query: string } {
    let parsed: unknown;
    try {
        parsed = JSON.parse(line.replace(/^\ufeff/, ''));
    } catch {
        throw new BadBatch(`Line ${String(number)} is not JSON.`);
    }
    if (typeof parsed !== 'object' || parsed === null || !('query' in parsed) || typeof parsed.query !== 'string')
        throw new BadBatch(`Line ${String(number)} has no "query".`);
    if (!('id' in parsed) || (typeof parsed.id !== 'string' && typeof parsed.id !== 'number'))
        throw new BadBatch(`Line ${String(number)} has no "id".`);
    return { id: String(parsed.id), query: parsed.query };
}
