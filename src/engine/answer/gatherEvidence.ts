import type { Candidate, RankedDefinition } from './rankDefinitions.ts';
import type { CodeSymbol, FileKind, Language } from '../../protocol/code.ts';
import type { Evidence, EvidenceRole, Question } from '../../protocol/answer.ts';
import type { Embedder, FileTable, Files, StopOptions, SymbolTable, WordStatistics } from '../ports.ts';
import type { Findings, Introduction, QuestionWord, ShownDoc, Subject, UseSite } from './findings.ts';
import type { Passage, SearchResult } from '../../protocol/passage.ts';
import type { TextRange, WorkspacePath } from '../../protocol/text.ts';
import { definitionAround, membersOf, callsOf, usesOf } from './describeSubject.ts';
import { docText, firstParagraphLength } from './docText.ts';
import { EvidenceList } from './evidenceList.ts';
import { judgeEvidence } from './judgeEvidence.ts';
import { languageOf } from '../parse/languages.ts';
import { LiveFiles, placeNow } from './liveFiles.ts';
import { nearestMeaning } from './nearestMeaning.ts';
import { namesIn } from './questionNames.ts';
import { overlaps } from '../../protocol/text.ts';
import { qualifiedName } from '../../protocol/code.ts';
import { questionShape } from './questionShape.ts';
import { questionWords } from './questionWords.ts';
import { rankDefinitions } from './rankDefinitions.ts';
import { termsOf } from '../retrieve/terms.ts';
import { textIn } from './sourceLines.ts';

export interface EvidencePorts {
    readonly files: Files;
    readonly symbols: SymbolTable;
    readonly fileTable: FileTable;
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
    { signal }: StopOptions = {},
): Promise<Gathered> {
    const ports: EvidencePorts = { ...others, symbols: rememberingFacts(symbols) };
    const live = new LiveFiles(ports.files);
    const shape = questionShape(question.text);
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

    if (question.selection) await add('selection', question.selection, 'selected');
    const ranked = rankDefinitions(await candidates(question, result, names, live, ports), words, shape);
    signal?.throwIfAborted();
    const chosen = chooseSubjects(ranked);

    const main = chosen[0];
    if (main) await add('definition', definitionPlace(main.symbol), `defines ${qualifiedName(main.symbol)}`);
    const [first, later] = splitFound(result.passages);
    for (const passage of first) await add('found', passage, '', passage);
    const subjects: Subject[] = [];
    for (const definition of chosen) {
        signal?.throwIfAborted();
        subjects.push(
            await describe(definition, subjects.length === 0, { add, live, ports, isAboutUses: shape === 'users' || shape === 'tests' }),
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

    const evidence = list.evidence();
    const known = names.filter(name => isKnown(name, ports)).length;
    const verdict = judgeEvidence({
        words,
        heldByPassage: result.passages.slice(0, JUDGED).map(heldWords),
        similarity: await nearestMeaning(question.text, result.passages.slice(0, JUDGED), ports.embedder, { signal }),
        knownNames: known,
        unknownNames: names.length - known,
        asksForUsers: shape === 'users',
        hasSelection: question.selection !== undefined,
    });
    return { evidence, findings: { shape, words, subjects, introductions, verdict } };
}

/** The facts of a file are packed in the index; an answer asks for those of the same few files again and again. */
function rememberingFacts(symbols: SymbolTable): SymbolTable {
    const known = new Map<WorkspacePath, ReturnType<SymbolTable['factsOf']>>();
    return {
        definitionsOf: name => symbols.definitionsOf(name),
        definitionsLike: name => symbols.definitionsLike(name),
        referencesTo: name => symbols.referencesTo(name),
        importersOf: path => symbols.importersOf(path),
        factsOf: path => {
            if (!known.has(path)) known.set(path, symbols.factsOf(path));
            return known.get(path);
        },
    };
}

interface Place {
    readonly path: WorkspacePath;
    readonly range: TextRange;
}

/** As many passages are shown as found; the rest only counts when it documents, configures or tests the subject. */
const SHOWN_AS_FOUND = 6;
const JUDGED = 8;
/** Definitions are looked for in this many passages. */
const CONSIDERED = 12;
/** How much of a passage's standing is that of its file, which retrieval orders better than single passages. */
const FILE_SHARE = 0.75;
const MOST_SUBJECTS = 3;
const LONGEST_DEFINITION = 70;
/** A doc comment of more lines is a chapter; its first paragraph is evidence of its own. */
const LONGEST_DOC = 25;

function splitFound(passages: readonly Passage[]): readonly [readonly Passage[], readonly Passage[]] {
    return [passages.slice(0, SHOWN_AS_FOUND), passages.slice(SHOWN_AS_FOUND)];
}

function heldWords(passage: Passage): ReadonlySet<string> {
    return new Set(termsOf(`${passage.path} ${passage.symbol?.container ?? ''} ${passage.symbol?.name ?? ''} ${passage.text}`));
}

function isKnown(name: string, { symbols, fileTable }: EvidencePorts): boolean {
    if (symbols.definitionsOf(name).length > 0 || symbols.referencesTo(name).length > 0) return true;
    if (!/[./]/.test(name)) return false;
    for (const { path } of fileTable.files()) if (path === name || path.endsWith(`/${name}`)) return true;
    return false;
}

/** Bringing a name into a file is not yet using it. */
const IMPORTS = /^\s*[\w$]+,?$|^\s*(?:pub(?:\([\w ]+\))? )?(?:use|import|from|require|#include|package|export (?:\*|\{)[^=]*from)\b/;

/** The definitions in the passages, those around the selection, and those that the question names. */
async function candidates(
    question: Question,
    result: SearchResult,
    names: readonly string[],
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
    if (question.selection) {
        const around = definitionAround(question.selection.path, question.selection.range.startLine, symbols);
        if (around) await consider(around, 2, true);
    }
    const fileRanks = new Map(result.files.map(({ path }, rank) => [path, rank]));
    for (const [rank, passage] of result.passages.slice(0, CONSIDERED).entries()) {
        const fileRank = fileRanks.get(passage.path) ?? result.files.length;
        await within(passage, (1 - FILE_SHARE) / (1 + rank * 0.3) + FILE_SHARE / (1 + fileRank * 0.3));
    }
    for (const name of names) for (const symbol of symbols.definitionsOf(name).slice(0, 8)) await consider(symbol, 0, true);
    return [...found.values()];
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

/** The definition with its doc comment, unless that is long and stands apart; of a long definition the beginning. */
function definitionPlace(symbol: CodeSymbol): Place {
    const { range, doc, path } = symbol;
    const isDocNear = doc !== undefined && range.startLine - doc.startLine <= LONGEST_DOC;
    const startLine = isDocNear ? Math.min(range.startLine, doc.startLine) : range.startLine;
    return { path, range: { startLine, endLine: Math.min(range.endLine, startLine + LONGEST_DEFINITION - 1) } };
}

/** The doc comment of a definition, with evidence for its first paragraph. */
async function showDoc(symbol: CodeSymbol, lines: readonly string[], add: Describing['add']): Promise<ShownDoc | undefined> {
    if (!symbol.doc) return undefined;
    const all = lines.slice(symbol.doc.startLine - 1, symbol.doc.endLine);
    const text = docText(all);
    if (text === '') return undefined;
    const range = { startLine: symbol.doc.startLine, endLine: symbol.doc.startLine + firstParagraphLength(all) - 1 };
    const number = await add('definition', { path: symbol.path, range }, `describes ${qualifiedName(symbol)}`);
    return number === undefined ? undefined : { text, shown: { number, range } };
}

interface Describing {
    readonly add: (role: EvidenceRole, place: Place, detail: string) => Promise<number | undefined>;
    readonly live: LiveFiles;
    readonly ports: EvidencePorts;
    readonly isAboutUses: boolean;
}

async function describe(
    { symbol, lines }: RankedDefinition,
    isMain: boolean,
    { add, live, ports, isAboutUses }: Describing,
): Promise<Subject> {
    const place = definitionPlace(symbol);
    const number = (await add('definition', place, `defines ${qualifiedName(symbol)}`)) ?? 0;
    const doc = await showDoc(symbol, lines, add);
    const uses = usesOf(symbol, ports.symbols, ports.fileTable, { countsAll: isAboutUses });
    const sites: UseSite[] = [];
    const wanted = !isMain ? 0 : isAboutUses ? 10 : 4;
    for (const site of [
        ...uses.sites.filter(({ kind }) => kind !== 'test').slice(0, wanted),
        ...uses.sites.filter(({ kind }) => kind === 'test').slice(0, isMain ? (isAboutUses ? 6 : 2) : 0),
    ]) {
        const text = await live.lines(site.path);
        // The index may be older than the editor: a use that the live line does not show is not told.
        const line = text?.[site.line - 1] ?? '';
        if (!text || !line.includes(symbol.name) || IMPORTS.test(line)) continue;
        const role =
            site.kind === 'test' ? 'test' : site.kind === 'docs' ? 'documentation' : site.kind === 'config' ? 'configuration' : 'use';
        const range = {
            startLine: Math.max(site.line - 2, site.around?.range.startLine ?? 1),
            endLine: Math.min(site.line + 2, site.around?.range.endLine ?? text.length),
        };
        const evidence = await add(role, { path: site.path, range }, `uses ${symbol.name}`);
        if (evidence === undefined) continue;
        const inside = site.around && site.around.kind !== 'section' ? qualifiedName(site.around) : '';
        sites.push({
            path: site.path,
            kind: site.kind,
            shown: { number: evidence, range: { startLine: site.line, endLine: site.line } },
            inside,
        });
    }
    return {
        symbol,
        kind: ports.fileTable.kindOf(symbol.path) ?? 'code',
        definition: { number, range: place.range },
        doc,
        signature: textIn(lines, symbol.signature).replaceAll(/\s+/g, ' ').trim(),
        uses: { places: uses.places, files: uses.files, sharedBy: uses.sharedBy, sites },
        calls: callsOf(symbol, lines, ports.symbols).filter(({ line }) => line <= place.range.endLine),
        members: membersOf(symbol, ports.symbols),
    };
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
