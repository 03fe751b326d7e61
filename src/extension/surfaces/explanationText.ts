import type { CodeSymbol, SymbolKind } from '../../protocol/code.ts';
import type { SymbolExplanation, UseCounts } from '../../protocol/explanation.ts';
import type { TextRange } from '../../protocol/text.ts';
import { qualifiedName } from '../../protocol/code.ts';
import { rangeLabel } from '../../protocol/text.ts';
import { visibleText } from '../../protocol/visibleText.ts';
import { listText, numberText, plural, t, textTable } from '../../protocol/l10n.ts';

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
              facts: [usesIn(uses), ...(otherCount === 0 ? [] : [t('Elsewhere of the same name: {0}', listed(others, otherCount))])],
          }
        : {
              heading: t('One of {0} definitions called {1}', otherCount + 1, symbol.name),
              signature: '',
              doc: '',
              facts: [listed([symbol, ...others], otherCount + 1), nameUsesIn(uses)],
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
    return `${t(KIND_NAMES[symbol.kind])} ${qualifiedName(symbol)}, ${symbol.path}:${symbol.nameLine}`;
}

const KIND_NAMES: Readonly<Record<SymbolKind, string>> = textTable({
    function: 'Function',
    method: 'Method',
    class: 'Class',
    interface: 'Interface',
    type: 'Type',
    enum: 'Enum',
    constant: 'Constant',
    variable: 'Variable',
    field: 'Field',
    module: 'Module',
    macro: 'Macro',
    section: 'Section',
    key: 'Key',
});

function usesIn({ places, files, topFiles }: UseCounts): string {
    if (places === 0) return t('Not mentioned anywhere else, as far as names tell');
    const [first] = topFiles;
    return files === 1 && first
        ? plural(places, 'Mentioned once, in {1}', 'Mentioned {0} times in {1}', first.path)
        : t('Mentioned {0} times in {1} files: {2}', places, files, filesOf(files, topFiles));
}

/** Of a name that several definitions have: nobody knows which of them is meant where. */
function nameUsesIn({ places, files, topFiles }: UseCounts): string {
    if (places === 0) return t('Not mentioned anywhere else, as far as names tell');
    const [first] = topFiles;
    return files === 1 && first
        ? plural(places, 'The name is mentioned once, in {1}', 'The name is mentioned {0} times in {1}', first.path)
        : t('The name is mentioned {0} times in {1} files: {2}', places, files, filesOf(files, topFiles));
}

function filesOf(count: number, topFiles: UseCounts['topFiles']): string {
    const where = topFiles.map(file => (file.places > 1 ? `${file.path} (${numberText(file.places)})` : file.path));
    const more = count - topFiles.length;
    return more > 0 ? t('{0} and {1} more', listText(where), more) : listText(where);
}

function listed(symbols: readonly CodeSymbol[], count: number): string {
    const places = symbols.slice(0, MOST_LISTED).map(symbol => `${qualifiedName(symbol)}, ${symbol.path}:${symbol.nameLine}`);
    const more = count - places.length;
    return [...places, ...(more > 0 ? [t('and {0} more', more)] : [])].join('; ');
}

const MOST_LISTED = 3;

/** A doc comment is broken for the width of its file; lists stay lists. */
function reflowed(doc: string): string {
    return doc.replaceAll(/\s*\n(?!\s*(?:[-*•]|\d+\.)\s)\s*/g, ' ');
}
