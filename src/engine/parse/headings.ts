import { definitionOf } from './fileSyntax.ts';
import type { FileSyntax, OutlineItem } from './fileSyntax.ts';

type HeadingStyle = 'markdown' | 'restructuredtext' | 'asciidoc';

/** A heading on `row` (from 0), whose own lines end at `lastRow`; level 1 is the outermost. */
interface Heading {
    readonly title: string;
    readonly level: number;
    readonly row: number;
    readonly lastRow: number;
}

/**
 * Reads prose as nested sections: each reaches from its heading to the next heading of its level or an outer one.
 * Headings are read from lines and not by a grammar: that is ten times as fast, and knows headings that are underlined.
 */
export function readHeadings(text: string, style: HeadingStyle): FileSyntax {
    const lines = text.split('\n');
    const headings = headingsIn(lines, style);
    const outline = headings.map((heading, position): OutlineItem => {
        const next = headings.slice(position + 1).find(({ level }) => level <= heading.level);
        let last = (next ? next.row : lines.length) - 1;
        while (last > heading.lastRow && lines[last]?.trim() === '') last--;
        return {
            name: heading.title.slice(0, 160),
            kind: 'section',
            container: enclosingTitles(headings, position).join('.'),
            range: { startLine: heading.row + 1, endLine: last + 1 },
            nameLine: heading.row + 1,
            signature: { startLine: heading.row + 1, endLine: heading.row + 1 },
            isScope: false,
        };
    });
    return { outline, facts: { definitions: outline.map(definitionOf), references: [], imports: [] } };
}

/** More headings than this are a list in disguise. */
const MAX_HEADINGS = 1_000;

function enclosingTitles(headings: readonly Heading[], position: number): readonly string[] {
    const titles: string[] = [];
    let level = headings[position]?.level ?? 1;
    for (let before = position - 1; before >= 0 && level > 1; before--) {
        const heading = headings[before];
        if (!heading || heading.level >= level) continue;
        titles.unshift(heading.title.slice(0, 160));
        level = heading.level;
    }
    return titles;
}

function headingsIn(lines: readonly string[], style: HeadingStyle): readonly Heading[] {
    switch (style) {
        case 'markdown':
            return markdownHeadings(lines).slice(0, MAX_HEADINGS);
        case 'restructuredtext':
            return underlinedHeadings(lines).slice(0, MAX_HEADINGS);
        case 'asciidoc':
            return asciidocHeadings(lines).slice(0, MAX_HEADINGS);
    }
}

/** CommonMark 0.31: `#` headings and underlined ones; nothing inside fenced code or front matter is a heading. */
function markdownHeadings(lines: readonly string[]): readonly Heading[] {
    const headings: Heading[] = [];
    let fence = '';
    for (let row = frontMatterEnd(lines); row < lines.length; row++) {
        const line = lines[row] ?? '';
        const mark = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line);
        if (fence !== '') {
            if (mark?.[1]?.startsWith(fence) && mark[2]?.trim() === '') fence = '';
            continue;
        }
        if (mark?.[1]) {
            fence = mark[1];
            continue;
        }
        const hashes = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/.exec(line);
        if (hashes?.[1]) {
            const title = (hashes[2] ?? '').replace(/[ \t]+#+[ \t]*$/, '').trim();
            headings.push({ title: plainTitle(title), level: hashes[1].length, row, lastRow: row });
            continue;
        }
        const underline = /^ {0,3}(=+|-+)[ \t]*$/.exec(line)?.[1];
        const title = lines[row - 1]?.trim() ?? '';
        if (underline && row > 0 && title !== '' && !/^([-*+>|]|\d+[.)]|#|```|~~~)/.test(title)) {
            headings.push({ title: plainTitle(title), level: underline.startsWith('=') ? 1 : 2, row: row - 1, lastRow: row });
        }
    }
    return headings;
}

function frontMatterEnd(lines: readonly string[]): number {
    if (lines[0]?.trimEnd() !== '---') return 0;
    const end = lines.findIndex((line, row) => row > 0 && /^(---|\.\.\.)\s*$/.test(line));
    return end < 0 ? 0 : end + 1;
}

/** The words of a title without links, code marks and anchors. */
function plainTitle(title: string): string {
    return title
        .replace(/\{#[^}]*\}\s*$/, '')
        .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
        .replace(/<[^>]*>|[`*]/g, '')
        .trim();
}

/** reStructuredText: a line of punctuation under a title, perhaps one above; levels are the order in which the styles appear. */
function underlinedHeadings(lines: readonly string[]): readonly Heading[] {
    const headings: Heading[] = [];
    const styles: string[] = [];
    for (let row = 1; row < lines.length; row++) {
        const adornment = /^([=\-`:'"~^_*+#<>.])\1{2,}\s*$/.exec(lines[row] ?? '')?.[1];
        const title = lines[row - 1] ?? '';
        if (!adornment || title.trim() === '' || /^([=\-`:'"~^_*+#<>.])\1{2,}\s*$/.test(title)) continue;
        if ((lines[row] ?? '').trimEnd().length < title.trim().length) continue;
        const hasOverline = row >= 2 && (lines[row - 2] ?? '').trimEnd() === (lines[row] ?? '').trimEnd();
        // Without an overline a title starts in the first column; indented ones are text in a block.
        if (!hasOverline && /^\s/.test(title)) continue;
        const style = hasOverline ? `${adornment}${adornment}` : adornment;
        if (!styles.includes(style)) styles.push(style);
        headings.push({
            title: title.trim().replace(/`/g, ''),
            level: styles.indexOf(style) + 1,
            row: hasOverline ? row - 2 : row - 1,
            lastRow: row,
        });
    }
    return headings;
}

function asciidocHeadings(lines: readonly string[]): readonly Heading[] {
    return lines.flatMap((line, row) => {
        const match = /^(={1,6}) (\S.*)$/.exec(line);
        return match?.[1] && match[2] ? [{ title: match[2].trim(), level: match[1].length, row, lastRow: row }] : [];
    });
}
