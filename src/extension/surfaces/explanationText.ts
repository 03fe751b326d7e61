import type { CodeSymbol, SymbolKind } from '../../protocol/code.ts';
import type { SymbolExplanation, UseCounts } from '../../protocol/explanation.ts';
import type { TextRange } from '../../protocol/text.ts';
import { qualifiedName } from '../../protocol/code.ts';
import { rangeLabel } from '../../protocol/text.ts';
import { visibleText } from '../../protocol/visibleText.ts';

/**
 * What a hover says, as plain text: all of it may hold words of the repository, so none of it may be read as Markdown.
 * Characters that act without being seen are made visible.
 */
export interface ExplanationText {
    readonly heading: string;
    /** Code of the language of the file; empty where there is none to show. */
    readonly signature: string;
    /** Paragraphs. */
    readonly doc: string;
    readonly facts: readonly string[];
}

export function explanationText(explanation: SymbolExplanation): ExplanationText {
    const { symbol, isCertain, others, otherCount, uses } = explanation;
    const text: ExplanationText = isCertain
        ? {
              heading: placed(symbol),
              signature: explanation.signature,
              doc: reflowed(explanation.doc),
              facts: [usesIn(uses), ...(otherCount === 0 ? [] : [`Elsewhere of the same name: ${listed(others, otherCount)}`])],
          }
        : {
              heading: `One of ${otherCount + 1} definitions called ${symbol.name}`,
              signature: '',
              doc: '',
              facts: [listed([symbol, ...others], otherCount + 1), usesIn(uses, 'The name is mentioned')],
          };
    return {
        heading: visibleText(text.heading),
        signature: visibleText(text.signature),
        doc: visibleText(text.doc),
        facts: text.facts.map(visibleText),
    };
}

/** What is asked about a definition; a quoting answer and a model both understand it. */
export function questionAbout(symbol: Pick<CodeSymbol, 'name' | 'container' | 'kind'>): string {
    const does = symbol.kind === 'function' || symbol.kind === 'method' || symbol.kind === 'macro';
    return does ? `What does ${qualifiedName(symbol)} do?` : `What is ${qualifiedName(symbol)}?`;
}

/** What is asked about lines that stand in no definition. */
export function questionAboutLines({ path, range }: { readonly path: string; readonly range: TextRange }): string {
    const lines = range.startLine === range.endLine ? `line ${range.startLine}` : `lines ${rangeLabel(range)}`;
    return `What is in ${lines} of ${path}?`;
}

/** `Method Cart.add, src/cart.ts:13` */
function placed(symbol: CodeSymbol): string {
    return `${kindName(symbol.kind)} ${qualifiedName(symbol)}, ${symbol.path}:${symbol.nameLine}`;
}

function kindName(kind: SymbolKind): string {
    return `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
}

function usesIn({ places, files, topFiles }: UseCounts, said = 'Mentioned'): string {
    if (places === 0) return 'Not mentioned anywhere else, as far as names tell';
    const where = topFiles.map(file => (file.places > 1 ? `${file.path} (${file.places})` : file.path)).join(', ');
    const more = files > topFiles.length ? ` and ${files - topFiles.length} more` : '';
    if (files === 1) return `${said} ${places === 1 ? 'once, in' : `${counted(places, 'time')} in`} ${topFiles[0]?.path ?? 'one file'}`;
    return `${said} ${counted(places, 'time')} in ${counted(files, 'file')}: ${where}${more}`;
}

function listed(symbols: readonly CodeSymbol[], count: number): string {
    const places = symbols.slice(0, MOST_LISTED).map(symbol => `${qualifiedName(symbol)}, ${symbol.path}:${symbol.nameLine}`);
    return `${places.join('; ')}${count > places.length ? `; and ${count - places.length} more` : ''}`;
}

const MOST_LISTED = 3;

function counted(count: number, what: string): string {
    return `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`;
}

/** A doc comment is broken for the width of its file; lists stay lists. */
function reflowed(doc: string): string {
    return doc.replaceAll(/\s*\n(?!\s*(?:[-*•]|\d+\.)\s)\s*/g, ' ');
}
