import type { Token } from 'markdown-it';
import type { TemplateResult } from 'lit';
import type { Citation, Doubt, Evidence } from '../../src/protocol/answer.ts';
import type { CitationsByMark } from './answerMarks.ts';
import type { AnswerBlock } from './answerBlocks.ts';
import type { DirectiveResult } from 'lit/directive.js';
import { html, nothing } from 'lit';
import { doubtNote, withDoubtMarks } from '../../src/protocol/doubtNote.ts';
import { visibleText } from '../../src/protocol/visibleText.ts';
import { closingOf, codeNumber, marksIn, parseBlocks, parseWords } from './answerBlocks.ts';
import { t } from './l10n.ts';
import { splitMarks, visibleOrder, withoutUnfinishedMark } from './answerMarks.ts';
import { firstCode, isList, isLongParagraph, keyOfCitation, keysOfMarks, piecesOf, sizeOf } from './drawnPieces.ts';
import { DrawingPace, keptDrawing } from './keptDrawing.ts';
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
export type Drawn = TemplateResult | DirectiveResult | string | typeof nothing | readonly Drawn[];

/** What one element remembers of an answer between two drawings of it. */
export interface AnswerMemory {
    blocks: readonly AnswerBlock[];
}

/**
 * An answer as Lit templates. Tokens of markdown-it are drawn by an allow-list: what is not on it is shown as the words it is
 * made of. Raw HTML, images, reference links and every scheme but `https` stay text. With the `memory` of the last drawing only what
 * has changed since is parsed and drawn, and no more of it than `pace` allows.
 */
export function markdownTemplate(
    answer: AnswerMarkdown,
    memory: AnswerMemory = { blocks: [] },
    pace: DrawingPace = new DrawingPace(Infinity),
): Drawn {
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
        pace,
    };
    try {
        memory.blocks = parseBlocks(text, memory.blocks);
        const headings = [...new Set(memory.blocks.flatMap(block => block.headings))].sort();
        const drawn = drawBlocks(memory.blocks, { ...scope, headings });
        return capped.length < answer.text.length
            ? [drawn, html`<p class="note">${t('The rest of this answer is too long to show.')}</p>`]
            : drawn;
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
    readonly pace: DrawingPace;
}

/**
 * Each block is drawn again when its words have changed, or what is known of its marks. A long answer is drawn in stretches, which the
 * browser need not lay out again while they are out of sight.
 */
function drawBlocks(blocks: readonly AnswerBlock[], scope: Scope): Drawn {
    const all = JSON.stringify([...scope.citations.values()].map(keyOfCitation));
    const evidence = [...scope.evidence.values()].map(({ number, passage }) => `${number} ${passage.hash}`).join();
    const drawn = blocks.map((block, nth) => {
        const isArriving = scope.isArriving && nth === blocks.length - 1;
        const key = JSON.stringify([
            block.source,
            block.headings.length > 0 ? scope.headings : '',
            keysOfMarks(block.marks, scope),
            block.hasQuotes ? [all, evidence, isArriving] : '',
            // Where a block of code is in its answer is what its buttons say.
            firstCode(block.tokens),
        ]);
        return keptDrawing(key, sizeOf(block), scope.pace, () => drawOne(block, { ...scope, isArriving }));
    });
    return Array.from(
        { length: Math.ceil(drawn.length / STRETCH_BLOCKS) },
        (_, nth) => html`<div class="stretch">${drawn.slice(nth * STRETCH_BLOCKS, (nth + 1) * STRETCH_BLOCKS)}</div>`,
    );
}

/** About a screen and a half of most answers. */
const STRETCH_BLOCKS = 16;

function drawOne(block: AnswerBlock, scope: Scope): Drawn {
    const [open, words] = block.tokens;
    if (open && isList(open)) return drawBlock(open, block.tokens.slice(1, -1), scope, drawItems(block, scope));
    if (!words || !isLongParagraph(block.tokens)) return drawAll(block.tokens, scope);
    return piecesOf(words.content).map(piece =>
        keptDrawing(
            JSON.stringify([piece, keysOfMarks(marksIn(piece), scope)]),
            piece.length,
            scope.pace,
            () => html`<p dir="auto">${drawAll(parseWords(piece), scope)}</p>`,
        ),
    );
}

function drawItems(block: AnswerBlock, scope: Scope): Drawn {
    const lines = block.source.split('\n');
    const [open] = block.tokens;
    const first = open?.map?.[0] ?? 0;
    const items: Drawn[] = [];
    for (let position = 1; position < block.tokens.length - 1;) {
        const item = block.tokens[position];
        if (!item) break;
        const end = closingOf(block.tokens, position);
        const [from, to] = item.map ?? [0, 0];
        const source = lines.slice(from - first, to - first).join('\n');
        const inner = block.tokens.slice(position + 1, end);
        // Whether there are blank lines between the items says how each of them is drawn.
        const isTight = inner.some(token => token.hidden);
        const code = firstCode(inner);
        const key = JSON.stringify([
            source,
            isTight,
            code,
            scope.isArriving && end === block.tokens.length - 2,
            keysOfMarks(marksIn(source), scope),
        ]);
        items.push(keptDrawing(key, source.length, scope.pace, () => drawBlock(item, inner, scope)));
        position = end + 1;
    }
    return items;
}

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

function drawBlock(open: Token, inner: readonly Token[], scope: Scope, drawnInner?: Drawn): Drawn {
    if (open.type === 'link_open') return drawLink(String(open.attrGet('href') ?? ''), drawAll(inner, { ...scope, isInLink: true }));
    const content = drawnInner ?? drawAll(inner, scope);
    switch (open.type) {
        case 'paragraph_open':
            return open.hidden ? content : html`<p dir="auto">${content}</p>`;
        case 'heading_open':
            return drawHeading(scope.headings.indexOf(open.tag), content);
        case 'bullet_list_open':
            return html`<ul dir="auto">
                ${content}
            </ul>`;
        case 'ordered_list_open':
            return html`<ol dir="auto" start=${Number(open.attrGet('start') ?? 1)}>
                ${content}
            </ol>`;
        case 'list_item_open':
            return html`<li>${content}</li>`;
        case 'blockquote_open':
            return html`<blockquote>${content}</blockquote>`;
        case 'table_open':
            return html`<div class="table" tabindex="0" role="group" aria-label=${t('Table')}>
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
    if (rank <= 0) return html`<h3 dir="auto">${content}</h3>`;
    return rank === 1 ? html`<h4 dir="auto">${content}</h4>` : html`<h5 dir="auto">${content}</h5>`;
}

function drawLeaf(token: Token, scope: Scope): Drawn {
    switch (token.type) {
        case 'inline':
            return drawAll(parseWords(token.content), scope);
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
    const words = { uncited: t('no source'), unsupported: t('not in the cited lines'), general: t('general knowledge') };
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
    return html`<code-figure
        .number=${codeNumber(token)}
        .code=${code}
        .language=${language}
        .quote=${quote}
        .pointedAt=${pointedAt}
    ></code-figure>`;
}
