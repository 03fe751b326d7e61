import type { Evidence, EvidenceRole } from '../../../protocol/answer.ts';
import type { Passage, Query, SearchResult } from '../../../protocol/passage.ts';
import type { TextRange, WorkspacePath } from '../../../protocol/text.ts';
import type { FileTable, Files, StopOptions, SymbolTable } from '../../ports.ts';
import type { WorkspaceHistory } from '../../history/workspaceHistory.ts';
import type { ToolRequest } from './toolRequest.ts';
import { qualifiedName } from '../../../protocol/code.ts';
import { plural } from '../../../protocol/l10n.ts';
import { rangeLabel, workspacePath } from '../../../protocol/text.ts';
import { visibleText } from '../../../protocol/visibleText.ts';
import { languageOf } from '../../parse/languages.ts';
import { evidencePassage } from '../evidenceList.ts';
import { definitionPlace } from '../gatherSubject.ts';
import { linesOf } from '../sourceLines.ts';

/** All that a model can cause: reading what the index and the ignore rules let anybody read. Nothing is written, run or fetched. */
export interface ToolPorts {
    readonly files: Files;
    readonly symbols: SymbolTable;
    readonly fileTable: FileTable;
    search(query: Query, options: StopOptions): Promise<SearchResult>;
    /** The commits that brought lines; where absent, there are none. */
    readonly history?: WorkspaceHistory;
    /** Texts of commits by the paths under which they are cited; what is shown is added. */
    readonly pastTexts?: Map<WorkspacePath, string>;
    /** Whether what was found for words is about them; where absent, whatever was found is shown. */
    isAbout?(words: string, result: SearchResult, options: StopOptions): Promise<boolean>;
}

export interface ToolResult {
    /** Pieces that were not among the evidence, without their final numbers. */
    readonly pieces: readonly Omit<Evidence, 'number'>[];
    /** Names and paths, for a request that is not about text. */
    readonly listing: readonly string[];
    /** For people: `2 passages`. */
    readonly found: string;
}

/** Carries out one request; what is shown already is not shown again. */
export async function runTool(
    request: ToolRequest,
    shown: readonly Evidence[],
    ports: ToolPorts,
    options: StopOptions,
): Promise<ToolResult> {
    switch (request.tool) {
        case 'search': {
            const result = await ports.search({ text: request.argument, limit: SEARCHED }, options);
            if (ports.isAbout && !(await ports.isAbout(request.argument, result, options))) return nothing('nothing that fits');
            return fresh(
                result.passages.map(passage => ({ role: 'found', passage })),
                shown,
            );
        }
        case 'read':
            return await readLines(request, shown, ports);
        case 'outline': {
            const path = knownPath(request.argument, ports);
            const definitions = path === undefined ? [] : (ports.symbols.factsOf(path)?.definitions ?? []);
            return listing(definitions.map(symbol => `${symbol.kind} ${qualifiedName(symbol)}, lines ${rangeLabel(symbol.range)}`));
        }
        case 'references':
            return await placesOf(request.argument, shown, ports);
        case 'history':
            return await commitsOf(request, shown, ports, options);
        case 'list': {
            const folder = request.argument.replace(/^\.?\/+|\/+$/g, '');
            const paths: string[] = [];
            for (const { path } of ports.fileTable.files())
                if (folder === '' || folder === '.' || path.startsWith(`${folder}/`)) paths.push(path);
            return listing(paths.sort());
        }
    }
}

const SEARCHED = 6;
const MOST_NEW = 3;
const LONGEST_READ = 120;
const LONGEST_LISTING = 80;
const AROUND = 3;

type Piece = ToolResult['pieces'][number];

async function readLines({ argument, range }: ToolRequest, shown: readonly Evidence[], ports: ToolPorts): Promise<ToolResult> {
    const path = knownPath(argument, ports);
    const piece =
        path === undefined ? undefined : await pieceAt(path, range ?? { startLine: 1, endLine: LONGEST_READ }, 'found', 'asked for', ports);
    return piece ? fresh([piece], shown) : nothing('not in this folder');
}

async function placesOf(name: string, shown: readonly Evidence[], ports: ToolPorts): Promise<ToolResult> {
    const pieces: Piece[] = [];
    for (const symbol of ports.symbols.definitionsOf(name).slice(0, 2)) {
        const { path, range } = definitionPlace(symbol);
        const piece = await pieceAt(path, range, 'definition', `defines ${qualifiedName(symbol)}`, ports);
        if (piece) pieces.push(piece);
    }
    for (const { path, line } of ports.symbols.referencesTo(name).slice(0, 8)) {
        const piece = await pieceAt(path, { startLine: line - AROUND, endLine: line + AROUND }, 'use', `uses ${name}`, ports);
        if (piece) pieces.push(piece);
    }
    return pieces.length === 0 ? nothing('nothing of that name') : fresh(pieces, shown);
}

async function commitsOf(
    { argument, range }: ToolRequest,
    shown: readonly Evidence[],
    ports: ToolPorts,
    options: StopOptions,
): Promise<ToolResult> {
    const path = knownPath(argument, ports);
    const lines = range ?? { startLine: 1, endLine: LONGEST_READ };
    const past = path === undefined ? undefined : await ports.history?.ofLines(path, lines, 'largest', options);
    if (past === undefined || typeof past === 'string') return nothing('not in this folder');
    const pieces = past.commits.flatMap(({ textPath, lines: told, difference }): readonly Piece[] => {
        ports.pastTexts?.set(textPath, told.join('\n'));
        if (difference) ports.pastTexts?.set(difference.textPath, difference.lines.join('\n'));
        return [
            historyPiece(textPath, told, 'the commit'),
            ...(difference ? [historyPiece(difference.textPath, difference.lines, 'what it changed')] : []),
        ];
    });
    return pieces.length === 0 ? nothing('nothing') : fresh(pieces, shown);
}

function historyPiece(path: WorkspacePath, lines: readonly string[], detail: string): Piece {
    const range = { startLine: 1, endLine: lines.length };
    const entry = { role: 'history', path, range, lines, language: languageOf(path).id, kind: 'docs', detail, found: undefined } as const;
    return { role: 'history', passage: evidencePassage(entry, []) };
}

/** A path of the index, as it is or as the end of one; what is not indexed is not read. */
function knownPath(written: string, { fileTable }: ToolPorts): WorkspacePath | undefined {
    const path = workspacePath(written.replace(/^\.?\/+/, ''));
    if (fileTable.kindOf(path) !== undefined) return path;
    for (const file of fileTable.files()) if (file.path.endsWith(`/${path}`)) return file.path;
    return undefined;
}

async function pieceAt(
    path: WorkspacePath,
    range: TextRange,
    role: EvidenceRole,
    detail: string,
    { files, fileTable }: ToolPorts,
): Promise<Piece | undefined> {
    const source = await files.read(path);
    if (!source) return undefined;
    const lines = linesOf(source.text);
    const startLine = Math.max(1, range.startLine);
    const endLine = Math.min(lines.length, range.endLine, startLine + LONGEST_READ - 1);
    if (startLine > endLine) return undefined;
    const passage: Passage = evidencePassage(
        {
            role,
            path,
            range: { startLine, endLine },
            lines,
            language: languageOf(path).id,
            kind: fileTable.kindOf(path) ?? 'code',
            detail,
            found: undefined,
        },
        [],
    );
    return { role, passage };
}

function fresh(pieces: readonly Piece[], shown: readonly Evidence[]): ToolResult {
    const isShown = ({ passage }: Piece, among: readonly Piece[]): boolean =>
        among.some(
            known =>
                known.passage.path === passage.path &&
                known.passage.range.startLine <= passage.range.startLine &&
                known.passage.range.endLine >= passage.range.endLine,
        );
    const kept: Piece[] = [];
    for (const piece of pieces) if (kept.length < MOST_NEW && !isShown(piece, shown) && !isShown(piece, kept)) kept.push(piece);
    if (kept.length === 0) return nothing(pieces.length === 0 ? 'nothing' : 'already shown');
    return { pieces: kept, listing: [], found: plural(kept.length, '{0} passage', '{0} passages') };
}

function listing(lines: readonly string[]): ToolResult {
    if (lines.length === 0) return nothing('not in this folder');
    const more = lines.length - LONGEST_LISTING;
    const some = lines.slice(0, LONGEST_LISTING).map(visibleText);
    return {
        pieces: [],
        listing: more > 0 ? [...some, `and ${String(more)} more`] : some,
        found: plural(lines.length, '{0} name', '{0} names'),
    };
}

function nothing(found: string): ToolResult {
    return { pieces: [], listing: [], found };
}
