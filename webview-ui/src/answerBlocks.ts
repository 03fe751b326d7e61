import type { Token } from 'markdown-it';
import MarkdownIt from 'markdown-it';
import { readQuoteCaption } from './quotedCode.ts';

/** A paragraph, list, table or block of code of an answer. A caption and the code it names are one. */
export interface AnswerBlock {
    /** From its first line up to the next block; the blocks of an answer put together are its text. */
    readonly source: string;
    /** Blocks of code have their number in `meta`, see `codeNumber`. */
    readonly tokens: readonly Token[];
    /** What looks like a mark in it: `1:12-18`, or `?1` of a doubt. */
    readonly marks: readonly string[];
    readonly headings: readonly string[];
    /** How many blocks of code it has. */
    readonly codes: number;
    readonly hasQuotes: boolean;
}

/**
 * Cuts an answer into blocks. While it arrives only its end is parsed again: a block that two others follow cannot change any more, since
 * Markdown without reference links is read from top to bottom. What `before` held of the same text comes back as the same objects.
 */
export function parseBlocks(text: string, before: readonly AnswerBlock[] = []): readonly AnswerBlock[] {
    const whole = text.replace(/\r\n?/g, '\n').replaceAll('\0', '\uFFFD');
    const kept: AnswerBlock[] = [];
    let end = 0;
    for (const block of before) {
        if (!whole.startsWith(block.source, end)) break;
        kept.push(block);
        end += block.source.length;
    }
    for (const block of kept.splice(Math.max(0, kept.length - STILL_OPEN))) end -= block.source.length;
    const codes = kept.reduce((sum, block) => sum + block.codes, 0);
    return [...kept, ...parseEnd(whole.slice(end), codes)];
}

/** The last block grows, and the one before it may turn out to be the caption of it. */
const STILL_OPEN = 2;

/** Which block of code of its answer this is, from 0. */
export function codeNumber(token: Token): number {
    const meta: unknown = token.meta;
    const number = typeof meta === 'object' && meta !== null && 'code' in meta ? meta.code : undefined;
    return typeof number === 'number' ? number : 0;
}

export function isCode(token: Token): boolean {
    return token.type === 'fence' || token.type === 'code_block';
}

/** Where the block that `open` begins ends: the position of the token that closes it. */
export function closingOf(tokens: readonly Token[], open: number): number {
    let depth = 0;
    for (let position = open; position < tokens.length; position += 1) {
        depth += tokens[position]?.nesting ?? 0;
        if (depth === 0) return position;
    }
    return tokens.length;
}

/** What looks like a mark; whether it is one the citations say. */
export function marksIn(source: string): readonly string[] {
    return [...source.matchAll(/\[(\??\d{1,4}(?::\d{1,7}(?:-\d{1,7})?)?)\]/g)].flatMap(match => match[1] ?? []);
}

/** The words of a paragraph, a heading or a cell. Parsing them is what costs, so they are remembered by their text. */
export function parseWords(content: string): readonly Token[] {
    const held = parsedWords.get(content);
    if (held) return held;
    const children = markdown.parseInline(content, {})[0]?.children ?? [];
    if (parsedWords.size >= REMEMBERED_PARAGRAPHS) parsedWords.clear();
    parsedWords.set(content, children);
    return children;
}

const parsedWords = new Map<string, readonly Token[]>();
const REMEMBERED_PARAGRAPHS = 400;

/** `maxNesting` bounds both the parser's recursion and that of what draws. */
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false, maxNesting: 40 }).disable(['reference']);

function parseEnd(text: string, codesBefore: number): readonly AnswerBlock[] {
    const tokens: Token[] = [];
    markdown.block.parse(text, markdown, {}, tokens);
    const starts = lineStarts(text);
    let codes = codesBefore;
    for (const token of tokens) if (isCode(token)) token.meta = { code: codes++ };
    const found: { readonly start: number; readonly tokens: readonly Token[] }[] = [];
    for (let position = 0; position < tokens.length;) {
        const end = tokens[position]?.nesting === 1 ? closingOf(tokens, position) : position;
        const own = tokens.slice(position, end + 1);
        const start = starts[own[0]?.map?.[0] ?? 0] ?? 0;
        const last = found.at(-1);
        if (last && isCaptionOf(last.tokens, own)) found.splice(-1, 1, { start: last.start, tokens: [...last.tokens, ...own] });
        else found.push({ start: found.length === 0 ? 0 : start, tokens: own });
        position = end + 1;
    }
    return found.map(({ start, tokens: own }, nth) => blockOf(text.slice(start, found[nth + 1]?.start ?? text.length), own));
}

function isCaptionOf([open, words]: readonly Token[], [code]: readonly Token[]): boolean {
    return (
        open?.type === 'paragraph_open' && words !== undefined && code?.type === 'fence' && readQuoteCaption(words.content) !== undefined
    );
}

function blockOf(source: string, tokens: readonly Token[]): AnswerBlock {
    const codes = tokens.filter(isCode);
    return {
        source,
        tokens,
        marks: marksIn(source),
        headings: tokens.filter(token => token.type === 'heading_open').map(token => token.tag),
        codes: codes.length,
        hasQuotes: codes.length > 0 && source.includes('['),
    };
}

function lineStarts(text: string): readonly number[] {
    const starts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    return starts;
}
