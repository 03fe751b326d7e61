import { attachmentNames } from '../../protocol/attachment.ts';
import type { Turn } from '../../protocol/conversation.ts';
import { withDoubtMarks } from '../../protocol/doubtNote.ts';
import { visibleText } from '../../protocol/visibleText.ts';
import { t } from '../../protocol/l10n.ts';
import { embeddedConversation } from './embeddedConversation.ts';
import { accountOf, endingOf, exportNote, footnotesOf, type ExportedConversation, type FootnoteEntry } from './exportedConversation.ts';

/**
 * A conversation as Markdown that any viewer can show: questions are headings, marks are links. Text of a model or of the repository can
 * neither load a picture nor bring HTML: outside of code, what would do so is escaped.
 */
export function exportMarkdown(conversation: ExportedConversation): string {
    const { title, turns, links } = conversation;
    const parts = turns.flatMap(turn => turnMarkdown(turn, footnotesOf(turn, links)));
    const page = [`# ${plain(title)}`, `*${plain(exportNote(conversation))}*`, ...parts, embeddedConversation(conversation)];
    return `${page.join('\n\n')}\n`;
}

function turnMarkdown(turn: Turn, footnotes: readonly FootnoteEntry[]): readonly string[] {
    const doubts = turn.progress.state === 'finished' ? (turn.progress.answer.doubts ?? []) : [];
    const answer = linked(visibleText(withDoubtMarks(turn.text, doubts)).trim(), footnotes);
    return [
        `## ${plain(turn.question)}`,
        turn.attachments ? t('About {0}', code(attachmentNames(turn.attachments))) : '',
        answer,
        plain(endingOf(turn)),
        footnotes.map(footnoteLine).join('\n'),
        plain(accountOf(turn)),
    ].filter(part => part !== '');
}

function footnoteLine({ mark, place, url, remark }: FootnoteEntry): string {
    const at = place === '' ? '' : url === undefined ? code(place) : `[${code(place)}](${url})`;
    return `- \\[${mark}\\] ${[at, plain(remark)].filter(part => part !== '').join(' — ')}`;
}

/** The answer as it stands, with its marks made links and nothing in it that a viewer would fetch or run. Code is left alone. */
function linked(text: string, footnotes: readonly FootnoteEntry[]): string {
    const urls = new Map(footnotes.map(({ mark, url }) => [mark, url]));
    return splitCode(text)
        .map(({ piece, isCode }) =>
            isCode
                ? piece
                : piece
                      .replace(/</g, '&lt;')
                      .replace(/!\[/g, '!\\[')
                      .replace(/\[(\??\d+(?::\d+(?:-\d+)?)?)\](?!\()/g, (whole, mark: string) => {
                          const url = urls.get(mark);
                          return url === undefined ? whole : `[[${mark}]](${url})`;
                      }),
        )
        .join('');
}

/** Fenced blocks and code spans, and what stands between them. A fence that never closes runs to the end, as in CommonMark. */
function splitCode(text: string): readonly { readonly piece: string; readonly isCode: boolean }[] {
    const codes = /^ {0,3}(`{3,}|~{3,})[^\n]*\n(?:[\s\S]*?^ {0,3}\1[`~]*[ \t]*$|[\s\S]*)|(?<!`)(`+)(?!`)[^\n]*?(?<!`)\2(?!`)/gm;
    const pieces: { readonly piece: string; readonly isCode: boolean }[] = [];
    let done = 0;
    for (const match of text.matchAll(codes)) {
        pieces.push({ piece: text.slice(done, match.index), isCode: false }, { piece: match[0], isCode: true });
        done = match.index + match[0].length;
    }
    return [...pieces, { piece: text.slice(done), isCode: false }];
}

/** Words in one line that are words and nothing else. */
function plain(text: string): string {
    return visibleText(text)
        .replace(/\s+/g, ' ')
        .trim()
        .replace(/[\\`*_[\]<>#|~]/g, '\\$&');
}

function code(text: string): string {
    const line = visibleText(text).replace(/\s+/g, ' ');
    const fence = '`'.repeat(1 + Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length)));
    return fence === '`' ? `\`${line}\`` : `${fence} ${line} ${fence}`;
}
