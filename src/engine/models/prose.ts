import type { TextRange } from '../../protocol/text.ts';
import { rangeLabel } from '../../protocol/text.ts';
import { spokenLanguage } from '../../protocol/l10n.ts';
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

/** `a`, `a and b`, `a, b and c`, as the language that is spoken has it. */
export function listed(items: readonly string[]): string {
    const language = spokenLanguage();
    // British English has no comma before its `and`.
    return new Intl.ListFormat(language === 'en' ? 'en-GB' : language, { type: 'conjunction' }).format(items);
}

/** Sentences behind one another; Japanese and Chinese have no blank between them. */
export function joined(sentences: readonly string[]): string {
    return sentences.filter(sentence => sentence !== '').join(UNSPACED.has(spokenLanguage()) ? '' : ' ');
}

const UNSPACED: ReadonlySet<string> = new Set(['ja', 'zh-cn']);

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
