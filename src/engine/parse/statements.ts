import type { FileSyntax } from './fileSyntax.ts';
import { maskedText } from './maskedText.ts';
import type { StatementLanguage } from './maskedText.ts';
import { assembleSyntax } from './symbols.ts';
import type { FoundDefinition, FoundName, FoundSyntax } from './symbols.ts';

/**
 * Reads tables, views and functions of SQL, messages and services of Protocol Buffers, and types and operations of GraphQL: languages whose
 * declarations begin with a word that says what they are. Comments and strings are blanked out first, so that no word of theirs begins one;
 * what a declaration holds is told by its brackets. Takes time in proportion to the text.
 */
export function readStatements(text: string, language: StatementLanguage): FileSyntax {
    const { masked, marks } = maskedText(text, language);
    const source = new Source(text, masked);
    const found: FoundSyntax = {
        definitions: [],
        names: [],
        locals: new Set(),
        imported: new Set(),
        repeated: new Set(),
        imports: [],
        docstrings: [],
        marks: [...marks],
    };
    READERS[language](source, found);
    return assembleSyntax(text, found, BUILT_INS[language]);
}

const READERS: Readonly<Record<StatementLanguage, (source: Source, found: FoundSyntax) => void>> = {
    sql: readSql,
    proto: readProto,
    graphql: readGraphql,
};

function readSql(source: Source, found: FoundSyntax): void {
    const starts = [
        ...source.masked.matchAll(
            /^[ \t]*CREATE\s+(?:OR\s+(?:REPLACE|ALTER)\s+)?(?:[A-Z]+\s+){0,3}?(TABLE|VIEW|FUNCTION|PROCEDURE|TRIGGER|TYPE|DOMAIN)\s+(?:IF\s+NOT\s+EXISTS\s+)?/gim,
        ),
    ];
    for (const [nth, match] of starts.entries()) {
        const name = source.sqlName(match.index + match[0].length);
        if (!name) continue;
        const word = (match[1] ?? '').toUpperCase();
        const limit = starts[nth + 1]?.index ?? source.masked.length;
        const isCode = word === 'FUNCTION' || word === 'PROCEDURE' || word === 'TRIGGER';
        const end = source.statementEnd(match.index, limit, isCode);
        const kind = isCode ? 'function' : word === 'TYPE' || word === 'DOMAIN' ? 'type' : 'class';
        source.define(found, kind, name, { start: source.textStart(match.index), end, body: undefined });
        if (word === 'TABLE') readColumns(source, found, name.index + name.name.length, end);
    }
    for (const match of source.masked.matchAll(
        /\b(?:FROM|JOIN|INTO|UPDATE|REFERENCES|ON|TABLE|EXISTS|CALL|EXEC|EXECUTE|FUNCTION|PROCEDURE|VIEW)\s+(?:ONLY\s+)?/gi,
    )) {
        const name = source.sqlName(match.index + match[0].length);
        if (name && !NO_NAME.test(name.name)) found.names.push(name);
    }
}

/** What follows `FROM`, `ON` and the like without being a name. */
const NO_NAME =
    /^(?:select|function|procedure|on|if|exists|not|each|row|set|delete|update|conflict|only|lateral|true|false|null|values|duplicate|key)$/i;

/** `name type …` between the commas of a table's brackets; constraints are no columns. */
function readColumns(source: Source, found: FoundSyntax, from: number, end: number): void {
    const open = source.masked.indexOf('(', from);
    const close = source.closing(open);
    if (open < 0 || close === undefined || close > end) return;
    for (const start of source.elements(open, close)) {
        const name = source.sqlName(start);
        if (!name || NO_COLUMN.test(name.name)) continue;
        source.define(found, 'field', name, { start: name.index, end: name.index + name.name.length, body: undefined });
    }
}

const NO_COLUMN = /^(?:constraint|primary|foreign|unique|check|key|index|exclude|like|fulltext|spatial|partition)$/i;

function readProto(source: Source, found: FoundSyntax): void {
    const kinds = { message: 'class', enum: 'enum', service: 'interface', extend: 'scope' } as const;
    for (const match of source.masked.matchAll(/\b(message|enum|service|extend)(\s+)([\w.]+)\s*\{/dg)) {
        source.defineBlock(found, kinds[match[1] as keyof typeof kinds], match, 3);
    }
    for (const match of source.masked.matchAll(/\brpc\s+(\w+)[^;{}]{0,1000}([;{])/dg)) {
        if (match[2] === '{') source.defineBlock(found, 'method', match, 1);
        else source.defineMatch(found, 'method', match, 1);
    }
    for (const match of source.masked.matchAll(
        /^[ \t]*(?:(?:repeated|optional|required)[ \t]+)?(?:map[ \t]*<[^>\n]*>|(?!option\b|reserved\b|extensions\b|return)[\w.]+)[ \t]+(\w+)[ \t]*=[ \t]*\d+/dgm,
    ))
        source.defineMatch(found, 'field', match, 1);
    for (const match of source.masked.matchAll(
        /^[ \t]*(?!syntax\b|edition\b|option\b)(\w+)[ \t]*=[ \t]*-?(?:0[xX])?[\da-fA-F]+[ \t]*[;[]/dgm,
    ))
        source.defineMatch(found, 'field', match, 1);
    for (const match of source.masked.matchAll(/^[ \t]*import\b(?:[ \t]+(?:public|weak)\b)?/gm)) {
        const end = match.index + match[0].length;
        const path = /^\s*("[^"\n]*")/.exec(source.text.slice(end, end + MAX_NAME));
        if (path?.[1] !== undefined) found.imports.push(source.nameAt(end + path[0].length - path[1].length, path[1]));
    }
    for (const match of source.masked.matchAll(/\b[A-Z]\w*/g)) found.names.push(source.nameAt(match.index, match[0]));
}

function readGraphql(source: Source, found: FoundSyntax): void {
    const kinds = {
        type: 'class',
        input: 'class',
        interface: 'interface',
        enum: 'enum',
        union: 'type',
        scalar: 'type',
        directive: 'macro',
    } as const;
    const blocks: { readonly open: number; readonly close: number; readonly isEnum: boolean }[] = [];
    for (const match of source.masked.matchAll(
        /^[ \t]*(?:extend[ \t]+)?(type|input|interface|enum|union|scalar|directive|query|mutation|subscription|fragment)[ \t]+@?(\w+)([^{}\n]*\{)?/dgm,
    )) {
        const word = match[1] ?? '';
        const kind = Object.hasOwn(kinds, word) ? kinds[word as keyof typeof kinds] : 'function';
        if (match[3] === undefined) {
            source.defineMatch(found, kind, match, 2);
            continue;
        }
        const close = source.defineBlock(found, kind, match, 2);
        if (close !== undefined && kind !== 'function')
            blocks.push({ open: match.index + match[0].length - 1, close, isEnum: kind === 'enum' });
    }
    for (const { open, close, isEnum } of blocks) {
        for (const start of source.lineStarts(open, close)) {
            const name = (isEnum ? /^[ \t]*([A-Za-z_]\w*)/y : /^[ \t]*(\w+)[ \t]*(?=[:(])/y).exec(source.masked.slice(start, start + 200));
            if (name?.[1])
                source.define(found, 'field', source.nameAt(start + name[0].indexOf(name[1]), name[1]), {
                    start,
                    end: start + name[0].length,
                    body: undefined,
                });
        }
    }
    for (const match of source.masked.matchAll(/\b[A-Z]\w*|(?<=\.\.\.)\w+/g)) found.names.push(source.nameAt(match.index, match[0]));
}

const BUILT_INS: Readonly<Record<StatementLanguage, ReadonlySet<string>>> = {
    sql: new Set(),
    proto: new Set(),
    graphql: new Set(['String', 'Int', 'Float', 'Boolean', 'ID', 'on']),
};

/** A text with its mask: what stands where, and which bracket closes which. */
class Source {
    readonly text: string;
    readonly masked: string;
    readonly #lineStarts: number[] = [0];
    readonly #closing = new Map<number, number>();

    constructor(text: string, masked: string) {
        this.text = text;
        this.masked = masked;
        const open: number[] = [];
        for (let at = 0; at < masked.length; at++) {
            const character = masked[at];
            if (character === '\n') this.#lineStarts.push(at + 1);
            else if (character === '(' || character === '{') open.push(at);
            else if (character === ')' || character === '}') {
                const opened = open.pop();
                if (opened !== undefined) this.#closing.set(opened, at);
            }
        }
    }

    /** The first character from here on that is no white space. */
    textStart(from: number): number {
        let at = from;
        while (/\s/.test(this.masked[at] ?? '')) at++;
        return at;
    }

    closing(open: number): number | undefined {
        return this.#closing.get(open);
    }

    /** Where each element between two brackets begins; commas of brackets inside are passed over. */
    *elements(open: number, close: number): Generator<number> {
        yield open + 1;
        for (let at = open + 1; at < close; at++) {
            if (this.masked[at] === ',') yield at + 1;
            else at = this.#closing.get(at) ?? at;
        }
    }

    /** Starts of the lines between two brackets that are in no bracket inside. */
    *lineStarts(open: number, close: number): Generator<number> {
        for (let at = open + 1; at < close; at++) {
            if (this.masked[at] === '\n') yield at + 1;
            else at = this.#closing.get(at) ?? at;
        }
    }

    /** After the `;` that ends a statement, that of its code included; the limit is where the next one begins. */
    statementEnd(start: number, limit: number, isCode: boolean): number {
        const words = /;|\b(?:BEGIN|CASE|END(?:\s+(?:IF|LOOP|WHILE|REPEAT|CASE))?)\b|^[ \t]*(?:GO|DELIMITER)\b/gim;
        const statement = this.masked.slice(start, limit);
        let depth = 0;
        for (const match of statement.matchAll(words)) {
            const word = match[0].trim().toUpperCase();
            if (word === 'GO' || word.startsWith('DELIMITER')) return start + match.index;
            if (word === ';' && depth === 0) return start + match.index + 1;
            if (!isCode) continue;
            if (word === 'BEGIN' || word === 'CASE') depth++;
            else if (/^END(?:\s+CASE)?$/.test(word)) depth = Math.max(0, depth - 1);
        }
        return start + statement.trimEnd().length;
    }

    /** The last part of `schema.name`, in quotes or without; undefined where no name stands. */
    sqlName(at: number): FoundName | undefined {
        const written = /^\s*((?:["`[]?[\w$]+["`\]]?\s*\.\s*){0,3})["`[]?([A-Za-z_][\w$]*)/.exec(this.masked.slice(at, at + MAX_NAME));
        const name = written?.[2];
        return written && name !== undefined ? this.nameAt(at + written[0].length - name.length, name) : undefined;
    }

    nameAt(index: number, name: string): FoundName {
        return { name, index, row: this.rowOf(index) };
    }

    /** The match ends with an opening bracket; returns the closing one. */
    defineBlock(found: FoundSyntax, kind: FoundDefinition['kind'], match: RegExpExecArray, group: number): number | undefined {
        const body = match.index + match[0].length - 1;
        const close = this.#closing.get(body);
        this.define(found, kind, this.groupOf(match, group), { start: this.textStart(match.index), end: (close ?? body) + 1, body });
        return close;
    }

    defineMatch(found: FoundSyntax, kind: FoundDefinition['kind'], match: RegExpExecArray, group: number): void {
        const end = match.index + match[0].length;
        this.define(found, kind, this.groupOf(match, group), { start: this.textStart(match.index), end, body: undefined });
    }

    /** Of a match of an expression that tells where its groups are (`d`). */
    private groupOf(match: RegExpExecArray, group: number): FoundName {
        return this.nameAt(match.indices?.[group]?.[0] ?? match.index, match[group] ?? '');
    }

    define(
        found: FoundSyntax,
        kind: FoundDefinition['kind'],
        name: FoundName,
        { start, end, body }: { readonly start: number; readonly end: number; readonly body: number | undefined },
    ): void {
        const bodyRow = body === undefined ? 0 : this.rowOf(body);
        found.definitions.push({
            kind,
            name,
            within: [],
            receiver: '',
            isClause: false,
            isOnward: false,
            pattern: 0,
            startIndex: start,
            endIndex: end,
            startRow: this.rowOf(start),
            endRow: this.rowOf(Math.max(start, end - 1)),
            body: body === undefined ? undefined : { index: body, row: bodyRow, column: body - (this.#lineStarts[bodyRow] ?? 0) },
        });
    }

    private rowOf(index: number): number {
        let low = 0;
        let high = this.#lineStarts.length - 1;
        while (low < high) {
            const middle = (low + high + 1) >> 1;
            if ((this.#lineStarts[middle] ?? 0) <= index) low = middle;
            else high = middle - 1;
        }
        return low;
    }
}

/** With its schema. */
const MAX_NAME = 200;
