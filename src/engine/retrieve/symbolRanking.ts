import type { CodeSymbol } from '../../protocol/code.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { SymbolTable } from '../ports.ts';
import type { QuestionName } from './readQuestion.ts';
import type { Ranking } from './ranking.ts';
import { qualifiedName } from '../../protocol/code.ts';
import { idf } from './readQuestion.ts';

/** A ranking of files that define what the question names, with the definitions that were meant. */
export interface SymbolRanking extends Ranking {
    readonly symbols: ReadonlyMap<WorkspacePath, readonly CodeSymbol[]>;
}

/** Ranks by definitions whose name is exactly a word of the question (case and underscores aside): the rarer the name, the more it says. */
export function symbolRanking(names: readonly QuestionName[], table: SymbolTable, fileCount: number): SymbolRanking {
    const scores = new Map<WorkspacePath, number>();
    const symbols = new Map<WorkspacePath, CodeSymbol[]>();
    for (const { folded, written, weight } of names) {
        const byFile = new Map<WorkspacePath, CodeSymbol>();
        for (const symbol of table.definitionsLike(folded)) {
            const known = byFile.get(symbol.path);
            if (!known || importance(symbol, written) > importance(known, written)) byFile.set(symbol.path, symbol);
        }
        const rarity = idf(byFile.size, fileCount);
        for (const [path, symbol] of byFile) {
            scores.set(path, (scores.get(path) ?? 0) + weight * rarity * importance(symbol, written));
            const known = symbols.get(path);
            if (known) known.push(symbol);
            else symbols.set(path, [symbol]);
        }
    }
    return { signal: 'symbol', files: scores, detail: path => describe(symbols.get(path) ?? []), floor: 0, telling: TELLING, symbols };
}

/** A type that is asked for by name is rarely meant as a field or a key of the same name. */
function importance(symbol: CodeSymbol, written: string): number {
    const exact = (symbol.name === written ? 1 : DIFFERENT_CASE) * (symbol.container === '' ? 1 : INNER);
    switch (symbol.kind) {
        case 'class':
        case 'interface':
        case 'type':
        case 'enum':
        case 'function':
        case 'method':
        case 'macro':
        case 'module':
            return exact;
        case 'constant':
        case 'variable':
            return exact * 0.7;
        case 'field':
            return exact * 0.3;
        case 'section':
        case 'key':
            return exact * 0.1;
    }
}

/** Something like one name written as code and defined in few files, or two rare words. */
const TELLING = 16;

const DIFFERENT_CASE = 0.8;

/** Members share their names with those of other types. */
const INNER = 0.6;

function describe(symbols: readonly CodeSymbol[]): string {
    const told = [...new Set(symbols.map(qualifiedName))].slice(0, 3);
    return `defines ${told.join(', ')}`;
}
