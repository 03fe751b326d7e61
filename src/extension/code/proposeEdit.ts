import type { CodeSymbol } from '../../protocol/code.ts';
import type { TextRange } from '../../protocol/text.ts';

/** What a block of code would change in a file. */
export type CodeEdit =
    /** These lines become `text`; why them: the block says so, it defines the same thing, or it begins and ends with the same lines. */
    | { readonly type: 'replace'; readonly range: TextRange; readonly text: string; readonly why: 'lines' | 'definition' | 'same ends' }
    /** Nothing in the file is like it, so it comes behind the last line. */
    | { readonly type: 'append'; readonly text: string }
    /** The block leaves lines out (`// ...`), so nobody can say what the file would be. */
    | { readonly type: 'leaves out' };

/**
 * Finds where in a file a block of code belongs. Decides nothing for good: the reader sees the difference before anything is written.
 * `definitions` are those of the file, as the index knows them.
 */
export function proposeEdit(
    file: string,
    { code, range }: { readonly code: string; readonly range?: TextRange | undefined },
    definitions: readonly Pick<CodeSymbol, 'name' | 'range' | 'nameLine' | 'doc'>[],
): CodeEdit {
    const lines = file.split(/\r\n|\r|\n/);
    const block = code.replace(/^(?:[ \t]*\n)+|\s+$/g, '').split('\n');
    if (block.some(isGap)) return { type: 'leaves out' };
    if (range && range.endLine <= lines.length) return replace(lines, range, block, 'lines');
    const head = block.findIndex(line => !isPreface(line));
    const defined = definitions.filter(definition => definesSame(block[head] ?? '', lines[definition.nameLine - 1] ?? '', definition.name));
    const [definition] = defined;
    if (definition && defined.length === 1) {
        const startLine =
            head > 0 ? Math.min(definition.doc?.startLine ?? Infinity, definition.range.startLine) : definition.range.startLine;
        return replace(lines, { startLine, endLine: definition.range.endLine }, block, 'definition');
    }
    const ends = sameEnds(lines, block);
    return ends ? replace(lines, ends, block, 'same ends') : { type: 'append', text: block.join('\n') };
}

/** The text of a file after an edit, with line ends as it has them. */
export function editedText(file: string, edit: Exclude<CodeEdit, { type: 'leaves out' }>): string {
    const lineEnd = file.includes('\r\n') ? '\r\n' : '\n';
    const lines = file.split(/\r\n|\r|\n/);
    const text = edit.text.split('\n');
    if (edit.type === 'replace')
        return [...lines.slice(0, edit.range.startLine - 1), ...text, ...lines.slice(edit.range.endLine)].join(lineEnd);
    const isEnded = lines.at(-1) === '';
    return [...(isEnded ? lines.slice(0, -1) : lines), ...(file === '' ? [] : ['']), ...text, ''].join(lineEnd);
}

/** Code for a place that is indented by `indent`, whose first line stands behind it already. */
export function indentedFor(code: string, indent: string): string {
    const [first = '', ...rest] = code.split('\n');
    const own = indentOf(first);
    return [first.slice(own.length), ...rest.map(line => reindented(line, own, indent))].join('\n');
}

function replace(
    lines: readonly string[],
    range: TextRange,
    block: readonly string[],
    why: 'lines' | 'definition' | 'same ends',
): CodeEdit {
    const wanted = indentOf(lines[range.startLine - 1] ?? '');
    const own = indentOf(block[0] ?? '');
    return { type: 'replace', range, text: block.map(line => reindented(line, own, wanted)).join('\n'), why };
}

function reindented(line: string, from: string, to: string): string {
    if (line.trim() === '') return '';
    return line.startsWith(from) ? to + line.slice(from.length) : line;
}

function indentOf(line: string): string {
    return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** `...` by itself, or a comment that begins or ends with it: `// ... existing code ...`. */
function isGap(line: string): boolean {
    return (
        /^\s*(?:…|\.\.\.)\s*$/.test(line) ||
        /^\s*(?:\/\/|#|--|;|\/\*|<!--)\s*(?:(?:…|\.\.\.)|.*(?:…|\.\.\.)\s*(?:\*\/|-->)?\s*$)/.test(line)
    );
}

/** A comment, a decorator, an attribute or nothing: what may stand before a definition. */
function isPreface(line: string): boolean {
    return /^\s*(?:$|\/\/|\/\*|\*|#(?!\w)|--|@|#\[|\/\/\/|""")/.test(line);
}

/** Both lines bring the name behind the same word (`function`, `def`, nothing), so that a call is not taken for a definition. */
function definesSame(written: string, standing: string, name: string): boolean {
    const [before, known] = [wordBefore(written, name), wordBefore(standing, name)];
    return before !== undefined && before === known;
}

function wordBefore(line: string, name: string): string | undefined {
    const found = new RegExp(String.raw`(?<![\w$.])${name.replace(/[^\w$]/g, String.raw`\$&`)}(?![\w$])`).exec(line);
    return found ? (/(\S+)\s*$/.exec(line.slice(0, found.index))?.[1] ?? '') : undefined;
}

/** The lines from the only one that is the first of the block up to the next one that is its last, at the same depth. */
function sameEnds(lines: readonly string[], block: readonly string[]): TextRange | undefined {
    const [first = '', last = ''] = [block[0], block.at(-1)];
    const starts = lines.flatMap((line, at) => (first.trim().length > 2 && line.trim() === first.trim() ? [at] : []));
    const [start] = starts;
    if (start === undefined || starts.length > 1 || block.length < 2) return undefined;
    const depth = (line: string, of: string): number => indentOf(line).length - indentOf(of).length;
    const end = lines.findIndex(
        (line, at) => at > start && line.trim() === last.trim() && depth(line, lines[start] ?? '') === depth(last, first),
    );
    return end < 0 ? undefined : { startLine: start + 1, endLine: end + 1 };
}
