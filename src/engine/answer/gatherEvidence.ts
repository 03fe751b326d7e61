import type { Candidate, RankedDefinition } from './rankDefinitions.ts';
import type { CodeSymbol, FileKind, Language } from '../../protocol/code.ts';
import type { Evidence, EvidenceRole, Question } from '../../protocol/answer.ts';
import type { Embedder, FileTable, Files, PassageStore, StopOptions, SymbolTable, WordStatistics } from '../ports.ts';
import type { AttachedText, Findings, Introduction, QuestionWord, Subject } from './findings.ts';
import type { Passage, SearchResult } from '../../protocol/passage.ts';
import type { TextRange, WorkspacePath } from '../../protocol/text.ts';
import { definingWords, definitionPlace, gatherSubject, showDoc, type Place } from './gatherSubject.ts';
import { nothingAttached, type Attached } from './attached.ts';
import { attachedTextName } from '../../protocol/attachment.ts';
import { definitionAround } from './describeSubject.ts';
import { EvidenceList } from './evidenceList.ts';
import { judgeEvidence } from './judgeEvidence.ts';
import { isEnglish } from './questionLanguage.ts';
import { languageOf } from '../parse/languages.ts';
import { LiveFiles, placeNow } from './liveFiles.ts';
import { heldWords, measureEvidence, type EvidenceMeasure } from './measureEvidence.ts';
import { namedPlaces } from './namedPlaces.ts';
import { namesIn } from './questionNames.ts';
import { overlaps } from '../../protocol/text.ts';
import { questionShape } from './questionShape.ts';
import { questionWords } from './questionWords.ts';
import { rankDefinitions } from './rankDefinitions.ts';
import { isBelow } from '../retrieve/fuseRankings.ts';
import { rememberingFacts } from '../retrieve/rememberingFacts.ts';
import { termsOf } from '../retrieve/terms.ts';

export interface EvidencePorts {
    readonly files: Files;
    readonly symbols: SymbolTable;
    readonly fileTable: FileTable;
    readonly store: Pick<PassageStore, 'searchMeaning'>;
    /** Undefined where no model can be had. */
    readonly embedder: Embedder | undefined;
    statistics(): WordStatistics;
}

export interface Gathered {
    readonly evidence: readonly Evidence[];
    readonly findings: Findings;
}

/**
 * Everything an answer may cite: the lines the user pointed at, what the question is about with its definition, the passages that were
 * found, and what is connected with the main subject: who uses it, what tests, configures and documents it. All text is live.
 */
export async function gatherEvidence(
    question: Question,
    result: SearchResult,
    { symbols, ...others }: EvidencePorts,
    { signal, attached = nothingAttached }: StopOptions & { readonly attached?: Attached } = {},
): Promise<Gathered> {
    const ports: EvidencePorts = { ...others, symbols: rememberingFacts(symbols) };
    const live = new LiveFiles(ports.files);
    const shape = questionShape(question.text, question.command);
    const words = questionWords(question.text, ports.statistics());
    const names = namesIn(question.text);
    const list = new EvidenceList();
    const add = async (role: EvidenceRole, place: Place, detail: string, found?: Passage): Promise<number | undefined> => {
        const lines = await live.lines(place.path);
        if (!lines || place.range.startLine > lines.length) return undefined;
        const language: Language = found?.language ?? languageOf(place.path).id;
        return list.add({
            role,
            ...place,
            lines,
            language,
            kind: found?.kind ?? ports.fileTable.kindOf(place.path) ?? 'code',
            detail,
            found,
        });
    };

    const told: AttachedText[] = [];
    for (const { kind, path, range } of attached.pieces) {
        const number = await add('attached', { path, range }, 'attached');
        if (number !== undefined && attachedTextName(path) !== undefined) told.push({ number, kind });
    }
    const ranked = rankDefinitions(await candidates(question, attached, result, { names, words }, live, ports), words, shape);
    signal?.throwIfAborted();
    const chosen = chooseSubjects(ranked);

    const main = chosen[0];
    if (main) await add('definition', definitionPlace(main.symbol), definingWords(main.symbol));
    const [first, later] = splitFound(result.passages);
    const shown = [...(main ? [definitionPlace(main.symbol)] : []), ...first];
    for (const { role, detail, ...place } of namedPlaces(question, result, ports, shown, attached.scope)) await add(role, place, detail);
    for (const passage of first) await add('found', passage, '', passage);
    const subjects: Subject[] = [];
    for (const definition of chosen) {
        signal?.throwIfAborted();
        subjects.push(
            await gatherSubject(definition, subjects.length === 0, {
                add,
                live,
                ports,
                words,
                isAboutUses: shape === 'users' || shape === 'tests',
            }),
        );
    }
    for (const [role, passage] of companions(later, main?.symbol, words)) await add(role, passage, '', passage);

    const introductions: Introduction[] = [];
    for (const passage of first) {
        const symbol = definitionOf(passage, ports.symbols);
        const lines = await live.lines(passage.path);
        const now = symbol && lines && placeNow(symbol, lines);
        if (!now) continue;
        const number = await add('found', passage, '', passage);
        if (number !== undefined) introductions.push({ number, symbol: now, doc: await showDoc(now, lines, add) });
    }

    const evidence = list.evidence(words);
    const measure = await measureQuestion(question.text, result, words, ports, { signal });
    const verdict = judgeEvidence(measure, {
        isEnglish: isEnglish(question.text),
        asksForUsers: shape === 'users',
        // A text that was attached answers for itself; whether the repository has something about it is decided as ever.
        hasSelection: attached.pieces.some(({ path }) => attachedTextName(path) === undefined),
    });
    return { evidence, findings: { shape, words, subjects, introductions, verdict, ...(told.length === 0 ? {} : { attached: told }) } };
}

/** As many passages are shown as found; the rest only counts when it documents, configures or tests the subject. */
const SHOWN_AS_FOUND = 6;
/** Definitions are looked for in this many passages. */
const CONSIDERED = 12;
/** How much of a passage's standing is that of its file, which retrieval orders better than single passages. */
const FILE_SHARE = 0.75;
const MOST_SUBJECTS = 3;
/** Definitions are looked for by name in this many files, whether a passage of them was found or not. */
const NAMES_LOOKED_AT = 8;
function splitFound(passages: readonly Passage[]): readonly [readonly Passage[], readonly Passage[]] {
    return [passages.slice(0, SHOWN_AS_FOUND), passages.slice(SHOWN_AS_FOUND)];
}

/** How much of what a question asks for was found. */
export async function measureQuestion(
    question: string,
    result: SearchResult,
    words: readonly QuestionWord[],
    ports: EvidencePorts,
    { signal }: StopOptions = {},
): Promise<EvidenceMeasure> {
    const names = namesIn(question);
    const known = names.filter(name => isKnown(name, ports)).length;
    const { store, embedder } = ports;
    const statistics = ports.statistics();
    return await measureEvidence({
        question,
        words,
        passages: result.passages,
        files: result.files,
        names: { known, unknown: names.length - known, areNowhere: known === 0 && isNowhere(question, names, statistics) },
        statistics,
        store,
        embedder,
        signal,
    });
}

/** True for a question that is nothing but names which no text of the index has either. */
function isNowhere(question: string, names: readonly string[], statistics: WordStatistics): boolean {
    const isNamesAlone = question.match(/[^\s`"'“”()?]+/g)?.every(word => names.includes(word)) ?? false;
    // The last term of an identifier is the whole of it.
    return isNamesAlone && names.every(name => statistics.rowsWith(termsOf(name).at(-1) ?? '') === 0);
}

function isKnown(name: string, { symbols, fileTable }: EvidencePorts): boolean {
    if (symbols.definitionsOf(name).length > 0 || symbols.referencesTo(name).length > 0) return true;
    if (!/[./]/.test(name)) return false;
    for (const { path } of fileTable.files()) if (path === name || path.endsWith(`/${name}`)) return true;
    return false;
}

/** The definitions in the passages, those around the selection, and those that the question names. */
async function candidates(
    question: Question,
    { pieces, scope }: Pick<Attached, 'pieces' | 'scope'>,
    result: SearchResult,
    { names, words }: { readonly names: readonly string[]; readonly words: readonly QuestionWord[] },
    live: LiveFiles,
    { symbols, fileTable }: EvidencePorts,
): Promise<readonly Candidate[]> {
    const found = new Map<string, Candidate>();
    const consider = async (symbol: CodeSymbol, standing: number, isNamed: boolean): Promise<void> => {
        const lines = await live.lines(symbol.path);
        const now = lines && placeNow(symbol, lines);
        if (!now) return;
        const key = `${symbol.path}:${String(symbol.range.startLine)}:${symbol.name}`;
        const known = found.get(key);
        found.set(key, {
            symbol: now,
            fileKind: fileTable.kindOf(symbol.path) ?? 'code',
            lines,
            standing: Math.max(standing, known?.standing ?? 0),
            isNamed: isNamed || known?.isNamed === true,
        });
    };
    const within = async (place: Place, standing: number): Promise<void> => {
        for (const definition of symbols.factsOf(place.path)?.definitions ?? []) {
            if (overlaps(withDoc(definition), place.range)) await consider({ ...definition, path: place.path }, standing, false);
        }
    };
    for (const { kind, path, range } of pieces) {
        const around = kind === 'lines' || kind === 'symbol' ? definitionIn(path, range, symbols) : undefined;
        if (around) await consider(around, 2, true);
    }
    const fileRanks = new Map(result.files.map(({ path }, rank) => [path, rank]));
    for (const [rank, passage] of result.passages.slice(0, CONSIDERED).entries()) {
        const fileRank = fileRanks.get(passage.path) ?? result.files.length;
        await within(passage, (1 - FILE_SHARE) / (1 + rank * 0.3) + FILE_SHARE / (1 + fileRank * 0.3));
    }
    for (const [rank, { path }] of result.files.slice(0, NAMES_LOOKED_AT).entries()) {
        for (const definition of symbols.factsOf(path)?.definitions ?? []) {
            if (isSaidByName(definition, words)) await consider({ ...definition, path }, FILE_SHARE / (1 + rank * 0.3), false);
        }
    }
    const isInScope = ({ path }: CodeSymbol): boolean => scope.length === 0 || scope.some(folder => isBelow(path, folder));
    // Tests and examples may define a name dozens of times; what they stand for is looked at first.
    const late = ({ path }: CodeSymbol): number =>
        (fileTable.kindOf(path) === 'code' ? 0 : result.files.length + 1) + (fileRanks.get(path) ?? result.files.length);
    for (const name of names) {
        const definitions = symbols.definitionsOf(name).filter(isInScope);
        for (const symbol of definitions.sort((one, other) => late(one) - late(other)).slice(0, DEFINITIONS_OF_A_NAME))
            await consider(symbol, 0, true);
    }
    return [...found.values()];
}

const DEFINITIONS_OF_A_NAME = 8;

/** What lines show: the definition they begin in, or the first that begins in them. */
function definitionIn(path: WorkspacePath, range: TextRange, symbols: SymbolTable): CodeSymbol | undefined {
    const around = definitionAround(path, range.startLine, symbols);
    if (around) return around;
    const first = symbols.factsOf(path)?.definitions.find(({ nameLine }) => nameLine >= range.startLine && nameLine <= range.endLine);
    return first && { ...first, path };
}

/** A name that has two words of the question, or a setting that is one of them in a group of settings that is another. */
function isSaidByName({ name, container, kind }: Omit<CodeSymbol, 'path'>, words: readonly QuestionWord[]): boolean {
    if (kind === 'section') return false;
    const own = new Set(termsOf(name));
    const told = words.filter(({ term }) => own.has(term));
    if (told.length !== 1) return told.length > 1;
    const group = new Set(termsOf(container));
    return own.size === 1 && (kind === 'field' || kind === 'key') && words.some(word => word !== told[0] && group.has(word.term));
}

/** A passage of a long doc comment is about what the comment describes. */
function withDoc({ range, doc }: Omit<CodeSymbol, 'path'>): TextRange {
    return doc ? { startLine: Math.min(range.startLine, doc.startLine), endLine: Math.max(range.endLine, doc.endLine) } : range;
}

/** The best, and others that come near it; a definition inside or around one that is chosen already says nothing new. */
function chooseSubjects(ranked: readonly RankedDefinition[]): readonly RankedDefinition[] {
    const chosen: RankedDefinition[] = [];
    const best = ranked[0]?.score ?? 0;
    for (const definition of ranked) {
        if (chosen.length === MOST_SUBJECTS || definition.score < best * 0.6) break;
        const { path, range } = definition.symbol;
        if (chosen.some(({ symbol }) => symbol.path === path && overlaps(symbol.range, range))) continue;
        chosen.push(definition);
    }
    return chosen;
}

function definitionOf({ path, symbol, range }: Passage, symbols: SymbolTable): CodeSymbol | undefined {
    if (!symbol) return undefined;
    const found = symbols
        .factsOf(path)
        ?.definitions.find(
            definition =>
                definition.name === symbol.name && definition.container === symbol.container && overlaps(withDoc(definition), range),
        );
    return found && { ...found, path };
}

/** Of the lower passages, the first that documents, configures and tests what the question is about. */
function companions(
    later: readonly Passage[],
    main: CodeSymbol | undefined,
    words: readonly QuestionWord[],
): readonly (readonly [EvidenceRole, Passage])[] {
    const chosen = new Map<FileKind, readonly [EvidenceRole, Passage]>();
    const roles: Readonly<Partial<Record<FileKind, EvidenceRole>>> = { docs: 'documentation', config: 'configuration', test: 'test' };
    for (const passage of later) {
        const role = roles[passage.kind];
        if (!role || chosen.has(passage.kind)) continue;
        const held = heldWords(passage);
        const share = words.filter(word => held.has(word.term)).length / Math.max(1, words.length);
        if ((main && passage.text.includes(main.name) && main.name.length > 3) || share >= 0.6) chosen.set(passage.kind, [role, passage]);
    }
    return [...chosen.values()];
}
