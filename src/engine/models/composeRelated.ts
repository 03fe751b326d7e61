import type { Evidence } from '../../protocol/answer.ts';
import type { Prompt } from '../modelPorts.ts';
import type { CodeSymbol } from '../../protocol/code.ts';
import type { QuestionWord, ShownDoc, Subject } from '../answer/findings.ts';
import { t } from '../../protocol/l10n.ts';
import { codeSpan, footnote, wordsOfFile } from './prose.ts';
import { docClause } from './docClause.ts';
import { qualifiedName } from '../../protocol/code.ts';
import { rangeLabel } from '../../protocol/text.ts';
import type { TextRange } from '../../protocol/text.ts';
import { decisiveLines } from './decisiveLines.ts';
import { toldWords } from '../answer/sourceReasons.ts';
import { wordShare } from './wordShare.ts';

/** Two to four further places, each with what it is or why it was found; places the answer has cited already are left out. */
export function relatedPlaces({ evidence, findings }: Prompt, main: Subject | undefined, text: string): string {
    const rows: string[] = [];
    const telling: Telling = { words: findings.words, main };
    const listedPieces = new Set<number>(main ? [main.definition.number] : []);
    for (const { number } of evidence)
        if (text.includes(`[${String(number)}:`) || text.includes(`[${String(number)}]`)) listedPieces.add(number);
    for (const subject of findings.subjects) {
        if (subject === main || listedPieces.has(subject.definition.number)) continue;
        listedPieces.add(subject.definition.number);
        const piece = evidence.find(({ number }) => number === subject.definition.number);
        if (piece) rows.push(`- ${definitionRow(subject.symbol, subject.doc, piece, telling)}`);
    }
    for (const piece of evidence) {
        if (rows.length >= MOST || listedPieces.has(piece.number) || piece.role !== 'found') continue;
        const known = findings.introductions.find(({ number, doc }) => number === piece.number && doc);
        if (main && known?.symbol.path === main.symbol.path && known.symbol.nameLine === main.symbol.nameLine) continue;
        if (!known && wordShare(piece.passage.text, findings.words) < LEAST_SHARE) continue;
        rows.push(`- ${known ? definitionRow(known.symbol, known.doc, piece, telling) : passageRow(piece, telling)}`);
    }
    // Overloads share a name and a file; one row says it for all.
    const told = [...new Map(rows.toReversed().map(row => [row.split(' [')[0], row])).values()].toReversed().slice(0, MOST);
    return told.length === 0 ? '' : `${t('Related:')}\n\n${told.join('\n')}`;
}

const MOST = 4;
/** A place that has less of the question than this is filling space. */
const LEAST_SHARE = 0.35;

export interface Telling {
    readonly words: readonly QuestionWord[];
    readonly main: Subject | undefined;
}

function definitionRow(symbol: CodeSymbol, doc: ShownDoc | undefined, piece: Evidence, telling: Telling): string {
    const name = symbol.kind === 'section' ? `“${wordsOfFile(symbol.name)}”` : codeSpan(qualifiedName(symbol));
    const clause = doc && docClause(symbol.name, symbol.kind, doc.text);
    if (clause) {
        const told = clause.form === 'predicate' ? wordsOfFile(clause.text) : `“${wordsOfFile(clause.text)}”`;
        return `${t('{0} in {1}', name, codeSpan(symbol.path))} ${footnote(doc.shown)}: ${told}`;
    }
    const why = relation(symbol, piece, telling) ?? tellingLine(piece, symbol.range, symbol.signature, telling.words);
    const mark = footnote({ number: piece.number, range: symbol.signature });
    return `${t('{0} in {1}', name, codeSpan(symbol.path))} ${mark}${why === undefined ? '' : `: ${why}`}`;
}

/** What a passage is, where, and its line that has most of the question or hangs together with the main subject. */
export function passageRow(piece: Evidence, telling: Telling): string {
    const { number, passage } = piece;
    const { symbol } = passage;
    const path = codeSpan(passage.path);
    const name = symbol?.kind === 'section' ? `“${wordsOfFile(symbol.name)}”` : symbol && codeSpan(qualifiedName(symbol));
    const place = name === undefined ? t('{0}, lines {1}', path, rangeLabel(passage.range)) : t('{0} in {1}', name, path);
    const why = relation(symbol, piece, telling) ?? tellingLine(piece, passage.range, undefined, telling.words);
    return `${place} ${footnote({ number })}${why === undefined ? '' : `: ${why}`}`;
}

/** How a place hangs together with the main subject, where its lines show that. */
function relation(symbol: Named | undefined, { number, passage }: Evidence, { main }: Telling): string | undefined {
    if (!main || main.symbol.kind === 'section' || main.symbol.kind === 'key') return undefined;
    const { name } = main.symbol;
    const call = main.calls.find(({ symbol: called }) => symbol?.name === called.name && passage.path === called.path);
    if (call) {
        const line = { startLine: call.line, endLine: call.line };
        return t('is called by {0} {1}', codeSpan(name), footnote({ number: main.definition.number, range: line }));
    }
    if (main.uses.sharedBy > 1 || name.length < 4 || passage.path === main.symbol.path) return undefined;
    const at = passage.text.split('\n').findIndex(line => new RegExp(`(?<![\\w$])${name.replaceAll(/\W/g, '\\$&')}\\(`).test(line));
    if (at < 0) return undefined;
    const line = passage.range.startLine + at;
    const mark = footnote({ number, range: { startLine: line, endLine: line } });
    return passage.kind === 'test' ? t('tests {0} {1}', codeSpan(name), mark) : t('calls {0} {1}', codeSpan(name), mark);
}

type Named = Pick<CodeSymbol, 'name' | 'container' | 'kind'>;

/** The line that has most of the question, as it stands; nothing when only the signature has any of it. */
function tellingLine(
    { number, passage }: Evidence,
    within: TextRange,
    signature: TextRange | undefined,
    words: readonly QuestionWord[],
): string | undefined {
    const startLine = Math.max(passage.range.startLine, signature ? signature.endLine + 1 : within.startLine);
    const lines = passage.text
        .split('\n')
        .slice(startLine - passage.range.startLine, within.endLine - passage.range.startLine + 1)
        // What a file imports says little about what it does.
        .map(line => (/^\s*(?:import|from|use|require|#include|package)\b|^[\s\w$,{}]*,\s*$/.test(line) ? '' : line));
    if (lines.length === 0) return undefined;
    const { startLine: at } = decisiveLines(lines, startLine, words, { fewest: 1, most: 1 });
    const line = (lines[at - startLine] ?? '').trim();
    if (toldWords(line, words).length === 0) return undefined;
    return `${codeSpan(line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)} …` : line)} ${footnote({ number, range: { startLine: at, endLine: at } })}`;
}

const LONGEST_LINE = 110;
