import type { CodeSymbol } from '../../protocol/code.ts';
import type { ReferenceLine } from '../../protocol/hostContract.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { StopOptions } from '../ports.ts';
import type { EveryPlacePorts, NamePlace } from '../retrieve/everyPlace.ts';
import { qualifiedName } from '../../protocol/code.ts';
import { languageOf } from '../parse/languages.ts';
import { placesIn } from '../retrieve/everyPlace.ts';

export interface MeaningPorts extends EveryPlacePorts {
    /** Where a definition is meant, by a language server; undefined when none knows. Absent outside an editor. */
    readonly referencesTo?: (definition: CodeSymbol, options: StopOptions) => Promise<readonly ReferenceLine[] | undefined>;
}

/** A place with the position of the definition that it means; undefined where nobody said so. */
export interface MeantPlace extends NamePlace {
    readonly means: number | undefined;
}

export interface MeantPlaces {
    /** The places that have the name, and those that mean one of the definitions by another name, by path and line. */
    readonly places: readonly MeantPlace[];
    /** Whether a language server knows each definition, in their order. */
    readonly isKnown: readonly boolean[];
}

/**
 * Says of the places of a name which definition each means, where the editor has a language server that knows; undefined where none does,
 * and for a name with so many definitions that asking for each would take too long. A server may know a part of the files only, so a
 * place that it does not name is unconfirmed, and not another thing.
 */
export async function meantPlaces(
    found: readonly NamePlace[],
    definitions: readonly CodeSymbol[],
    ports: MeaningPorts,
    { signal }: StopOptions = {},
): Promise<MeantPlaces | undefined> {
    const { referencesTo } = ports;
    if (!referencesTo || definitions.length === 0 || definitions.length > MOST_ASKED) return undefined;
    const deadline = AbortSignal.any([AbortSignal.timeout(DEADLINE_MS), ...(signal ? [signal] : [])]);
    const answers = await Promise.all(definitions.map(symbol => knownReferences(symbol, referencesTo, deadline)));
    signal?.throwIfAborted();
    if (answers.every(answer => answer === undefined)) return undefined;

    const meant = new Map<string, number>();
    for (const [position, lines = []] of answers.entries())
        for (const at of lines) if (!meant.has(keyOf(at))) meant.set(keyOf(at), position);
    const places = found.map((place): MeantPlace => ({ ...place, means: meant.get(keyOf(place)) }));
    const known = new Set([...found, ...definitions.map(({ path, nameLine }) => ({ path, line: nameLine }))].map(keyOf));
    const renamed = answers.flatMap((lines = []) => lines).filter(line => !known.has(keyOf(line)));
    for (const place of await placesByAnotherName(renamed, ports)) places.push({ ...place, means: meant.get(keyOf(place)) });
    places.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line));
    return { places, isKnown: answers.map(answer => answer !== undefined) };
}

/** Undefined as well where there is none: a server that was shown no project knows the open files alone, and that is no knowledge. */
async function knownReferences(
    symbol: CodeSymbol,
    referencesTo: NonNullable<MeaningPorts['referencesTo']>,
    signal: AbortSignal,
): Promise<readonly ReferenceLine[] | undefined> {
    const lines = await referencesTo(symbol, { signal }).catch(() => undefined);
    return lines?.length === 0 ? undefined : lines;
}

/** As many as an answer shows. */
const MOST_ASKED = 5;
/** Somebody waits for the answer, and has one by name in any case. */
const DEADLINE_MS = 3_000;

/** What a server found under a name that an import has changed, in files that are indexed. */
async function placesByAnotherName(lines: readonly ReferenceLine[], { files, fileTable, symbols }: EveryPlacePorts): Promise<NamePlace[]> {
    const places = new Map<string, NamePlace>();
    for (const [path, own] of Map.groupBy(lines, line => line.path)) {
        const kind = fileTable.kindOf(path);
        const source = kind && (await files.read(path));
        if (!kind || !source) continue;
        const text = source.text.split(/\r\n|\r|\n/);
        for (const { line, column } of own) {
            const name = /^[\w$]+/.exec(text[line - 1]?.slice(column) ?? '')?.[0];
            if (name === undefined) continue;
            const place = placesIn(text, name, { facts: symbols.factsOf(path), kind, language: languageOf(path).id }).find(
                one => one.line === line,
            );
            if (place) places.set(keyOf({ path, line }), { path, kind, line, role: place.role });
        }
    }
    return [...places.values()];
}

/** The definitions that a qualified name means, `Cart.add` or `cart::add`; all of them for a bare name and for a qualifier that fits none. */
export function definitionsMeant(written: string, definitions: readonly CodeSymbol[]): readonly CodeSymbol[] {
    const parts = written.split(/\.|::|#/).filter(part => part !== '');
    if (parts.length < 2) return definitions;
    const wanted = parts.join('.');
    const fitting = definitions.filter(symbol => `.${qualifiedName(symbol)}`.endsWith(`.${wanted}`));
    return fitting.length === 0 ? definitions : fitting;
}

function keyOf({ path, line }: { readonly path: WorkspacePath; readonly line: number }): string {
    return `${path}\n${String(line)}`;
}
