import { createHash } from 'node:crypto';
import MarkdownIt from 'markdown-it';
import { attachmentNames } from '../../protocol/attachment.ts';
import type { Turn } from '../../protocol/conversation.ts';
import { withDoubtMarks } from '../../protocol/doubtNote.ts';
import { visibleText } from '../../protocol/visibleText.ts';
import { spokenLanguage, t } from '../../protocol/l10n.ts';
import { embeddedConversation } from './embeddedConversation.ts';
import { accountOf, endingOf, exportNote, footnotesOf, type ExportedConversation, type FootnoteEntry } from './exportedConversation.ts';

/**
 * A conversation as one HTML page that stands by itself: no script, nothing fetched, and a policy that would forbid both. Raw HTML and
 * pictures in an answer stay text; links lead to `http` and `https` only, and a mark leads to the lines at the commit.
 */
export function exportHtml(conversation: ExportedConversation): string {
    const { title, turns, links } = conversation;
    const style = createHash('sha256').update(STYLE).digest('base64');
    return `<!doctype html>
<html lang="${spokenLanguage()}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${style}'; form-action 'none'; base-uri 'none'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1 dir="auto">${escaped(title)}</h1>
<p class="note">${escaped(exportNote(conversation))}</p>
${turns.map(turn => turnHtml(turn, footnotesOf(turn, links))).join('\n')}
</main>
${embeddedConversation(conversation)}
</body>
</html>
`;
}

function turnHtml(turn: Turn, footnotes: readonly FootnoteEntry[]): string {
    const doubts = turn.progress.state === 'finished' ? (turn.progress.answer.doubts ?? []) : [];
    const answer = answerRenderer(footnotes).render(visibleText(withDoubtMarks(turn.text, doubts)));
    const list = footnotes.map(footnoteItem).join('\n');
    return `<article>
<h2 dir="auto">${escaped(turn.question)}</h2>
${turn.attachments ? `<p class="note">${t('About {0}', `<code>${escaped(attachmentNames(turn.attachments))}</code>`)}</p>\n` : ''}${answer}
${paragraph(endingOf(turn))}${list === '' ? '' : `<h3>Sources</h3>\n<ul>\n${list}\n</ul>`}
${paragraph(accountOf(turn))}</article>`;
}

function footnoteItem({ mark, place, url, remark }: FootnoteEntry): string {
    const code = place === '' ? '' : `<code>${escaped(place)}</code>`;
    const at = url === undefined ? code : `<a href="${escaped(url)}" rel="noreferrer">${code}</a>`;
    const told = remark === '' ? '' : `<span class="note">${escaped(remark)}</span>`;
    return `<li><sup>[${escaped(mark)}]</sup> ${[at, told].filter(part => part !== '').join(' ')}</li>`;
}

function paragraph(text: string): string {
    return text === '' ? '' : `<p class="note">${escaped(text)}</p>\n`;
}

/** Draws one answer; the marks of another mean something else. */
function answerRenderer(footnotes: readonly FootnoteEntry[]): { render(text: string): string } {
    const markdown = new MarkdownIt('commonmark', { html: false }).enable(['table', 'strikethrough']).disable(['image', 'reference']);
    markdown.validateLink = url => /^https?:\/\//i.test(url);
    markdown.renderer.rules['text'] = (tokens, at) => withMarks(tokens[at]?.content ?? '', footnotes);
    // The words behind the language say where a quotation is from: `typescript src/cart.ts:3-5 [1:3-5]`.
    markdown.renderer.rules['fence'] = (tokens, at) => {
        const { content = '', info = '' } = tokens[at] ?? {};
        const caption = info.trim().split(/\s+/).slice(1).join(' ');
        const code = `<pre><code>${escaped(content)}</code></pre>\n`;
        return caption === '' ? code : `<figure><figcaption>${withMarks(caption, footnotes)}</figcaption>${code}</figure>\n`;
    };
    return { render: text => markdown.render(text) };
}

function withMarks(text: string, footnotes: readonly FootnoteEntry[]): string {
    return text
        .split(/(\[\??\d+(?::\d+(?:-\d+)?)?\])/)
        .map(piece => {
            const note = footnotes.find(({ mark }) => piece === `[${mark}]`);
            if (!note) return escaped(piece);
            const title = escaped([note.place, note.remark].filter(part => part !== '').join(': '));
            return note.url === undefined
                ? `<sup title="${title}">${escaped(piece)}</sup>`
                : `<sup><a href="${escaped(note.url)}" title="${title}" rel="noreferrer">${escaped(piece)}</a></sup>`;
        })
        .join('');
}

function escaped(text: string): string {
    return visibleText(text).replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}

const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; }
h2 { font-size: 1.2rem; }
h3 { font-size: 1rem; }
article { border-top: 1px solid; margin-top: 1.5rem; }
pre { overflow: auto; padding: 0.6rem; border: 1px solid; border-radius: 4px; }
figure { margin: 1rem 0; }
code { font-family: ui-monospace, monospace; font-size: 0.9em; }
sup { line-height: 0; }
table { border-collapse: collapse; }
th, td { border: 1px solid; padding: 0.2rem 0.5rem; }
.note { opacity: 0.85; font-size: 0.9rem; }
`;
