import type { Evidence } from '../../protocol/answer.ts';
import type { Prompt } from '../ports.ts';
import type { CodeSymbol } from '../../protocol/code.ts';
import type { QuestionWord, ShownDoc, Subject } from '../answer/findings.ts';
import { codeSpan, footnote, listed, wordsOfFile } from './prose.ts';
import { docClause } from './docClause.ts';
import { qualifiedName } from '../../protocol/code.ts';
import { rangeLabel } from '../../protocol/text.ts';
import { termsOf } from '../retrieve/terms.ts';
import { wordShare } from './wordShare.ts';

/** Two to four further places, each with what it is or why it was found; places the answer has cited already are left out. */
export function relatedPlaces({ evidence, findings }: Prompt, main: Subject | undefined, text: string): string {
    const rows: string[] = [];
    const listedPieces = new Set<number>(main ? [main.definition.number] : []);
    for (const { number } of evidence)
        if (text.includes(`[${String(number)}:`) || text.includes(`[${String(number)}]`)) listedPieces.add(number);
    for (const subject of findings.subjects) {
        if (subject === main || listedPieces.has(subject.definition.number)) continue;
        listedPieces.add(subject.definition.number);
        rows.push(`- ${definitionRow(subject.symbol, subject.doc, subject.definition.number)}`);
    }
    for (const piece of evidence) {
        if (rows.length >= MOST || listedPieces.has(piece.number) || piece.role !== 'found') continue;
        const known = findings.introductions.find(({ number, doc }) => number === piece.number && doc);
        if (main && known?.symbol.path === main.symbol.path && known.symbol.nameLine === main.symbol.nameLine) continue;
        if (!known && wordShare(piece.passage.text, findings.words) < LEAST_SHARE) continue;
        rows.push(`- ${known ? definitionRow(known.symbol, known.doc, known.number) : passageRow(piece, findings.words)}`);
    }
    // Overloads share a name and a file; one row says it for all.
    const told = [...new Map(rows.map(row => [row.split(' [')[0], row])).values()].slice(0, MOST);
    return told.length === 0 ? '' : `Related:\n\n${told.join('\n')}`;
}

const MOST = 4;
/** A place that has less of the question than this is filling space. */
const LEAST_SHARE = 0.35;

function definitionRow(symbol: CodeSymbol, doc: ShownDoc | undefined, number: number): string {
    const mark = footnote(doc ? doc.shown : { number, range: symbol.signature });
    const clause = doc && docClause(symbol.name, symbol.kind, doc.text);
    const name = symbol.kind === 'section' ? `“${wordsOfFile(symbol.name)}”` : codeSpan(qualifiedName(symbol));
    const head = `${name} in ${codeSpan(symbol.path)} ${mark}`;
    if (!clause) return head;
    return clause.form === 'predicate' ? `${head}: ${wordsOfFile(clause.text)}` : `${head}: “${wordsOfFile(clause.text)}”`;
}

function passageRow({ number, passage }: Evidence, words: readonly QuestionWord[]): string {
    const { symbol } = passage;
    const name = !symbol ? '' : symbol.kind === 'section' ? `“${wordsOfFile(symbol.name)}” in ` : `${codeSpan(qualifiedName(symbol))} in `;
    const lines = symbol ? '' : `, lines ${rangeLabel(passage.range)}`;
    return `${name}${codeSpan(passage.path)}${lines} ${footnote({ number })}${reason(passage.text, words)}`;
}

/** The words of the question that the passage has, rarest first. */
function reason(text: string, words: readonly QuestionWord[]): string {
    const held = new Set(termsOf(text));
    const written = words.filter(word => held.has(word.term)).sort((a, b) => b.weight - a.weight);
    const told = [...new Set(written.map(word => word.written.toLowerCase()))].slice(0, 4).map(word => `“${wordsOfFile(word)}”`);
    return told.length === 0 ? '' : `: has ${listed(told)}`;
}
