import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { FileFacts } from '../../protocol/code.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { FileDescription, WorkspaceSymbols } from './symbolTable.ts';

/** One entry of `symbols.log`: a file with its facts, or a file that is gone. Holds names and lines, never text. */
export type SymbolEntry = { readonly file: FileDescription; readonly facts: FileFacts } | { readonly gone: WorkspacePath };

/** Compressed, because facts as JSON are half as long as the files they are of; the quickest level makes a quarter of them. */
export function writeSymbolEntry(entry: SymbolEntry): Uint8Array {
    return deflateRawSync(JSON.stringify(entry), { level: 1 });
}

/** Takes an entry into the table. The record's checksum has vouched that it is one of ours. */
export function applySymbolEntry(payload: Buffer, symbols: WorkspaceSymbols): void {
    const entry = JSON.parse(inflateRawSync(payload).toString()) as SymbolEntry;
    if ('gone' in entry) symbols.delete(entry.gone);
    else symbols.set(entry.file, entry.facts);
}

/** Everything a table holds, for writing its log anew. */
export function* entriesOf(symbols: WorkspaceSymbols): Iterable<Uint8Array> {
    for (const { path, hash, language, kind } of symbols.files()) {
        const facts = symbols.factsOf(path);
        if (facts) yield writeSymbolEntry({ file: { path, hash, language, kind }, facts });
    }
}
