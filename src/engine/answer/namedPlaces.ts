import type { EvidenceRole, Question } from '../../protocol/answer.ts';
import type { CodeSymbol } from '../../protocol/code.ts';
import type { SearchResult } from '../../protocol/passage.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { FileTable, SymbolTable } from '../ports.ts';
import { overlaps } from '../../protocol/text.ts';
import { isBelow } from '../retrieve/fuseRankings.ts';
import { filesWritten } from '../retrieve/pathRanking.ts';
import { writtenPaths } from '../retrieve/readQuestion.ts';
import { definingWords, definitionPlace, type Place } from './gatherSubject.ts';
import { namesIn } from './questionNames.ts';

/** Lines that the question asks for by a name. */
export interface NamedPlace extends Place {
    readonly role: EvidenceRole;
    /** For people: `defines retryBuild`, `named in the question`. */
    readonly detail: string;
}

/**
 * What a question names and `shown` does not have: the definition of each name, and of each file the best passage that was found in it,
 * or its beginning. A name that many share is shown where the search ranks its holders best, three times at most.
 */
export function namedPlaces(
    { text }: Pick<Question, 'text'>,
    result: SearchResult,
    { symbols, fileTable }: { readonly symbols: SymbolTable; readonly fileTable: FileTable },
    shown: readonly Place[],
    scope: readonly WorkspacePath[] = [],
): readonly NamedPlace[] {
    const asked = text.slice(0, LOOKED_AT);
    const ranks = new Map(result.files.map(({ path }, rank) => [path, rank]));
    const rankOf = (path: WorkspacePath): number => ranks.get(path) ?? result.files.length + (fileTable.kindOf(path) === 'code' ? 0 : 1);
    const isInScope = (path: WorkspacePath): boolean => scope.length === 0 || scope.some(folder => isBelow(path, folder));
    const bestOf = <Item>(items: readonly Item[], pathOf: (item: Item) => WorkspacePath): readonly Item[] =>
        items
            .filter(item => isInScope(pathOf(item)))
            .sort((a, b) => rankOf(pathOf(a)) - rankOf(pathOf(b)) || (pathOf(a) < pathOf(b) ? -1 : 1))
            .slice(0, MOST_OF_A_NAME);

    const places: NamedPlace[] = [];
    for (const written of writtenPaths(asked)) {
        for (const path of bestOf(filesWritten(fileTable, written), file => file)) {
            if ([...shown, ...places].some(place => place.path === path)) continue;
            const range = result.passages.find(passage => passage.path === path)?.range ?? BEGINNING;
            places.push({ role: 'found', path, range, detail: 'named in the question' });
        }
    }
    for (const name of namesIn(asked)) {
        const definitions = symbols.definitionsOf(name).filter(({ kind }) => kind !== 'section' && kind !== 'key');
        for (const symbol of bestOf<CodeSymbol>(definitions, ({ path }) => path)) {
            const place = definitionPlace(symbol);
            if ([...shown, ...places].some(known => known.path === place.path && overlaps(known.range, symbol.signature))) continue;
            places.push({ role: 'definition', ...place, detail: definingWords(symbol) });
        }
    }
    return places.slice(0, MOST_PLACES);
}

/** Characters of a question; a report names files all along, in traces and in steps to reproduce. */
const LOOKED_AT = 320;
const MOST_OF_A_NAME = 3;
const MOST_PLACES = 6;
const BEGINNING = { startLine: 1, endLine: 40 };
