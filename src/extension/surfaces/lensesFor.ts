import type { CodeSymbol, SymbolKind } from '../../protocol/code.ts';
import type { LensKind } from '../../settings/settings.ts';
import { qualifiedName } from '../../protocol/code.ts';
import { containsLine } from '../../protocol/text.ts';
import { nameNear } from './nameNear.ts';

/** Above a definition: what is offered there, and where its name stands in the text as it is now (both counted from 0). */
export interface LensPlace {
    readonly line: number;
    readonly column: number;
    readonly symbol: CodeSymbol;
    readonly hasReferences: boolean;
    readonly hasAsk: boolean;
}

export interface LensOptions {
    readonly references: boolean;
    readonly ask: boolean;
    readonly kinds: readonly LensKind[];
}

/**
 * Which definitions of a file get lenses: one line each, none for what lives inside a function and none for the members of an interface.
 * `lines` is the text of the editor, which may be ahead of the index; a definition whose name is no longer near its line gets none.
 */
export function lensesFor(symbols: readonly CodeSymbol[], lines: readonly string[], options: LensOptions): readonly LensPlace[] {
    if ((!options.references && !options.ask) || lines.length > MOST_LINES) return [];
    const places = new Map<number, LensPlace>();
    for (const symbol of symbols) {
        const kind = lensKindOf(symbol.kind);
        if (kind === undefined || !options.kinds.includes(kind) || isLocal(symbol, symbols)) continue;
        const found = nameNear(symbol, lines);
        if (!found || places.has(found.line)) continue;
        places.set(found.line, {
            ...found,
            symbol,
            // The language calls these, nobody mentions them.
            hasReferences: options.references && !/^(?:constructor|init|deinit|__\w+__)$/.test(symbol.name),
            hasAsk: options.ask,
        });
    }
    return [...places.values()];
}

/** Reading such a file is not helped by hundreds of lenses, and each costs its share of a language server. */
export const MOST_LINES = 5_000;

function lensKindOf(kind: SymbolKind): LensKind | undefined {
    switch (kind) {
        case 'function':
        case 'macro':
            return 'function';
        case 'method':
        case 'class':
            return kind;
        case 'interface':
        case 'type':
        case 'enum':
            return 'type';
        case 'constant':
        case 'variable':
        case 'field':
        case 'module':
        case 'section':
        case 'key':
            return undefined;
    }
}

function isLocal(symbol: CodeSymbol, symbols: readonly CodeSymbol[]): boolean {
    if (symbol.container === '') return false;
    return symbols.some(
        around =>
            around !== symbol &&
            HIDING.has(around.kind) &&
            containsLine(around.range, symbol.nameLine) &&
            around.nameLine <= symbol.nameLine &&
            (symbol.container === qualifiedName(around) || symbol.container.startsWith(`${qualifiedName(around)}.`)),
    );
}

const HIDING: ReadonlySet<SymbolKind> = new Set(['function', 'method', 'interface', 'type']);
