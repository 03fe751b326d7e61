import type { TextRange } from '../../protocol/text.ts';
import { rangeLabel } from '../../protocol/text.ts';
import { visibleText } from '../../protocol/visibleText.ts';

/**
 * A name, a path or a line as a code span that nothing inside can end; what acts unseen is shown. A text with backticks of its own stands
 * between two, as Markdown has it: its words are compared with the file, and quotes in their place would stand nowhere in it.
 */
export function codeSpan(text: string): string {
    const line = visibleText(text).replaceAll('\n', ' ');
    if (!line.includes('`')) return `\`${line}\``;
    return line.includes('``') ? `\`${line.replaceAll('`', "'")}\`` : `\`\` ${line} \`\``;
}

/** `[3:12-18]`, or `[3]` for the whole piece of evidence. */
export function footnote(shown: { readonly number: number; readonly range?: TextRange }): string {
    return shown.range ? `[${String(shown.number)}:${rangeLabel(shown.range)}]` : `[${String(shown.number)}]`;
}

/** Words from a file inside a sentence: nothing in them is taken for Markdown or for a footnote, except code spans. */
export function wordsOfFile(text: string): string {
    const visible = visibleText(text).replaceAll(/\s+/g, ' ').trim();
    const isBalanced = (visible.match(/`/g)?.length ?? 0) % 2 === 0 && !visible.includes('``');
    const plain = isBalanced ? visible : visible.replaceAll('`', '');
    return plain
        .split(/(`[^`]*`)/)
        .map((part, at) => (at % 2 === 1 ? part : part.replaceAll(/[\\*<>[\]|~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')))
        .join('');
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
    if (items.length < 2) return items.join('');
    return `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}

/** `1 file`, `3 files`. */
export function counted(count: number, noun: string): string {
    return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

/** Lines of a file as a fenced block that nothing inside can end; indentation that all lines share is taken off. */
export function codeBlock(lines: readonly string[], language: string): string {
    const visible = withoutSharedIndent(lines.map(visibleText));
    const longest = Math.max(2, ...visible.map(line => /^\s*(`+)/.exec(line)?.[1]?.length ?? 0));
    const fence = '`'.repeat(longest + 1);
    return [`${fence}${language === 'text' ? '' : language}`, ...visible, fence].join('\n');
}

function withoutSharedIndent(lines: readonly string[]): readonly string[] {
    const indents = lines.filter(line => line.trim() !== '').map(line => /^[ \t]*/.exec(line)?.[0] ?? '');
    let shared = indents[0] ?? '';
    for (const indent of indents) while (!indent.startsWith(shared)) shared = shared.slice(0, -1);
    return lines.map(line => line.slice(Math.min(shared.length, line.length - line.trimStart().length)));
}
