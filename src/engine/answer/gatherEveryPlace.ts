import type { CodeSymbol } from '../../protocol/code.ts';
import type { EvidenceRole, Question } from '../../protocol/answer.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { ScopeOptions } from './attached.ts';
import type { NamePlace } from '../retrieve/everyPlace.ts';
import type { PlaceRole } from '../retrieve/placeRole.ts';
import type { CompleteList, ListedPlace, MeantCounts, RoleCount } from './findings.ts';
import type { MeaningPorts } from './meantPlaces.ts';
import type { KindQuestion, NameQuestion } from './exhaustiveQuestion.ts';
import type { EvidencePorts, Gathered } from './gatherEvidence.ts';
import { qualifiedName } from '../../protocol/code.ts';
import { definitionsInCode } from '../explain/mentionsOf.ts';
import { languageOf } from '../parse/languages.ts';
import { findEveryImport } from '../retrieve/everyImport.ts';
import { findEveryPlace } from '../retrieve/everyPlace.ts';
import { isBelow } from '../retrieve/fuseRankings.ts';
import { foldedName } from '../retrieve/foldedName.ts';
import { definitionAround } from './describeSubject.ts';
import { EvidenceList } from './evidenceList.ts';
import { exhaustiveQuestion } from './exhaustiveQuestion.ts';
import { LiveFiles } from './liveFiles.ts';
import { definitionsMeant, meantPlaces } from './meantPlaces.ts';
import { questionShape } from './questionShape.ts';
import { questionWords } from './questionWords.ts';

/**
 * Answers a question about all places from the structure of the repository: everything is counted, and the first places are evidence.
 * Undefined for a question of another kind, and for a name that the index does not know: then the search may find what was meant.
 */
export async function gatherEveryPlace(
    question: Question,
    ports: EvidencePorts & MeaningPorts,
    { signal, scope = [] }: ScopeOptions = {},
): Promise<Gathered | undefined> {
    const asked = exhaustiveQuestion(question.text);
    if (!asked) return undefined;
    const found = inScope('name' in asked ? await placesOfName(asked, ports, signal) : placesOfKind(asked, ports), scope);
    if (!found) return undefined;

    const live = new LiveFiles(ports.files);
    const list = new EvidenceList();
    const add = async (role: EvidenceRole, path: WorkspacePath, line: number, detail: string): Promise<number | undefined> => {
        const lines = await live.lines(path);
        if (!lines || line < 1 || line > lines.length) return undefined;
        const range = { startLine: Math.max(1, line - AROUND), endLine: line + AROUND };
        const kind = ports.fileTable.kindOf(path) ?? 'code';
        return list.add({ role, path, range, lines, language: languageOf(path).id, kind, detail, found: undefined });
    };
    const definitions: CompleteList['definitions'][number][] = [];
    for (const symbol of found.definitions.slice(0, MOST_DEFINITIONS)) {
        definitions.push({ symbol, number: await add('definition', symbol.path, symbol.nameLine, `defines ${qualifiedName(symbol)}`) });
    }
    const listed: ListedPlace[] = [];
    for (const place of inTellingOrder(found.places).slice(0, MOST_LISTED)) {
        signal?.throwIfAborted();
        const number = await add(place.kind === 'test' ? 'test' : 'use', place.path, place.line, found.detail);
        const around = place.line > 0 ? definitionAround(place.path, place.line, ports.symbols) : undefined;
        const inside = place.told ?? (around && around.kind !== 'section' ? qualifiedName(around) : '');
        const isUnconfirmed = found.meaning !== undefined && place.means === undefined;
        listed.push({ path: place.path, line: place.line, role: place.role, number, inside, ...(isUnconfirmed ? { isUnconfirmed } : {}) });
    }
    const everyPlace: CompleteList = {
        asks: found.asks,
        subject: found.subject,
        folder: found.folder,
        total: countOf(found.places),
        inTests: countOf(found.places.filter(({ kind }) => kind === 'test')),
        byRole: rolesOf(found.places),
        listed,
        unlisted: unlistedOf(inTellingOrder(found.places).slice(MOST_LISTED)),
        others: rolesOf(found.others),
        definitions,
        sharedBy: found.definitions.length,
        ...(found.meaning ? { meant: countMeanings(found, found.meaning) } : {}),
        unread: found.unread.length,
    };
    return {
        evidence: list.evidence(),
        findings: {
            shape: questionShape(question.text, question.command),
            words: questionWords(question.text, ports.statistics()),
            subjects: [],
            introductions: [],
            verdict: { isRelevant: true },
            everyPlace,
        },
    };
}

/** Of what was found, what lies where the user asked to look; undefined when nothing does. */
function inScope(found: FoundPlaces | undefined, scope: readonly WorkspacePath[]): FoundPlaces | undefined {
    if (!found || scope.length === 0) return found;
    const isInside = ({ path }: NamePlace): boolean => scope.some(folder => isBelow(path, folder));
    const places = found.places.filter(isInside);
    if (places.length === 0) return undefined;
    const meaning = found.meaning && { ...found.meaning, elsewhere: found.meaning.elsewhere.filter(isInside) };
    return { ...found, folder: scope.join(', '), places, others: found.others.filter(isInside), ...(meaning ? { meaning } : {}) };
}

/** Footnotes that a reader may still want to go through one by one; the rest is counted. */
const MOST_LISTED = 40;
const MOST_DEFINITIONS = 5;
/** Lines shown before and after a place. */
const AROUND = 1;

interface ToldPlace extends NamePlace {
    /** What the place is, where that is known better than by what is around it. */
    readonly told?: string;
    /** The position of the definition that it means, where a language server said so. */
    readonly means?: number | undefined;
}

interface FoundPlaces {
    readonly asks: CompleteList['asks'];
    readonly subject: string;
    readonly folder: string;
    readonly places: readonly ToldPlace[];
    /** Further places with the name, which were not asked for. */
    readonly others: readonly NamePlace[];
    readonly definitions: readonly CodeSymbol[];
    readonly unread: readonly WorkspacePath[];
    readonly detail: string;
    /** Set where a language server said what places mean. */
    readonly meaning?: Meaning;
}

interface Meaning {
    /** The positions that places have for `definitions`, in their order; undefined for one that the server does not know. */
    readonly positions: readonly (number | undefined)[];
    /** Calls and uses that mean another definition of the name. */
    readonly elsewhere: readonly NamePlace[];
}

async function placesOfName(asked: NameQuestion, ports: MeaningPorts, signal: AbortSignal | undefined): Promise<FoundPlaces | undefined> {
    if (asked.asks === 'imports') {
        const { places, unread } = await findEveryImport(asked.name, ports, { signal });
        if (places.length === 0) return undefined;
        const definitions = definitionsInCode(asked.name, ports.symbols);
        return {
            asks: 'imports',
            subject: asked.name,
            folder: '',
            places,
            others: [],
            definitions,
            unread,
            detail: `imports ${asked.name}`,
        };
    }
    const name = knownName(asked, ports);
    if (name === undefined) return undefined;
    const { places: byName, unread } = await findEveryPlace(name, ports, { signal });
    if (byName.length === 0) return undefined;
    const bearing = definitionsInCode(name, ports.symbols);
    const told = await meantPlaces(byName, bearing, ports, { signal });
    const places: readonly ToldPlace[] = told?.places ?? byName;
    const isWanted = ({ role }: NamePlace): boolean => role === 'call' || role === 'use';
    // A name that only strings and comments have, such as that of an environment variable, is used nowhere else.
    const asText = bearing.length === 0 && !places.some(isWanted);
    const fitting = places.filter(place => (asText ? place.role === 'text' : isWanted(place)));
    // `Cart.add` is one definition of several, where somebody can tell them apart.
    const definitions = told ? definitionsMeant(asked.name, bearing) : bearing;
    const meansAnother = ({ means }: ToldPlace): boolean => {
        const meant = means === undefined ? undefined : bearing[means];
        return meant !== undefined && !definitions.includes(meant);
    };
    const wanted = fitting.filter(place => !meansAnother(place));
    return {
        asks: asText ? 'mentions' : asked.asks,
        subject: definitions.length < bearing.length ? qualifiedName(definitions[0] ?? { name, container: '' }) : name,
        folder: '',
        places: wanted,
        others: places.filter(place => !fitting.includes(place) && place.role !== 'definition'),
        definitions,
        unread,
        detail: `has ${name}`,
        ...(told ? { meaning: meaningOf(definitions, bearing, told.isKnown, fitting.filter(meansAnother)) } : {}),
    };
}

function meaningOf(
    definitions: readonly CodeSymbol[],
    bearing: readonly CodeSymbol[],
    isKnown: readonly boolean[],
    elsewhere: readonly NamePlace[],
): Meaning {
    const positions = definitions.map(symbol => bearing.indexOf(symbol)).map(position => (isKnown[position] ? position : undefined));
    return { positions, elsewhere };
}

function countMeanings({ places }: FoundPlaces, { positions, elsewhere }: Meaning): MeantCounts {
    return {
        byDefinition: positions.map(position =>
            position === undefined ? undefined : places.filter(({ means }) => means === position).length,
        ),
        unconfirmed: places.filter(({ means }) => means === undefined).length,
        elsewhere: elsewhere.length,
    };
}

/** The name as code writes it: the last part of `Cart.add`, and `retryBuild` for `retrybuild` when only one name reads like that. */
function knownName({ name: written, isCertain }: NameQuestion, { symbols }: MeaningPorts): string | undefined {
    const name = written.split(/\.|::|#|\//).findLast(part => part !== '') ?? written;
    if (definitionsInCode(name, symbols).length > 0 || (isCertain && symbols.referencesTo(name).length > 0)) return name;
    const alike = new Set(symbols.definitionsLike(foldedName(name)).map(symbol => symbol.name));
    const [only] = alike;
    if (alike.size === 1 && only !== undefined && isCertain) return only;
    return isCertain ? name : undefined;
}

function placesOfKind(asked: KindQuestion, { fileTable, symbols }: MeaningPorts): FoundPlaces | undefined {
    const places: ToldPlace[] = [];
    for (const { path, kind } of fileTable.files()) {
        if (asked.folder !== '' && !path.startsWith(`${asked.folder}/`)) continue;
        if (asked.asks !== 'definitions') {
            if (asked.asks === 'files' || kind === 'test') places.push({ path, kind, line: 1, role: 'definition', told: '' });
            continue;
        }
        for (const symbol of symbols.factsOf(path)?.definitions ?? []) {
            if (!asked.kinds.includes(symbol.kind)) continue;
            places.push({ path, kind, line: symbol.nameLine, role: 'definition', told: qualifiedName(symbol) });
        }
    }
    if (places.length === 0) return undefined;
    return {
        asks: asked.asks,
        subject: asked.noun,
        folder: asked.folder,
        places,
        others: [],
        definitions: [],
        unread: [],
        detail: asked.asks === 'definitions' ? `defines a ${asked.noun}` : `is a ${asked.noun}`,
    };
}

/** Code before tests before the rest, by path and line. */
function inTellingOrder<Place extends NamePlace>(places: readonly Place[]): readonly Place[] {
    const rank = ({ kind, role }: NamePlace): number => (role === 'text' ? 4 : kind === 'code' ? 0 : kind === 'test' ? 2 : 1);
    return [...places].sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line));
}

function countOf(places: readonly NamePlace[]): RoleCount['count'] {
    return { places: places.length, files: new Set(places.map(({ path }) => path)).size };
}

function rolesOf(places: readonly NamePlace[]): readonly RoleCount[] {
    const roles: readonly PlaceRole[] = ['call', 'use', 'import', 'text'];
    return roles.flatMap(role => {
        const own = places.filter(place => place.role === role);
        return own.length === 0 ? [] : [{ role, count: countOf(own) }];
    });
}

function unlistedOf(places: readonly NamePlace[]): CompleteList['unlisted'] {
    const byFile = new Map<WorkspacePath, number>();
    for (const { path } of places) byFile.set(path, (byFile.get(path) ?? 0) + 1);
    return [...byFile].map(([path, count]) => ({ path, places: count }));
}
