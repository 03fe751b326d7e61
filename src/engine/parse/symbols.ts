import type { FileFacts, SymbolKind } from '../../protocol/code.ts';
import type { TextRange } from '../../protocol/text.ts';
import { definitionOf } from './fileSyntax.ts';
import type { FileSyntax, OutlineItem } from './fileSyntax.ts';

/** What a grammar's query found, in the order of the text. Rows count from 0, indices are those of the string. */
export interface FoundSyntax {
    readonly definitions: FoundDefinition[];
    /** Every identifier. */
    readonly names: FoundName[];
    /** Names of parameters and of variables, at any depth. */
    readonly locals: Set<string>;
    /** Names that an import brings in. */
    readonly imported: Set<string>;
    /** Where a name is said again beside its definition (`@spec` in Elixir, an export): no mention of it. */
    readonly repeated: Set<number>;
    readonly imports: FoundName[];
    readonly docstrings: (Rows & { readonly index: number })[];
    readonly marks: Mark[];
}

export interface FoundDefinition extends Rows {
    readonly kind: SymbolKind | 'scope';
    readonly name: FoundName;
    /** Outer names that are written before its own, as in `defmodule Shop.Cart`. */
    readonly within: readonly string[];
    /** The type that a method is declared for, where it stands outside of it (Go). */
    readonly receiver: string;
    /** True for an equation or a clause of a function: those of one name that follow each other are one definition. */
    readonly isClause: boolean;
    /** True for a statement that says what all of the file up to the next one belongs to (`package Shop;` in Perl). */
    readonly isOnward: boolean;
    /** Position of the pattern in the query; when several patterns match one name, the first wins. */
    readonly pattern: number;
    readonly startIndex: number;
    readonly endIndex: number;
    readonly body: { readonly index: number; readonly row: number; readonly column: number } | undefined;
}

export interface FoundName {
    readonly name: string;
    readonly index: number;
    readonly row: number;
}

export interface Mark extends Rows {
    readonly kind: 'comment' | 'attribute';
    readonly startColumn: number;
}

interface Rows {
    readonly startRow: number;
    readonly endRow: number;
}

/**
 * Makes symbols of a find: nests definitions, gives each its signature, doc comment and container,
 * and keeps of all identifiers those that can mean a definition elsewhere.
 */
export function assembleSyntax(text: string, found: FoundSyntax, builtIns: ReadonlySet<string>): FileSyntax {
    const lines = text.split('\n');
    const definitions = oncePerName(withOnward(found.definitions, text.length, lines.length));
    const kept = withFieldsOnce(outlineOf(definitions, found.docstrings, marksByRow(found.marks, lines), lines));
    const outline = kept.map(({ item }) => item);
    return {
        outline,
        facts: {
            definitions: outline.filter(item => !item.isScope).map(definitionOf),
            references: referencesOf(text, found, kept, builtIns),
            imports: importsOf(found.imports),
        },
    };
}

/** Generated tables can define without end; nobody looks for the five-thousandth. */
const MAX_DEFINITIONS = 5_000;
const MAX_NAME_LENGTH = 120;
/** Names, and lines of one name, that a file may contribute: far above hand-written code, far below what a generated file could send. */
const MAX_REFERENCED_NAMES = 3_000;
const MAX_LINES_OF_NAME = 300;
/** Deeper nesting adds nothing to a name and would make containers quadratic in hostile text. */
const MAX_CONTAINER_NAMES = 8;

/** One definition a name: the earliest pattern, and of that pattern the match that knows the body. Parents come before children. */
function oncePerName(found: readonly FoundDefinition[]): readonly FoundDefinition[] {
    const byName = new Map<number, FoundDefinition>();
    for (const definition of found) {
        const known = byName.get(definition.name.index);
        const isBetter = !known || definition.pattern < known.pattern || (definition.pattern === known.pattern && !known.body);
        if (isBetter) byName.set(definition.name.index, definition);
    }
    return [...byName.values()]
        .sort((a, b) => a.startIndex - b.startIndex || b.endIndex - a.endIndex || a.name.index - b.name.index)
        .slice(0, MAX_DEFINITIONS);
}

/** Gives what speaks for the rest of the file its end: the next of its kind, or that of the file. */
function withOnward(found: readonly FoundDefinition[], endOfText: number, lineCount: number): readonly FoundDefinition[] {
    const starts = found.filter(({ isOnward }) => isOnward);
    return found.map(definition => {
        if (!definition.isOnward) return definition;
        const next = starts.find(({ startIndex }) => startIndex > definition.startIndex);
        // What it says itself is its signature; the rest is its body.
        const body = { index: definition.endIndex, row: definition.endRow + 1, column: 0 };
        return { ...definition, body, endIndex: next?.startIndex ?? endOfText, endRow: (next?.startRow ?? lineCount) - 1 };
    });
}

/** Rows on which nothing stands but a comment or an attribute (the last row may go on with code). */
function marksByRow(marks: readonly Mark[], lines: readonly string[]): ReadonlyMap<number, Mark['kind']> {
    const byRow = new Map<number, Mark['kind']>();
    for (const mark of marks) {
        // A comment that follows code on its line belongs to that code.
        if (!isFirstOnLine(mark.startColumn, lines[mark.startRow])) continue;
        for (let row = mark.startRow; row <= mark.endRow; row++) byRow.set(row, mark.kind);
    }
    return byRow;
}

/** A definition as found and as told; `path` holds the names that its children have as container. */
interface Open {
    readonly definition: FoundDefinition;
    readonly item: OutlineItem;
    readonly path: readonly string[];
}

function outlineOf(
    definitions: readonly FoundDefinition[],
    docstrings: FoundSyntax['docstrings'],
    marks: ReadonlyMap<number, Mark['kind']>,
    lines: readonly string[],
): readonly Open[] {
    const outline: Open[] = [];
    const open: Open[] = [];
    /** The latest definition directly within each. */
    const latest = new Map<FoundDefinition | undefined, Open>();
    const docstringAt = new Map(docstrings.map(docstring => [docstring.index, docstring]));
    for (const definition of definitions) {
        while (!encloses(open.at(-1)?.definition, definition)) open.pop();
        const parent = open.at(-1);
        const item = itemOf(definition, parent, docstringAt, marks, lines);
        const name = definition.kind === 'scope' ? definition.name.name : item.name;
        const path = [...(parent?.path ?? []), ...definition.within, name].slice(0, MAX_CONTAINER_NAMES);
        const entry: Open = { definition, item, path };
        const before = latest.get(parent?.definition);
        const clauses = before && joined(before, entry, lines);
        if (clauses) {
            outline[outline.lastIndexOf(before)] = clauses;
            latest.set(parent?.definition, clauses);
            open.push(clauses);
            continue;
        }
        latest.set(parent?.definition, entry);
        open.push(entry);
        if (item.name !== '') outline.push(entry);
    }
    return outline;
}

/** Both as one, where the second is another clause of the first; a clause that is documented or annotated by itself begins anew. */
function joined(first: Open, second: Open, lines: readonly string[]): Open | undefined {
    const [one, other] = [first.definition, second.definition];
    if (!one.isClause || !other.isClause || one.name.name !== other.name.name || one.kind !== other.kind) return undefined;
    const { range, doc } = second.item;
    const isAnnotated = range.startLine <= other.startRow || (doc !== undefined && /^\s*@/.test(lines[doc.startLine - 1] ?? ''));
    if (isAnnotated) return undefined;
    return {
        definition: { ...one, endIndex: other.endIndex, endRow: other.endRow },
        item: { ...first.item, range: { startLine: first.item.range.startLine, endLine: range.endLine } },
        path: first.path,
    };
}

/** True as well for no parent at all, which ends the search for one. */
function encloses(parent: FoundDefinition | undefined, child: FoundDefinition): boolean {
    if (!parent) return true;
    const isSame = parent.startIndex === child.startIndex && parent.endIndex === child.endIndex;
    return !isSame && parent.endIndex >= child.endIndex;
}

function itemOf(
    definition: FoundDefinition,
    parent: Open | undefined,
    docstringAt: ReadonlyMap<number, Rows>,
    marks: ReadonlyMap<number, Mark['kind']>,
    lines: readonly string[],
): OutlineItem {
    const nameRow = definition.name.row;
    // What begins on its parent's line has nothing above it of its own.
    const isOnParentsLine = parent?.definition.startRow === definition.startRow || parent?.definition.name.row === definition.startRow;
    const above: Above = isOnParentsLine ? { startRow: definition.startRow } : lookAbove(definition.startRow, marks);
    const docstring = definition.body && docstringAt.get(definition.body.index);
    const doc = docstring ? toRange(docstring.startRow, docstring.endRow) : above.doc;
    let signatureRow = Math.min(definition.startRow, nameRow);
    while (signatureRow < nameRow && marks.has(signatureRow)) signatureRow++;
    const isInMethod = definition.kind === 'field' && parent !== undefined && isCallable(parent.item.kind);
    const around = definition.receiver === '' ? containerOf(parent, isInMethod) : definition.receiver;
    const container = [around, ...definition.within].filter(name => name !== '').join('.');
    return {
        name: cleanName(definition.name.name, definition.kind),
        kind: kindOf(definition, parent),
        container,
        range: toRange(above.startRow, lastRowWithText(definition, lines)),
        nameLine: nameRow + 1,
        signature: toRange(signatureRow, signatureEnd(definition, signatureRow, lines)),
        ...(doc ? { doc } : {}),
        isScope: definition.kind === 'scope',
    };
}

/** A field assigned in a method (`self.x = …`) belongs to the class around it. */
function containerOf(parent: Open | undefined, skipsInnermost: boolean): string {
    if (!parent) return '';
    return (skipsInnermost ? parent.path.slice(0, -1) : parent.path).join('.');
}

function isCallable(kind: SymbolKind): boolean {
    return kind === 'function' || kind === 'method';
}

function kindOf(definition: FoundDefinition, parent: Open | undefined): SymbolKind {
    const { kind } = definition;
    if (kind === 'scope') return 'class';
    if (kind === 'function' && parent && ['scope', 'class', 'interface', 'enum'].includes(parent.definition.kind)) return 'method';
    if (kind === 'variable' && /^[A-Z][A-Z0-9_]+$/.test(definition.name.name)) return 'constant';
    return kind;
}

interface Above {
    readonly startRow: number;
    readonly doc?: TextRange;
}

/** Attributes above a definition belong to it; the comment nearest to it is its documentation. Nothing crosses a blank line. */
function lookAbove(startRow: number, marks: ReadonlyMap<number, Mark['kind']>): Above {
    let top = startRow;
    let doc: { first: number; last: number } | undefined;
    for (let row = startRow - 1; ; row--) {
        const mark = marks.get(row);
        if (mark === 'attribute') top = row;
        else if (mark === 'comment' && (!doc || doc.first === row + 1)) doc = { first: row, last: doc?.last ?? row };
        else break;
    }
    return doc ? { startRow: top, doc: toRange(doc.first, doc.last) } : { startRow: top };
}

/** Without a body, a signature is the definition itself, up to a dozen lines of it. */
const MAX_BODILESS_SIGNATURE = 12;

function signatureEnd(definition: FoundDefinition, signatureRow: number, lines: readonly string[]): number {
    const nameRow = definition.name.row;
    const { body } = definition;
    if (definition.kind === 'key') return nameRow;
    if (!body) return Math.max(nameRow, Math.min(definition.endRow, signatureRow + MAX_BODILESS_SIGNATURE - 1));
    // A body that begins its line (Python, braces on their own line) leaves that line out of the signature.
    let end = body.row > nameRow && isFirstOnLine(body.column, lines[body.row]) ? body.row - 1 : body.row;
    while (end > nameRow && /^\s*((#|\/\/).*)?$/.test(lines[end] ?? '')) end--;
    return Math.max(nameRow, end);
}

function isFirstOnLine(column: number, line = ''): boolean {
    return line.slice(0, column).trim() === '';
}

function lastRowWithText(rows: Rows, lines: readonly string[]): number {
    let last = rows.endRow;
    while (last > rows.startRow && (lines[last] ?? '').trim() === '') last--;
    return last;
}

/** Of a field that is assigned in several methods, the first assignment counts. */
function withFieldsOnce(outline: readonly Open[]): readonly Open[] {
    const seen = new Set<string>();
    return outline.filter(({ item }) => {
        if (item.kind !== 'field') return true;
        const key = `${item.container}.${item.name}`;
        if (seen.has(key)) return false;
        seen.add(key);
        return true;
    });
}

/** Keeps a mention unless it is a definition's own name, a word of the language, or a local variable that nothing outside can mean. */
function referencesOf(text: string, found: FoundSyntax, outline: readonly Open[], builtIns: ReadonlySet<string>): FileFacts['references'] {
    const definitions = outline.map(({ definition }) => definition);
    const named = [...definitions, ...found.definitions.filter(({ isClause }) => isClause)];
    const ownNames = new Set(named.filter(({ kind }) => kind !== 'scope').map(({ name }) => name.index));
    const outer = new Set(definitions.filter(({ kind }) => kind !== 'field' && kind !== 'method').map(({ name }) => name.name));
    const byName = new Map<string, number[]>();
    for (const { name, index, row } of found.names) {
        if (name.length < 2 || name.length > MAX_NAME_LENGTH || builtIns.has(name) || ownNames.has(index) || found.repeated.has(index))
            continue;
        // A variable with its sigil (PHP) is local or reached through a member.
        if (text[index - 1] === '$') continue;
        if (found.locals.has(name) && !outer.has(name) && !found.imported.has(name) && !isMember(text, index)) continue;
        const lines = byName.get(name);
        if (!lines) {
            if (byName.size < MAX_REFERENCED_NAMES) byName.set(name, [row + 1]);
        } else if (lines.at(-1) !== row + 1 && lines.length < MAX_LINES_OF_NAME) {
            lines.push(row + 1);
        }
    }
    return [...byName].map(([name, lines]) => ({ name, lines }));
}

/** True after `.`, `?.`, `->` and `::`; not after the dots of a spread or a range. */
function isMember(text: string, index: number): boolean {
    const before = text[index - 1];
    const beforeThat = text[index - 2];
    if (before === '.') return beforeThat !== '.';
    return (before === '>' && beforeThat === '-') || (before === ':' && beforeThat === ':');
}

const MAX_IMPORTS = 1_000;

function importsOf(found: readonly FoundName[]): FileFacts['imports'] {
    return found.slice(0, MAX_IMPORTS).map(({ name, row }) => ({
        module: unquoted(
            name
                .replace(/\s+/g, ' ')
                .replace(/^import /, '')
                .replace(/^<(.*)>$/, '$1'),
        ),
        line: row + 1,
    }));
}

/** Without quotes, without the colon of a symbol (`:items` in Ruby, `items:` in Elixir), on one line. */
function cleanName(name: string, kind: FoundDefinition['kind']): string {
    const bare = kind === 'field' ? name.trim().replace(/^:|:$/g, '') : name;
    return unquoted(bare.trim()).replace(/\s+/g, ' ').slice(0, MAX_NAME_LENGTH);
}

function unquoted(text: string): string {
    return /^(["'`])(.*)\1$/s.exec(text)?.[2] ?? text;
}

function toRange(startRow: number, endRow: number): TextRange {
    return { startLine: startRow + 1, endLine: endRow + 1 };
}
