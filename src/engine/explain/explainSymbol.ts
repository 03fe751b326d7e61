import type { CodeSymbol } from '../../protocol/code.ts';
import type { PointedAt, SymbolExplanation, SymbolUses, UseCounts, UsePosition, UsesRequest } from '../../protocol/explanation.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { Files, FileTable, SymbolTable } from '../ports.ts';
import { containsLine } from '../../protocol/text.ts';
import { definitionAround } from '../answer/describeSubject.ts';
import { docText } from '../answer/docText.ts';
import { LiveFiles, placeNow } from '../answer/liveFiles.ts';
import { textIn } from '../answer/sourceLines.ts';
import { languageOf } from '../parse/languages.ts';
import { meantDefinition, type MeantDefinition } from './meantDefinition.ts';
import { mentionsOf, type Mention } from './mentionsOf.ts';

export interface ExplainPorts {
    readonly symbols: SymbolTable;
    readonly fileTable: FileTable;
    readonly files: Files;
}

/**
 * What the index knows about what is pointed at: symbols and counts from memory, and one file read live for the signature and the doc
 * comment. Undefined for a name it does not know, and for one whose definition has gone from the file meanwhile.
 */
export async function explainSymbol(at: PointedAt, ports: ExplainPorts): Promise<SymbolExplanation | undefined> {
    const meant = meaningOf(at, ports);
    if (!meant) return undefined;
    const lines = await new LiveFiles(ports.files).lines(meant.symbol.path);
    const symbol = lines && placeNow(meant.symbol, lines);
    if (!symbol) return undefined;
    const { signature, doc } = symbol;
    return {
        symbol,
        language: languageOf(symbol.path).id,
        signature: plainSignature(textIn(lines, signature).split('\n').slice(0, MOST_SIGNATURE_LINES)),
        doc: doc ? openingOf(docText(lines.slice(doc.startLine - 1, Math.min(doc.endLine, doc.startLine + MOST_COMMENT_LINES)))) : '',
        isCertain: meant.isCertain,
        others: meant.others.slice(0, MOST_OTHERS),
        otherCount: meant.others.length,
        uses: countsOf(mentions(meant, ports.symbols)),
    };
}

/** Where the definition that is pointed at is used; lines are read live only for the places that are returned. */
export async function usesAt({ most, ...at }: UsesRequest, ports: ExplainPorts): Promise<SymbolUses | undefined> {
    const meant = meaningOf(at, ports);
    if (!meant) return undefined;
    const found = mentions(meant, ports.symbols);
    return { definition: meant.symbol, ...countsOf(found), list: await positionsOf(meant.symbol.name, found.slice(0, most), ports.files) };
}

function meaningOf({ path, line, name }: PointedAt, { symbols, fileTable }: ExplainPorts): MeantDefinition | undefined {
    if (name !== undefined) return meantDefinition({ path, line, name }, symbols, fileTable);
    const around = documentedAt(path, line, symbols) ?? definitionAround(path, line, symbols);
    return around && { symbol: around, isCertain: true, others: [] };
}

/** The definition whose doc comment above it holds the line: whoever selects a definition with its comment means the definition. */
function documentedAt(path: WorkspacePath, line: number, symbols: SymbolTable): CodeSymbol | undefined {
    const found = symbols.factsOf(path)?.definitions.find(({ doc }) => doc && containsLine(doc, line));
    return found && { ...found, path };
}

function mentions({ symbol, isCertain }: MeantDefinition, symbols: SymbolTable): readonly Mention[] {
    return mentionsOf(symbol, symbols, { countsAll: !isCertain }).mentions;
}

function countsOf(found: readonly Mention[]): UseCounts {
    const byFile = new Map<WorkspacePath, number>();
    for (const { path } of found) byFile.set(path, (byFile.get(path) ?? 0) + 1);
    const topFiles = [...byFile]
        .map(([path, places]) => ({ path, places }))
        .sort((a, b) => b.places - a.places || (a.path < b.path ? -1 : 1))
        .slice(0, MOST_TOP_FILES);
    return { places: found.length, files: byFile.size, topFiles };
}

async function positionsOf(name: CodeSymbol['name'], found: readonly Mention[], files: Files): Promise<readonly UsePosition[]> {
    const live = new LiveFiles(files);
    const word = new RegExp(`(?<![\\w$])${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w$])`);
    const positions: UsePosition[] = [];
    for (const { path, line } of found) {
        const column = (await live.lines(path))?.[line - 1]?.search(word) ?? -1;
        if (column >= 0) positions.push({ path, line, column });
    }
    return positions.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line));
}

/** Neither the indentation that all lines share nor the bracket that opens the body; a line of a thousand characters is cut. */
function plainSignature(lines: readonly string[]): string {
    const indents = lines.filter(line => line.trim() !== '').map(line => line.length - line.trimStart().length);
    const common = indents.length === 0 ? 0 : Math.min(...indents);
    const text = lines
        .map(line => line.slice(common, common + MOST_LINE_CHARACTERS))
        .join('\n')
        .trimEnd();
    return text.endsWith('{') ? text.slice(0, -1).trimEnd() : text;
}

/** The first paragraph, or as much of it as fits a glance. */
function openingOf(doc: string): string {
    const paragraph = doc.split(/\n\s*\n/)[0] ?? '';
    const lines = paragraph.split('\n').slice(0, MOST_DOC_LINES).join('\n');
    return lines.length <= MOST_DOC_CHARACTERS ? lines : `${lines.slice(0, MOST_DOC_CHARACTERS).replace(/\s+\S*$/, '')} …`;
}

const MOST_SIGNATURE_LINES = 6;
const MOST_LINE_CHARACTERS = 200;
const MOST_DOC_LINES = 6;
/** Read of a comment: its first paragraph begins well before this. */
const MOST_COMMENT_LINES = 40;
const MOST_DOC_CHARACTERS = 500;
const MOST_OTHERS = 4;
const MOST_TOP_FILES = 3;
