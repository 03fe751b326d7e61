import type { CodeSymbol, SymbolKind } from '../../protocol/code.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { SymbolTable } from '../ports.ts';
import type { QuestionName } from './readQuestion.ts';
import type { Ranking } from './ranking.ts';
import { qualifiedName } from '../../protocol/code.ts';
import { idf } from './readQuestion.ts';

/** A ranking of files that define what the question names, with the definitions that were meant. */
export interface SymbolRanking extends Ranking {
    readonly symbolsOf: (path: WorkspacePath) => readonly CodeSymbol[];
}

/** Ranks by definitions whose name is exactly a word of the question (case and underscores aside): the rarer the name, the more it says. */
export function symbolRanking(
    names: readonly QuestionName[],
    table: Pick<SymbolTable, 'tellDefinitionsLike' | 'factsOf'>,
    fileCount: number,
): SymbolRanking {
    const scores = new Map<WorkspacePath, number>();
    const found: DefinersOfName[] = [];
    for (const { folded, written, weight } of names) {
        const byFile = new Map<WorkspacePath, BestDefinition>();
        table.tellDefinitionsLike(folded, (path, name, kind, isInner) => {
            const worth = importance({ name, kind, isInner }, written);
            const known = byFile.get(path);
            if (known === undefined) byFile.set(path, { name, worth });
            else if (worth > known.worth) [known.name, known.worth] = [name, worth];
        });
        if (byFile.size === 0) continue;
        const rarity = idf(byFile.size, fileCount);
        for (const [path, { worth }] of byFile) scores.set(path, (scores.get(path) ?? 0) + weight * rarity * worth);
        found.push({ written, byFile });
    }
    const symbolsOf = (path: WorkspacePath): readonly CodeSymbol[] => meantIn(path, found, table);
    return { signal: 'symbol', files: scores, detail: path => describe(symbolsOf(path)), floor: 0, telling: TELLING, symbolsOf };
}

/** What defines one name of the question, by file. */
interface DefinersOfName {
    readonly written: string;
    readonly byFile: ReadonlyMap<WorkspacePath, BestDefinition>;
}

/** The most important definition of a file, told by its name and how important it is. */
interface BestDefinition {
    name: string;
    worth: number;
}

/** The definitions themselves are looked for in the few files that are shown. */
function meantIn(path: WorkspacePath, found: readonly DefinersOfName[], table: Pick<SymbolTable, 'factsOf'>): readonly CodeSymbol[] {
    const definers = found.filter(({ byFile }) => byFile.has(path));
    if (definers.length === 0) return [];
    const definitions = table.factsOf(path)?.definitions ?? [];
    return definers.flatMap(({ written, byFile }) => {
        const best = byFile.get(path);
        const meant = definitions.find(
            ({ name, kind, container }) =>
                name === best?.name && importance({ name, kind, isInner: container !== '' }, written) === best.worth,
        );
        return meant ? [{ ...meant, path }] : [];
    });
}

/** A type that is asked for by name is rarely meant as a field or a key of the same name. */
function importance(symbol: { readonly name: string; readonly kind: SymbolKind; readonly isInner: boolean }, written: string): number {
    const exact = (symbol.name === written ? 1 : DIFFERENT_CASE) * (symbol.isInner ? INNER : 1);
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
