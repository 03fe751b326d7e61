import type { CodeSymbol } from '../../protocol/code.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { SymbolTable } from '../ports.ts';
import { containsLine, folderName } from '../../protocol/text.ts';
import { languageOf } from '../parse/languages.ts';

/** A line that mentions a definition's name. */
export interface Mention {
    readonly path: WorkspacePath;
    readonly line: number;
}

/** Definitions of code that bear a name; headings and keys of data files are called like much else. */
export function definitionsInCode(name: string, symbols: SymbolTable): readonly CodeSymbol[] {
    return symbols.definitionsOf(name).filter(({ kind }) => kind !== 'section' && kind !== 'key');
}

/**
 * Where a definition is mentioned, as far as names tell; imports and the definition's own lines do not count. With other definitions of
 * the same name about, only files that import this one or are of its package are counted, unless `countsAll` asks for every mention of the name.
 */
export function mentionsOf(
    symbol: CodeSymbol,
    symbols: SymbolTable,
    { countsAll }: { readonly countsAll: boolean },
): { readonly sharedBy: number; readonly mentions: readonly Mention[] } {
    const sharedBy = definitionsInCode(symbol.name, symbols).length;
    const knowing = sharedBy > 1 && !countsAll ? new Set([symbol.path, ...symbols.importersOf(symbol.path)]) : undefined;
    const importLines = new Map<WorkspacePath, ReadonlySet<number>>();
    const isImport = ({ path, line }: Mention): boolean => {
        let lines = importLines.get(path);
        if (!lines) {
            lines = new Set(symbols.factsOf(path)?.imports.map(imported => imported.line));
            importLines.set(path, lines);
        }
        return lines.has(line);
    };
    const mentions: Mention[] = [];
    for (const { path, line } of symbols.referencesTo(symbol.name)) {
        if (knowing && !knowing.has(path) && !isSamePackage(path, symbol.path)) continue;
        if (path === symbol.path && containsLine(symbol.range, line)) continue;
        if (!isImport({ path, line })) mentions.push({ path, line });
    }
    return { sharedBy, mentions };
}

/** True where files of one folder see each other's definitions without an import: a package, a module, a target, what is loaded together. */
export function isSamePackage(one: WorkspacePath, other: WorkspacePath): boolean {
    return (
        folderName(one) === folderName(other) && FOLDER_IS_PACKAGE.has(languageOf(one).id) && languageOf(one).id === languageOf(other).id
    );
}

const FOLDER_IS_PACKAGE: ReadonlySet<string> = new Set(['go', 'java', 'kotlin', 'csharp', 'scala', 'swift', 'terraform', 'r', 'julia']);
