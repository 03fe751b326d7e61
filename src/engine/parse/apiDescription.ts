import type { Node } from 'web-tree-sitter';
import type { FileFacts } from '../../protocol/code.ts';
import type { FileSyntax, OutlineItem } from './fileSyntax.ts';
import { definitionOf } from './fileSyntax.ts';
import { entriesOf, itemsOf, rootValue, scalarText, type KeyedEntry } from './keyedTree.ts';

/**
 * Reads a description of an API (OpenAPI 3, Swagger 2, in YAML or JSON) as what its reader looks for: one section an operation, called
 * `GET /pets/{petId} (getPet)`, and one a schema, each a chunk of its own. The name of an operation in the code that serves it, and the
 * schemas that something refers to, are references. Undefined for what is none, or is broken: its keys are all that can be told then.
 */
export function readApiDescription(root: Node, text: string): FileSyntax | undefined {
    if (root.hasError) return undefined;
    const top = entriesOf(rootValue(root), text);
    if (!top.some(({ key, value }) => VERSION_KEYS.has(key) && /^\d/.test(scalarText(value, text)))) return undefined;
    const reading: Reading = { text, lines: text.split('\n'), outline: [], references: new Map(), sections: 0 };
    for (const entry of top) {
        if (entry.key === 'paths' || entry.key === 'webhooks') readPaths(entry, reading);
        else if (entry.key === 'components') readComponents(entry, reading);
        else if (entry.key === 'definitions') readSchemas(entry, 'definitions', reading);
        else reading.outline.push(itemOf(entry, { name: entry.key, container: '', kind: 'key' }, reading));
    }
    if (reading.sections === 0) return undefined;
    return { outline: reading.outline, facts: factsOf(reading) };
}

/** A cheap first look, before anything is parsed: whether a line names the version of such a description. */
export function mayBeApiDescription(text: string): boolean {
    return /^\s*\{?\s*["']?(openapi|swagger)["']?\s*:\s*["']?\d/m.test(text);
}

const VERSION_KEYS: ReadonlySet<string> = new Set(['openapi', 'swagger']);
/** The fixed fields of a Path Item Object (OpenAPI 3.2) that are operations. */
const METHODS: ReadonlySet<string> = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query']);
/** Operations and schemas that become chunks of their own; what a generator has written beyond these is packed like other keys. */
const MAX_SECTIONS = 3_000;
const MAX_NAME = 160;
const MAX_REFERENCES = 3_000;
/** Schemas nest, and a hostile file nests without end; what refers to another lies near the surface. */
const MAX_DEPTH = 12;

interface Reading {
    readonly text: string;
    readonly lines: readonly string[];
    readonly outline: OutlineItem[];
    /** Lines that mention a name. */
    readonly references: Map<string, number[]>;
    sections: number;
}

function readPaths(paths: KeyedEntry, reading: Reading): void {
    reading.outline.push(scopeOf(paths, '', reading));
    for (const path of entriesOf(paths.value, reading.text)) {
        // The line of the path is told to the embedder with each of its operations, and goes with the first of them.
        reading.outline.push(scopeOf(path, paths.key, reading));
        for (const operation of entriesOf(path.value, reading.text)) {
            if (!METHODS.has(operation.key)) continue;
            const { text } = reading;
            const id = entriesOf(operation.value, text).find(({ key }) => key === 'operationId');
            const idText = scalarText(id?.value, text);
            const name = `${operation.key.toUpperCase()} ${path.key}${idText === '' ? '' : ` (${idText})`}`;
            pushSection(operation, { name, container: paths.key }, reading);
            if (id) mention(idText, id.row, reading);
            mentionSchemas(operation.value, reading, 0);
        }
    }
}

function readComponents(components: KeyedEntry, reading: Reading): void {
    reading.outline.push(scopeOf(components, '', reading));
    for (const group of entriesOf(components.value, reading.text)) {
        const container = `${components.key}.${group.key}`;
        if (group.key === 'schemas') {
            readSchemas(group, container, reading);
            continue;
        }
        reading.outline.push(scopeOf(group, components.key, reading));
        for (const part of entriesOf(group.value, reading.text)) {
            reading.outline.push(itemOf(part, { name: part.key, container, kind: 'section' }, reading));
            mentionSchemas(part.value, reading, 0);
        }
    }
}

function readSchemas(schemas: KeyedEntry, container: string, reading: Reading): void {
    const parent = container.split('.').slice(0, -1).join('.');
    reading.outline.push(scopeOf(schemas, parent, reading));
    for (const schema of entriesOf(schemas.value, reading.text)) {
        pushSection(schema, { name: schema.key, container }, reading);
        mentionSchemas(schema.value, reading, 0);
    }
}

function pushSection(entry: KeyedEntry, title: Pick<OutlineItem, 'name' | 'container'>, reading: Reading): void {
    const standsAlone = reading.sections < MAX_SECTIONS;
    reading.sections++;
    reading.outline.push({ ...itemOf(entry, { ...title, kind: 'section' }, reading), standsAlone });
}

/** What only holds others: nobody asks what `paths` is. */
function scopeOf(entry: KeyedEntry, container: string, reading: Reading): OutlineItem {
    return { ...itemOf(entry, { name: entry.key, container, kind: 'section' }, reading), isScope: true };
}

function itemOf(entry: KeyedEntry, title: Pick<OutlineItem, 'name' | 'container' | 'kind'>, { lines }: Reading): OutlineItem {
    let last = entry.lastRow;
    while (last > entry.row && (lines[last] ?? '').trim() === '') last--;
    const line = entry.row + 1;
    return {
        ...title,
        name: title.name.slice(0, MAX_NAME),
        range: { startLine: line, endLine: last + 1 },
        nameLine: line,
        signature: { startLine: line, endLine: line },
        isScope: false,
    };
}

/** Notes each `$ref`: `#/components/schemas/Pet` mentions `Pet`. */
function mentionSchemas(value: Node | undefined, reading: Reading, depth: number): void {
    if (depth > MAX_DEPTH) return;
    for (const { key, row, value: inner } of entriesOf(value, reading.text)) {
        if (key === '$ref') mention(scalarText(inner, reading.text).split('/').at(-1) ?? '', row, reading);
        else mentionSchemas(inner, reading, depth + 1);
    }
    for (const item of itemsOf(value)) mentionSchemas(item, reading, depth + 1);
}

function mention(name: string, row: number, { references }: Reading): void {
    if (!/^[\p{L}\p{N}_.$-]{2,120}$/u.test(name)) return;
    const lines = references.get(name);
    if (!lines) {
        if (references.size < MAX_REFERENCES) references.set(name, [row + 1]);
    } else if (lines.at(-1) !== row + 1 && lines.length < MAX_REFERENCES) {
        lines.push(row + 1);
    }
}

function factsOf({ outline, references }: Reading): FileFacts {
    return {
        definitions: outline.filter(({ isScope }) => !isScope).map(definitionOf),
        references: [...references].map(([name, lines]) => ({ name, lines })),
        imports: [],
    };
}
