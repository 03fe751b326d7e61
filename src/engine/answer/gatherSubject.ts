import type { Call, QuestionWord, ShownDoc, Step, Subject, UseSite } from './findings.ts';
import type { CodeSymbol } from '../../protocol/code.ts';
import type { FileTable, SymbolTable } from '../ports.ts';
import type { EvidenceRole } from '../../protocol/answer.ts';
import type { LiveFiles } from './liveFiles.ts';
import type { RankedDefinition } from './rankDefinitions.ts';
import type { TextRange, WorkspacePath } from '../../protocol/text.ts';
import { callsOf, membersOf, usesOf } from './describeSubject.ts';
import { chooseSteps } from './chooseSteps.ts';
import { docText, firstParagraphLength } from './docText.ts';
import { placeNow } from './liveFiles.ts';
import { qualifiedName } from '../../protocol/code.ts';
import { textIn } from './sourceLines.ts';

/** Lines of a file, as they stand now. */
export interface Place {
    readonly path: WorkspacePath;
    readonly range: TextRange;
}

/** What describing a definition needs; `add` makes lines evidence and says under which number. */
export interface Describing {
    readonly add: (role: EvidenceRole, place: Place, detail: string) => Promise<number | undefined>;
    readonly live: LiveFiles;
    readonly ports: { readonly symbols: SymbolTable; readonly fileTable: FileTable };
    readonly words: readonly QuestionWord[];
    readonly isAboutUses: boolean;
}

/**
 * A definition that the question is about with everything an answer may say of it: its comment, who uses it, what it calls, its members,
 * each with evidence. Only the best one is followed to its users and to what it calls.
 */
export async function gatherSubject(
    { symbol, lines }: RankedDefinition,
    isMain: boolean,
    { add, live, ports, words, isAboutUses }: Describing,
): Promise<Subject> {
    const place = definitionPlace(symbol);
    const number = (await add('definition', place, definingWords(symbol))) ?? 0;
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
    const calls = callsOf(symbol, lines, ports.symbols).filter(({ line }) => line <= place.range.endLine);
    return {
        symbol,
        kind: ports.fileTable.kindOf(symbol.path) ?? 'code',
        definition: { number, range: place.range },
        doc,
        signature: textIn(lines, symbol.signature).replaceAll(/\s+/g, ' ').trim(),
        uses: { places: uses.places, files: uses.files, sharedBy: uses.sharedBy, sites },
        calls,
        steps: isMain && !isAboutUses ? await follow(symbol, chooseSteps(calls, words, MOST_STEPS), add, live) : [],
        members: membersOf(symbol, ports.symbols),
    };
}

/** What is called, as evidence: the beginning of its definition with its doc comment. */
async function follow(caller: CodeSymbol, calls: readonly Call[], add: Describing['add'], live: LiveFiles): Promise<readonly Step[]> {
    const steps: Step[] = [];
    for (const { symbol, line } of calls) {
        const lines = await live.lines(symbol.path);
        const now = lines && placeNow(symbol, lines);
        if (!now) continue;
        const { path, range } = definitionPlace(now);
        const place = {
            path,
            range: { startLine: range.startLine, endLine: Math.min(range.endLine, now.signature.endLine + LONGEST_STEP) },
        };
        const number = await add('definition', place, `defines ${qualifiedName(now)}, which ${caller.name} calls`);
        if (number === undefined) continue;
        steps.push({ symbol: now, line, definition: { number, range: now.signature }, doc: await showDoc(now, lines, add) });
    }
    return steps;
}

/** The definition with its doc comment, unless that is long and stands apart; of a long definition the beginning. */
export function definitionPlace(symbol: CodeSymbol): Place {
    const { range, doc, path } = symbol;
    const isDocNear = doc !== undefined && range.startLine - doc.startLine <= LONGEST_DOC;
    const startLine = isDocNear ? Math.min(range.startLine, doc.startLine) : range.startLine;
    return { path, range: { startLine, endLine: Math.min(range.endLine, startLine + LONGEST_DEFINITION - 1) } };
}

export function definingWords(symbol: CodeSymbol): string {
    return symbol.kind === 'section' ? `section “${symbol.name}”` : `defines ${qualifiedName(symbol)}`;
}

/** The doc comment of a definition, with evidence for its first paragraph. */
export async function showDoc(symbol: CodeSymbol, lines: readonly string[], add: Describing['add']): Promise<ShownDoc | undefined> {
    if (!symbol.doc) return undefined;
    const all = lines.slice(symbol.doc.startLine - 1, symbol.doc.endLine);
    const text = docText(all);
    if (text === '') return undefined;
    const range = { startLine: symbol.doc.startLine, endLine: symbol.doc.startLine + firstParagraphLength(all) - 1 };
    const number = await add(
        'definition',
        { path: symbol.path, range },
        symbol.kind === 'section' ? definingWords(symbol) : `describes ${qualifiedName(symbol)}`,
    );
    return number === undefined ? undefined : { text, shown: { number, range } };
}

/** Bringing a name into a file is not yet using it. */
const IMPORTS = /^\s*[\w$]+,?$|^\s*(?:pub(?:\([\w ]+\))? )?(?:use|import|from|require|#include|package|export (?:\*|\{)[^=]*from)\b/;

const LONGEST_DEFINITION = 70;
const MOST_STEPS = 3;
/** Lines of a called definition after its signature. */
const LONGEST_STEP = 24;
/** A doc comment of more lines is a chapter; its first paragraph is evidence of its own. */
const LONGEST_DOC = 25;
