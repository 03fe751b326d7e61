import type { CodeSymbol, FileFacts, FileKind } from '../../protocol/code.ts';
import type { PointedAt } from '../../protocol/explanation.ts';
import type { FileTable, SymbolTable } from '../ports.ts';
import { containsLine } from '../../protocol/text.ts';
import { languageOf } from '../parse/languages.ts';
import { definitionsInCode, isSamePackage } from './mentionsOf.ts';

export interface MeantDefinition {
    readonly symbol: CodeSymbol;
    /** True when the place itself speaks for it: it stands here, in this file or package, is imported, or is the only one. */
    readonly isCertain: boolean;
    /** The likeliest first. */
    readonly others: readonly CodeSymbol[];
}

/**
 * Which definition a name at a place means, as far as the index can tell without resolving names. A name that the parser did not note on
 * that line (a word in a comment, a local variable) means nothing, and neither does one of another language.
 */
export function meantDefinition(
    { path, line, name }: PointedAt & { readonly name: string },
    symbols: SymbolTable,
    table: FileTable,
): MeantDefinition | undefined {
    const facts = symbols.factsOf(path);
    if (!facts) return undefined;
    const isNoted = facts.references.some(reference => reference.name === name && reference.lines.includes(line));
    const definedHere = facts.definitions.find(definition => definition.name === name && definition.nameLine === line);
    if (!isNoted && !definedHere) return undefined;
    const family = familyOf(path);
    const ranked = definitionsInCode(name, symbols)
        .filter(symbol => familyOf(symbol.path) === family)
        .map(symbol => ({ symbol, nearness: nearnessOf(symbol, { path, line }, facts, symbols) }))
        .sort(
            (a, b) =>
                a.nearness - b.nearness ||
                kindOrder(table.kindOf(a.symbol.path)) - kindOrder(table.kindOf(b.symbol.path)) ||
                (a.symbol.path < b.symbol.path ? -1 : a.symbol.path > b.symbol.path ? 1 : a.symbol.nameLine - b.symbol.nameLine),
        );
    const [first, second] = ranked;
    if (!first) return undefined;
    const isFar = first.nearness >= FAR;
    // A property of some value is seldom the field of that name in a file that this one does not know.
    if (isFar && ranked.every(({ symbol }) => DATA.has(symbol.kind))) return undefined;
    return {
        symbol: first.symbol,
        isCertain: second === undefined || (!isFar && first.nearness < second.nearness),
        others: ranked.slice(1).map(({ symbol }) => symbol),
    };
}

/** 0 for the definition at the place itself; from `FAR` on nothing but the name speaks for it. */
function nearnessOf(symbol: CodeSymbol, at: Omit<PointedAt, 'name'>, facts: FileFacts, symbols: SymbolTable): number {
    if (symbol.path === at.path) {
        if (symbol.nameLine === at.line) return 0;
        const owner = symbol.container;
        const isInScope = facts.definitions.some(
            around =>
                containsLine(around.range, at.line) &&
                (around.container === '' ? around.name : `${around.container}.${around.name}`) === owner,
        );
        return owner === '' ? 2 : isInScope ? 1 : 3;
    }
    if (symbols.importersOf(symbol.path).includes(at.path)) return symbol.container === '' ? 4 : 5;
    if (isSamePackage(symbol.path, at.path)) return 6;
    return FAR;
}

const FAR = 10;

const DATA: ReadonlySet<string> = new Set(['field', 'constant', 'variable']);

/** Languages whose files use each other's definitions. */
function familyOf(path: string): string {
    const { id } = languageOf(path);
    return FAMILIES.find(family => family.includes(id))?.[0] ?? id;
}

const FAMILIES: readonly (readonly string[])[] = [
    ['typescript', 'typescriptreact', 'javascript', 'javascriptreact', 'vue', 'svelte', 'html', 'astro'],
    ['c', 'cpp'],
    ['java', 'kotlin', 'scala', 'groovy'],
    ['css', 'scss', 'less'],
    ['ocaml', 'ocaml.interface'],
    ['terraform', 'hcl'],
];

function kindOrder(kind: FileKind | undefined): number {
    return kind === 'test' ? 1 : kind === 'generated' ? 2 : 0;
}
