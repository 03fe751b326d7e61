import type { FileFacts, FileKind, Language } from '../../protocol/code.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { Files, FileTable, PassageStore, StopOptions, SymbolTable } from '../ports.ts';
import type { PlaceRole } from './placeRole.ts';
import { languageOf } from '../parse/languages.ts';
import { looksCalled } from './callLooks.ts';
import { containsLine } from '../../protocol/text.ts';
import { wholeWord } from '../../protocol/wholeWord.ts';
import { termsOf } from './terms.ts';

/** A line that has a name; a line with the name twice is one place. */
export interface NamePlace {
    readonly path: WorkspacePath;
    readonly kind: FileKind;
    readonly line: number;
    readonly role: PlaceRole;
}

export interface EveryPlace {
    /** By path and line. */
    readonly places: readonly NamePlace[];
    /** Files that should have the name and could not be read; their places are not counted. */
    readonly unread: readonly WorkspacePath[];
}

export interface EveryPlacePorts {
    readonly files: Files;
    readonly symbols: SymbolTable;
    readonly fileTable: FileTable;
    readonly store: Pick<PassageStore, 'searchWords' | 'statistics'>;
}

/**
 * Every line of the indexed files that has a name, to the end and not the best of them: the word index and the symbol facts say which files
 * can have it, and the live text of each of these says where. So the count is exact for the text as it stands; which definition a
 * mention means is not resolved.
 */
export async function findEveryPlace(name: string, ports: EveryPlacePorts, { signal }: StopOptions = {}): Promise<EveryPlace> {
    const paths = [...(await filesThatMayHave(name, ports, signal))].sort();
    const places: NamePlace[] = [];
    const unread: WorkspacePath[] = [];
    for (let at = 0; at < paths.length; at += READ_AT_ONCE) {
        signal?.throwIfAborted();
        const some = paths.slice(at, at + READ_AT_ONCE);
        const texts = await Promise.all(some.map(path => ports.files.read(path)));
        for (const [nth, path] of some.entries()) {
            const source = texts[nth];
            if (!source) {
                unread.push(path);
                continue;
            }
            const kind = ports.fileTable.kindOf(path) ?? 'code';
            const lines = source.text.split(/\r\n|\r|\n/);
            for (const { line, role } of placesIn(lines, name, { facts: ports.symbols.factsOf(path), kind, language: languageOf(path).id }))
                places.push({ path, kind, line, role });
        }
    }
    return { places, unread };
}

/** Keeps few files in memory, and the disk busy. */
const READ_AT_ONCE = 16;

async function filesThatMayHave(name: string, { symbols, store }: EveryPlacePorts, signal: AbortSignal | undefined) {
    const paths = new Set<WorkspacePath>();
    for (const { path } of symbols.definitionsOf(name)) paths.add(path);
    for (const { path } of symbols.referencesTo(name)) paths.add(path);
    for (const path of await filesWithWords(name, store, signal)) paths.add(path);
    return paths;
}

/** Every file with a chunk that has the rarest word of a name, by the word index: more files than have the name itself, and never fewer. */
export async function filesWithWords(
    name: string,
    store: EveryPlacePorts['store'],
    signal: AbortSignal | undefined,
): Promise<ReadonlySet<WorkspacePath>> {
    const statistics = store.statistics();
    // A chunk that has the name has each of its terms; the rarest leaves the fewest files to read.
    const [rarest] = [...new Set(termsOf(name))].map(term => ({ term, rows: statistics.rowsWith(term) })).sort((a, b) => a.rows - b.rows);
    if (!rarest) return new Set();
    return new Set((await store.searchWords([rarest.term], rarest.rows + UNCOUNTED_ROWS, { signal })).map(({ row }) => row.path));
}

/** Rows of unsaved texts are found but not counted. */
const UNCOUNTED_ROWS = 1_000;

/** The lines that have the name as a whole word, each with what it does with it. */
export function placesIn(
    lines: readonly string[],
    name: string,
    { facts, kind, language }: { readonly facts: FileFacts | undefined; readonly kind: FileKind; readonly language: Language },
): readonly { readonly line: number; readonly role: PlaceRole }[] {
    const word = wholeWord(name, 'g');
    const isCode = kind === 'code' || kind === 'test' || kind === 'build' || kind === 'generated';
    const defined = new Set(facts?.definitions.filter(definition => definition.name === name).map(({ nameLine }) => nameLine));
    const clauses = WRITTEN_IN_CLAUSES.has(language) ? (facts?.definitions.filter(definition => definition.name === name) ?? []) : [];
    const noted = new Set(facts?.references.find(reference => reference.name === name)?.lines);
    const imported = new Set(facts?.imports.map(({ line }) => line));
    const places: { line: number; role: PlaceRole }[] = [];
    for (const [at, text] of lines.entries()) {
        const columns = [...text.matchAll(word)].map(match => match.index);
        if (columns.length === 0) continue;
        const line = at + 1;
        const roles = columns.map((column): PlaceRole => {
            if (!isCode) return defined.has(line) ? 'definition' : 'text';
            if (!noted.has(line) && !defined.has(line) && isInCommentOrString(text, column)) return 'text';
            if (imported.has(line) || isImportLine(lines, at)) return 'import';
            if (defined.has(line)) return 'definition';
            // The parser counts neither the head of a further clause nor the specification above it as mentions.
            if (!noted.has(line) && clauses.some(({ range }) => containsLine(range, line))) return 'definition';
            if (noted.has(line) && isInCommentOrString(text, column) && columns.length > 1) return 'text';
            return looksCalled({ text, column, length: name.length }, language) ? 'call' : 'use';
        });
        places.push({ line, role: ORDER.find(role => roles.includes(role)) ?? 'use' });
    }
    return places;
}

const WRITTEN_IN_CLAUSES: ReadonlySet<string> = new Set(['haskell', 'elixir']);

/** What a line is told as when it does several things with the name. */
const ORDER: readonly PlaceRole[] = ['definition', 'call', 'use', 'import', 'text'];

/** By the look of the line: after a comment mark, or within quotes. A block comment is known by the `*` its lines begin with. */
function isInCommentOrString(text: string, column: number): boolean {
    const before = text.slice(0, column);
    if (/^\s*(?:\*|\/\*|<!--|#(?![!{[]|define|if|elif|undef)|"""|'''|--[\s|^-]|;;|\(\*\*?\s)/.test(before)) return true;
    let quote = '';
    for (let at = 0; at < before.length; at++) {
        const character = before[at] ?? '';
        if (character === '\\') at++;
        else if (quote !== '') {
            if (character === quote) quote = '';
            // What stands in `${…}` of a template is code.
            else if (quote === '`' && character === '$' && before[at + 1] === '{') {
                const end = before.indexOf('}', at);
                if (end < 0) return false;
                at = end;
            }
        } else if (character === '"' || character === '`' || (character === "'" && !isLifetime(before, at))) quote = character;
        else if (character === '/' && (before[at + 1] === '/' || before[at + 1] === '*') && before[at - 1] !== ':') {
            if (before[at + 1] === '/') return true;
            const end = before.indexOf('*/', at + 2);
            if (end < 0) return true;
            at = end + 1;
        } else if (character === '#' && /\s/.test(before[at - 1] ?? ' ') && /\s/.test(before[at + 1] ?? ' ')) return true;
        else if (character === '-' && /^\s--\s/.test(before.slice(at - 1, at + 3))) return true;
    }
    return quote !== '';
}

/** `'a` of Rust opens nothing. */
function isLifetime(before: string, at: number): boolean {
    return /[&<\s,+]$/.test(before.slice(0, at)) && /^'\w+(?:[\s,>+:]|$)/.test(before.slice(at)) && !before.slice(at + 1).includes("'");
}

/** On the line of an import, or on a line of names within the brackets of one. */
function isImportLine(lines: readonly string[], at: number): boolean {
    const text = (lines[at] ?? '').slice(0, MOST_CHARACTERS);
    if (IMPORT.test(text)) return true;
    if (!NAMES_ONLY.test(text)) return false;
    for (let above = at - 1; above >= Math.max(0, at - MOST_IMPORT_LINES); above--) {
        const line = (lines[above] ?? '').slice(0, MOST_CHARACTERS);
        if (IMPORT_OPENS.test(line)) return true;
        if (!NAMES_ONLY.test(line)) return false;
    }
    return false;
}

const IMPORT =
    /^\s*(?:import\b(?!\s*\()|from\s+\S+\s+import\b|(?:pub(?:\([\w ]+\))? )?use\s+[\w:{]|#\s*include\b|export\s+(?:type\s+)?(?:\*|\{)[^=]*\bfrom\b|(?:const|let|var)\s+[^=]+=\s*require\()/;
const IMPORT_OPENS = /^\s*(?:(?:import|export)\b[^;]*\{|from\s+\S+\s+import\s*\(|(?:pub(?:\([\w ]+\))? )?use\b.*\{)\s*(?:[\w$, ]*,?\s*)$/;
const NAMES_ONLY = /^[\w$:,\s]+$/;
const MOST_IMPORT_LINES = 80;
/** No import that a person wrote is longer. */
const MOST_CHARACTERS = 400;
