import type { CodeSymbol, FileKind } from '../../protocol/code.ts';
import type { FileTable, SymbolTable } from '../ports.ts';
import type { Mention } from './findings.ts';
import type { TextRange, WorkspacePath } from '../../protocol/text.ts';
import { containsLine } from '../../protocol/text.ts';
import { qualifiedName } from '../../protocol/code.ts';

/** A place that uses a name, before it has evidence. */
export interface UsePlace {
    readonly path: WorkspacePath;
    readonly line: number;
    readonly kind: FileKind;
    /** The innermost function, method or class around it. */
    readonly around: CodeSymbol | undefined;
}

export interface UsesByName {
    readonly places: number;
    readonly files: number;
    readonly isNameShared: boolean;
    /** Best to tell first: code before tests, other files before its own, one a file before a second. */
    readonly sites: readonly UsePlace[];
}

/** Where a definition is used, as far as names tell; imports and the definition's own lines do not count. */
export function usesOf(symbol: CodeSymbol, symbols: SymbolTable, table: FileTable): UsesByName {
    const isNameShared = symbols
        .definitionsOf(symbol.name)
        .some(other => other.path !== symbol.path && other.kind !== 'section' && other.kind !== 'key');
    // With other definitions of the same name about, only files that can know this one are counted.
    const knowing = isNameShared ? new Set([symbol.path, ...symbols.importersOf(symbol.path)]) : undefined;
    const places: UsePlace[] = [];
    for (const { path, line } of symbols.referencesTo(symbol.name)) {
        if (knowing && !knowing.has(path)) continue;
        if (path === symbol.path && containsLine(symbol.range, line)) continue;
        if (symbols.factsOf(path)?.imports.some(imported => imported.line === line)) continue;
        places.push({ path, line, kind: table.kindOf(path) ?? 'code', around: definitionAround(path, line, symbols) });
    }
    return {
        places: places.length,
        files: new Set(places.map(place => place.path)).size,
        isNameShared,
        sites: tellingOrder(places, symbol.path),
    };
}

/** The innermost definition that holds a line and could be said to use something. */
export function definitionAround(path: WorkspacePath, line: number, symbols: SymbolTable): CodeSymbol | undefined {
    let innermost: CodeSymbol | undefined;
    for (const definition of symbols.factsOf(path)?.definitions ?? []) {
        if (!CAN_USE.has(definition.kind) || !containsLine(definition.range, line)) continue;
        if (!innermost || lengthOf(definition.range) <= lengthOf(innermost.range)) innermost = { ...definition, path };
    }
    return innermost;
}

const CAN_USE: ReadonlySet<string> = new Set(['function', 'method', 'class', 'interface', 'type', 'macro', 'section']);

function tellingOrder(places: readonly UsePlace[], ownPath: WorkspacePath): readonly UsePlace[] {
    const seen = new Map<string, number>();
    return places
        .map(place => {
            const nth = seen.get(place.path) ?? 0;
            seen.set(place.path, nth + 1);
            const rank =
                (place.kind === 'code' ? 0 : place.kind === 'config' || place.kind === 'build' ? 1 : place.kind === 'test' ? 2 : 3) * 4;
            return { place, rank: rank + Math.min(nth, 1) * 2 + (place.path === ownPath ? 1 : 0) + (place.around ? 0 : 1) };
        })
        .sort((a, b) => a.rank - b.rank || a.place.path.localeCompare(b.place.path) || a.place.line - b.place.line)
        .map(({ place }) => place);
}

/** The definitions of this repository that a definition's lines mention: those beside it, or of a name that is defined once. */
export function mentionsOf(symbol: CodeSymbol, symbols: SymbolTable): readonly Mention[] {
    const mentions: Mention[] = [];
    for (const { name, lines } of symbols.factsOf(symbol.path)?.references ?? []) {
        const line = lines.find(used => used > symbol.signature.endLine && used <= symbol.range.endLine);
        if (line === undefined || name === symbol.name || name.length < 3) continue;
        const definitions = symbols.definitionsOf(name).filter(definition => TELLING.has(definition.kind));
        const beside = definitions.filter(definition => definition.path === symbol.path && definition.container === symbol.container);
        const meant = beside[0] ?? (definitions.length === 1 ? definitions[0] : undefined);
        if (!meant || (meant.path === symbol.path && containsLine(symbol.range, meant.nameLine))) continue;
        mentions.push({ symbol: meant, line });
    }
    return mentions.sort((a, b) => a.line - b.line);
}

const TELLING: ReadonlySet<string> = new Set(['function', 'method', 'class', 'interface', 'type', 'enum', 'macro']);

/** Functions and methods defined directly in a definition, in order of lines. */
export function membersOf(symbol: CodeSymbol, symbols: SymbolTable): readonly CodeSymbol[] {
    const own = qualifiedName(symbol);
    return (symbols.factsOf(symbol.path)?.definitions ?? [])
        .filter(
            ({ container, kind, name }) =>
                container === own && (kind === 'function' || kind === 'method') && !/^_|^constructor$/.test(name),
        )
        .map(definition => ({ ...definition, path: symbol.path }));
}

function lengthOf(range: TextRange): number {
    return range.endLine - range.startLine;
}
