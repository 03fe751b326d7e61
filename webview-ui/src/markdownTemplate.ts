import type { Token } from 'markdown-it';
import type { TemplateResult } from 'lit';
import type { Citation, Doubt, Evidence } from '../../src/protocol/answer.ts';
import type { CitationsByMark } from './answerMarks.ts';
import MarkdownIt from 'markdown-it';
import { html, nothing } from 'lit';
import { doubtNote, withDoubtMarks } from '../../src/protocol/doubtNote.ts';
import { visibleText } from '../../src/protocol/visibleText.ts';
import { splitMarks, visibleOrder, withoutUnfinishedMark } from './answerMarks.ts';
import { quoteOf, readFenceInfo, readQuoteCaption } from './quotedCode.ts';
import './citationLink.ts';
import './codeFigure.ts';

export interface AnswerMarkdown {
    readonly text: string;
    readonly citations: readonly Citation[];
    /** Sentences that could not be confirmed; known when the answer is finished. */
    readonly doubts?: readonly Doubt[];
    readonly evidence: readonly Evidence[];
    /** The text ends anywhere, because more will come or because it was stopped: a mark that is only half there is held back. */
    readonly isArriving: boolean;
}

/** What an element of an answer can be drawn as: no strings of HTML anywhere, so nothing in the text can become an element of its own. */
export type Drawn = TemplateResult | string | typeof nothing | readonly Drawn[];

/**
 * An answer as Lit templates. Tokens of markdown-it are drawn by an allow-list: what is not on it is shown as the words it is
 * made of. Raw HTML, images, reference links and every scheme but `https` stay text.
 */
export function markdownTemplate(answer: AnswerMarkdown): Drawn {
    const capped = answer.text.length > MAX_ANSWER_CHARS ? answer.text.slice(0, MAX_ANSWER_CHARS) : answer.text;
    const doubts = answer.doubts ?? [];
    const text = answer.isArriving ? withoutUnfinishedMark(capped) : withDoubtMarks(capped, doubts);
    const scope: Scope = {
        doubts,
        citations: new Map(answer.citations.map(citation => [citation.mark, citation])),
        evidence: new Map(answer.evidence.map(item => [item.number, item])),
        headings: [],
        isInLink: false,
        isArriving: answer.isArriving,
    };
    try {
        const tokens = parseBlocks(text);
        const headings = [...new Set(tokens.filter(token => token.type === 'heading_open').map(token => token.tag))].sort();
        const drawn = drawAll(tokens, { ...scope, headings });
        return capped.length < answer.text.length ? [drawn, html`<p class="note">The rest of this answer is too long to show.</p>`] : drawn;
    } catch (error) {
        // The parser gives up on nothing we know of; if it does, the words matter more than their form.
        console.error('An answer could not be drawn as Markdown', error);
        return html`<p class="plain">${drawWords(text, scope)}</p>`;
    }
}

const MAX_ANSWER_CHARS = 256 * 1024;

interface Scope {
    readonly citations: CitationsByMark;
    readonly doubts: readonly Doubt[];
    readonly evidence: ReadonlyMap<number, Evidence>;
    /** The heading tags in use, the highest first; they become h3, h4 … under the question's h2. */
    readonly headings: readonly string[];
    /** A footnote inside a link would be a button in a link. */
    readonly isInLink: boolean;
    readonly isArriving: boolean;
}

/** `maxNesting` bounds both the parser's recursion and ours. */
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false, maxNesting: 40 }).disable(['reference']);

/** Blocks are parsed anew each time, which is cheap; the words in them only if they changed, which is what costs. */
function parseBlocks(text: string): readonly Token[] {
    const tokens: Token[] = [];
    const environment = {};
    markdown.block.parse(text.replace(/\r\n?/g, '\n').replaceAll('\0', '\uFFFD'), markdown, environment, tokens);
    for (const token of tokens) {
        if (token.type === 'inline') token.children = parseWords(token.content);
    }
    return tokens;
}

function parseWords(content: string): Token[] {
    const held = parsedWords.get(content);
    if (held) return held;
    const children = markdown.parseInline(content, {})[0]?.children ?? [];
    if (parsedWords.size >= REMEMBERED_PARAGRAPHS) parsedWords.clear();
    parsedWords.set(content, children);
    return children;
}

const parsedWords = new Map<string, Token[]>();
const REMEMBERED_PARAGRAPHS = 400;

function drawAll(tokens: readonly Token[], scope: Scope): readonly Drawn[] {
    const drawn: Drawn[] = [];
    let position = 0;
    while (position < tokens.length) {
        const token = tokens[position];
        if (!token) break;
        const caption = captionOf(tokens, position, scope);
        if (caption) {
            drawn.push(caption);
            position += 4;
        } else if (token.nesting === 1) {
            const end = closingOf(tokens, position);
            drawn.push(drawBlock(token, tokens.slice(position + 1, end), scope));
            position = end + 1;
        } else {
            drawn.push(drawLeaf(token, scope));
            position += 1;
        }
    }
    return drawn;
}

/** The paragraph at `position` with the code after it, where it is the caption of a quotation: the figure says what it says. */
function captionOf(tokens: readonly Token[], position: number, scope: Scope): Drawn | undefined {
    const [, words, , code] = tokens.slice(position, position + 4);
    if (tokens[position]?.type !== 'paragraph_open' || words?.type !== 'inline' || code?.type !== 'fence') return undefined;
    const place = readQuoteCaption(words.content);
    if (!place || !quoteOf(code.content, place, scope.citations, scope.evidence)) return undefined;
    return drawCode(code, scope, place);
}

function closingOf(tokens: readonly Token[], open: number): number {
    let depth = 0;
    for (let position = open; position < tokens.length; position += 1) {
        depth += tokens[position]?.nesting ?? 0;
        if (depth === 0) return position;
    }
    return tokens.length;
}

function drawBlock(open: Token, inner: readonly Token[], scope: Scope): Drawn {
    if (open.type === 'link_open') return drawLink(String(open.attrGet('href') ?? ''), drawAll(inner, { ...scope, isInLink: true }));
    const content = drawAll(inner, scope);
    switch (open.type) {
        case 'paragraph_open':
            return open.hidden ? content : html`<p>${content}</p>`;
        case 'heading_open':
            return drawHeading(scope.headings.indexOf(open.tag), content);
        case 'bullet_list_open':
            return html`<ul>
                ${content}
            </ul>`;
        case 'ordered_list_open':
            return html`<ol start=${Number(open.attrGet('start') ?? 1)}>
                ${content}
            </ol>`;
        case 'list_item_open':
            return html`<li>${content}</li>`;
        case 'blockquote_open':
            return html`<blockquote>${content}</blockquote>`;
        case 'table_open':
            return html`<div class="table" tabindex="0" role="group" aria-label="Table">
                <table>
                    ${content}
                </table>
            </div>`;
        case 'thead_open':
            return html`<thead>
                ${content}
            </thead>`;
        case 'tbody_open':
            return html`<tbody>
                ${content}
            </tbody>`;
        case 'tr_open':
            return html`<tr>
                ${content}
            </tr>`;
        case 'th_open':
            return html`<th>${content}</th>`;
        case 'td_open':
            return html`<td>${content}</td>`;
        case 'strong_open':
            return html`<strong>${content}</strong>`;
        case 'em_open':
            return html`<em>${content}</em>`;
        case 's_open':
            return html`<s>${content}</s>`;
        default:
            return content;
    }
}

function drawHeading(rank: number, content: Drawn): Drawn {
    if (rank <= 0) return html`<h3>${content}</h3>`;
    return rank === 1 ? html`<h4>${content}</h4>` : html`<h5>${content}</h5>`;
}

function drawLeaf(token: Token, scope: Scope): Drawn {
    switch (token.type) {
        case 'inline':
            return drawAll(token.children ?? [], scope);
        case 'code_inline':
            return html`<code>${visibleText(token.content)}</code>`;
        case 'softbreak':
            return '\n';
        case 'hardbreak':
            return html`<br />`;
        case 'hr':
            return html`<hr />`;
        case 'fence':
        case 'code_block':
            return drawCode(token, scope);
        default:
            // Text, the alternative text of an image, and whatever a later markdown-it may bring.
            return drawWords(token.content, scope);
    }
}

function drawWords(text: string, scope: Scope): Drawn {
    if (scope.isInLink) return visibleOrder(text);
    return splitMarks(text, scope.citations, scope.doubts).map(piece => {
        switch (piece.type) {
            case 'words':
                return visibleOrder(piece.words);
            case 'footnote':
                return html`<citation-link
                    .citation=${piece.citation}
                    .evidence=${scope.evidence.get(piece.citation.number)}
                ></citation-link>`;
            case 'doubt':
                return drawDoubt(piece.doubt);
        }
    });
}

/** Says in words, not by colour alone, what could not be confirmed; what was looked for in vain is a tooltip and is read aloud. */
function drawDoubt(doubt: Doubt): Drawn {
    const note = visibleText(doubtNote(doubt));
    const words = { uncited: 'no source', unsupported: 'not in the cited lines', general: 'general knowledge' } as const;
    return html` <span class="doubt ${doubt.why}" role="note" title=${note} aria-label=${note}>${words[doubt.why]}</span>`;
}

/** Only `https` can be followed, and beside each link stands where it really leads. */
function drawLink(href: string, content: Drawn): Drawn {
    const url = URL.canParse(href) ? new URL(href) : undefined;
    if (url?.protocol !== 'https:') return html`<bdi>${content}</bdi> <span class="target">(${visibleText(href)})</span>`;
    return html`<a href=${url.href} title=${url.href} rel="noreferrer"><bdi>${content}</bdi></a> <span class="target">(${url.host})</span>`;
}

/** Code that names its citations becomes a figure of those lines; what only looks like it stays plain code. */
function drawCode(token: Token, scope: Scope, place = readFenceInfo(token.info).place): Drawn {
    const code = token.content.replace(/\n$/, '');
    // A line that is only half there is not held against the quotation.
    const quote = quoteOf(scope.isArriving ? code.replace(/[^\n]*$/, '') : code, place, scope.citations, scope.evidence);
    const marks = new Set(quote?.citations.map(citation => citation.mark));
    const numbers = new Set(quote?.citations.map(citation => citation.number));
    const pointedAt = [...scope.citations.values()].filter(
        ({ mark, number }) => numbers.has(number) && mark.includes(':') && !marks.has(mark),
    );
    const { language } = readFenceInfo(token.info);
    return html`<code-figure .code=${code} .language=${language} .quote=${quote} .pointedAt=${pointedAt}></code-figure>`;
}
