import type { RulePlace } from './indexing.ts';
import type { WorkspacePath } from './text.ts';

/** A page of plain text, in which some stretches lead somewhere. The editor makes links of them; a terminal prints the text. */
export interface LinkedText {
    readonly text: string;
    readonly links: readonly TextLink[];
}

export interface TextLink {
    /** From 0. */
    readonly row: number;
    /** Columns, from 0; `to` is behind the last. */
    readonly from: number;
    readonly to: number;
    readonly place: LinkedPlace;
}

/** A file of the workspace, at a line when one is meant, or a line of a file of ignore rules. */
export type LinkedPlace = { readonly path: WorkspacePath; readonly line?: number } | { readonly rule: RulePlace };

/** A line, and those of its words that lead somewhere, in the order in which they stand there. */
export interface LinkedLine {
    readonly text: string;
    readonly links: readonly { readonly words: string; readonly place: LinkedPlace }[];
}

/**
 * Puts lines together. Words are looked for in the finished line, since a translation says where they stand;
 * what a line does not have is no link.
 */
export function linkedText(lines: readonly (string | LinkedLine)[]): LinkedText {
    const rows: string[] = [];
    const links: TextLink[] = [];
    for (const line of lines) {
        const { text, links: wanted } = typeof line === 'string' ? { text: line, links: [] } : line;
        let searched = 0;
        for (const { words, place } of wanted) {
            const from = words === '' ? -1 : text.indexOf(words, searched);
            if (from < 0) continue;
            searched = from + words.length;
            links.push({ row: rows.length, from, to: searched, place });
        }
        rows.push(...text.split('\n'));
    }
    return { text: rows.join('\n'), links };
}

/** The words of an explanation that name the rule: `.gitignore:3` of `.gitignore:3: *.log`. */
export function ruleLinks(detail: string, rule: RulePlace | undefined): LinkedLine['links'] {
    if (!rule) return [];
    const mark = `:${String(rule.line)}`;
    const end = detail.indexOf(`${mark}: `);
    return end < 0 ? [] : [{ words: detail.slice(0, end + mark.length), place: { rule } }];
}
