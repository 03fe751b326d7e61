import type { CodeSymbol, FileKind } from '../../protocol/code.ts';
import type { FileTable, SymbolTable } from '../ports.ts';
import type { Call } from './findings.ts';
import type { TextRange, WorkspacePath } from '../../protocol/text.ts';
import { baseName, containsLine, folderName, overlaps } from '../../protocol/text.ts';
import { qualifiedName } from '../../protocol/code.ts';
import { mentionsOf } from '../explain/mentionsOf.ts';

/** A place that uses a name, before it has evidence. */
interface UsePlace {
    readonly path: WorkspacePath;
    readonly line: number;
    readonly kind: FileKind;
    /** The innermost function, method or class around it. */
    readonly around: CodeSymbol | undefined;
}

export interface UsesByName {
    readonly places: number;
    readonly files: number;
    /** Definitions that bear the name. */
    readonly sharedBy: number;
    /** Best to tell first: code before tests, other files before its own, one a file before a second. */
    readonly sites: readonly UsePlace[];
}

/** Where a definition is used, as `mentionsOf` counts, and which of those places are worth telling. */
export function usesOf(symbol: CodeSymbol, symbols: SymbolTable, table: FileTable, options: { readonly countsAll: boolean }): UsesByName {
    const { sharedBy, mentions } = mentionsOf(symbol, symbols, options);
    const places = mentions.map(mention => ({ ...mention, kind: table.kindOf(mention.path) ?? ('code' as const) }));
    const sites = tellingOrder(places, symbol).map(place => ({ ...place, around: definitionAround(place.path, place.line, symbols) }));
    return { places: places.length, files: new Set(places.map(place => place.path)).size, sharedBy, sites };
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

/** The names of all definitions, comments included, that have at least one of these lines, and of what encloses them. */
export function namesAround(path: WorkspacePath, range: TextRange, symbols: SymbolTable): readonly string[] {
    return (symbols.factsOf(path)?.definitions ?? []).flatMap(({ name, container, range: own, doc }) => {
        const startLine = doc ? Math.min(doc.startLine, own.startLine) : own.startLine;
        if (!overlaps({ startLine, endLine: own.endLine }, range)) return [];
        return [name, ...container.split('.').filter(part => part !== '')];
    });
}

/** True when a definition of this name stands inside a definition of that one. */
export function isMember(container: string, name: string, symbols: SymbolTable): boolean {
    return symbols.definitionsOf(name).some(definition => definition.container.split('.').includes(container));
}

const CAN_USE: ReadonlySet<string> = new Set(['function', 'method', 'class', 'interface', 'type', 'macro', 'section']);

function tellingOrder<Place extends Omit<UsePlace, 'around'>>(
    places: readonly Place[],
    { path: ownPath, name }: CodeSymbol,
): readonly Place[] {
    const seen = new Map<string, number>();
    const ranked = places.map(place => {
        const nth = seen.get(place.path) ?? 0;
        seen.set(place.path, nth + 1);
        const rank = place.kind === 'code' ? 0 : place.kind === 'config' || place.kind === 'build' ? 1 : place.kind === 'test' ? 2 : 3;
        return { place, rank: rank * 4 + Math.min(nth, 1) * 2 + (place.path === ownPath ? 1 : isCalledAfter(place.path, name) ? -1 : 0) };
    });
    ranked.sort(
        (a, b) => a.rank - b.rank || (a.place.path < b.place.path ? -1 : a.place.path > b.place.path ? 1 : a.place.line - b.place.line),
    );
    const tests = ranked.filter(({ place }) => place.kind === 'test').slice(0, MOST_SITES);
    const others = ranked.filter(({ place }) => place.kind !== 'test').slice(0, MOST_SITES);
    return [...others, ...tests].map(({ place }) => place);
}

/** `createContext.test.js` is about `createContext`. */
function isCalledAfter(path: WorkspacePath, name: string): boolean {
    return plain(baseName(path)).includes(plain(name));
}

function plain(text: string): string {
    return text.toLowerCase().replaceAll(/[_-]/g, '');
}

/** More than anybody is told; a popular name is used in thousands of places. */
const MOST_SITES = 12;

/**
 * The definitions of this repository that a definition calls, in order of lines, where names leave no doubt: those beside it, and functions
 * of a name that is defined once. What a value's methods are is not known, so `x.find()` is told only when `x` names the place of `find`.
 * `lines` are the lines of its file as they stand now.
 */
export function callsOf(symbol: CodeSymbol, lines: readonly string[], symbols: SymbolTable): readonly Call[] {
    const calls: Call[] = [];
    for (const { name, lines: used } of symbols.factsOf(symbol.path)?.references ?? []) {
        if (name === symbol.name || name.length < 3) continue;
        const definitions = symbols.definitionsOf(name).filter(({ kind }) => kind !== 'section' && kind !== 'key');
        const beside = definitions.find(definition => definition.path === symbol.path && definition.container === symbol.container);
        const meant = beside ?? samePackage(definitions, symbol) ?? (definitions.length === 1 ? definitions[0] : undefined);
        if (!meant || !CALLABLE.has(meant.kind) || (meant.path === symbol.path && containsLine(symbol.range, meant.nameLine))) continue;
        const line = used.find(
            at => at > symbol.signature.endLine && at <= symbol.range.endLine && isCallOf(meant, lines[at - 1] ?? '', symbol),
        );
        if (line !== undefined) calls.push({ symbol: meant, line });
    }
    return calls.sort((a, b) => a.line - b.line);
}

/** The files of a folder are one package in Go, and a function of its own package needs no prefix. */
function samePackage(definitions: readonly CodeSymbol[], { path }: CodeSymbol): CodeSymbol | undefined {
    if (!path.endsWith('.go')) return undefined;
    return definitions.find(definition => definition.container === '' && folderName(definition.path) === folderName(path));
}

function isCallOf(meant: CodeSymbol, line: string, caller: CodeSymbol): boolean {
    // Attributes and decorators are not calls that the definition makes.
    if (/^\s*(?:#!?\[|@)/.test(line)) return false;
    const call = new RegExp(
        `(?:([\\w$]+)(?:\\??\\.|::|->))?(?<![\\w$])${meant.name.replaceAll(/\W/g, '\\$&')}(?:::<[^>]*>|<[\\w, ]*>|!)?\\(`,
    ).exec(line);
    if (!call) return false;
    const receiver = call[1];
    const container = meant.container.split('.').at(-1) ?? '';
    if (receiver === undefined)
        return !/[.>:]$/.test(line.slice(0, call.index)) && (container === '' || meant.container === caller.container);
    if (/^(?:self|this|cls|super|Self)$/.test(receiver)) return meant.container !== '' && meant.container === caller.container;
    return (
        receiver === container || receiver === baseName(meant.path).replace(/\.\w+$/, '') || receiver === baseName(folderName(meant.path))
    );
}

const CALLABLE: ReadonlySet<string> = new Set(['function', 'method', 'class', 'macro']);

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
