import type { FileTable, SymbolTable } from '../ports.ts';
import type { Attached } from './attached.ts';
import { workspacePath } from '../../protocol/text.ts';
import { namesIn } from './questionNames.ts';

/**
 * What texts that were attached, such as the trace of an error or a list of problems, name of this repository: definitions and files, in
 * the order in which they stand there. "Why does this fail?" is about these.
 */
export function namesInTexts(
    { texts, pieces }: Pick<Attached, 'texts' | 'pieces'>,
    { symbols, fileTable }: { readonly symbols: Pick<SymbolTable, 'definitionsOf'>; readonly fileTable: Pick<FileTable, 'kindOf'> },
): readonly string[] {
    const names = new Set<string>();
    // A difference shows its files itself.
    const tells = new Set(pieces.flatMap(({ kind, path }) => (kind === 'changes' || kind === 'commit' || kind === 'branch' ? [] : [path])));
    for (const [of, text] of texts) {
        if (!tells.has(of)) continue;
        for (const name of namesIn(text.slice(0, LOOKED_AT))) {
            if (names.size === MOST) return [...names];
            const path = /^(?<path>.*?)(?::\d+)*$/.exec(name)?.groups?.['path'] ?? name;
            if (fileTable.kindOf(workspacePath(path)) !== undefined) names.add(path);
            else if (symbols.definitionsOf(name).length > 0) names.add(name);
        }
    }
    return [...names];
}

/** The beginning of a trace is where it happened. */
const LOOKED_AT = 8_000;
/** With more the question itself would drown. */
const MOST = 6;
