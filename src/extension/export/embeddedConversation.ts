import type { Conversation } from '../../protocol/conversation.ts';
import type { ExportedConversation } from './exportedConversation.ts';
import { exportJson, readExportedJson } from './exportJson.ts';

/**
 * The conversation as a comment at the end of a page, so that a page can be looked at again with the files of another day: questions,
 * answers and footnotes with the hashes of their lines, and no text of the repository beyond what the answers quote. In a comment nothing
 * is run or fetched; what would end it is written by its number.
 */
export function embeddedConversation(conversation: ExportedConversation): string {
    const data = JSON.stringify(JSON.parse(exportJson(conversation)), (field, value: unknown) => {
        if (field === 'evidence') return [];
        return LEFT_OUT.has(field) ? undefined : value;
    });
    return `<!-- ${BEGINNING}${data.replace(/[<>]|-(?=-)/g, one => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)} -->`;
}

/** A conversation from the text of an exported file, whichever form it has; undefined when there is none in it. */
export function readExported(text: string, id: string): Conversation | undefined {
    const start = text.lastIndexOf(`<!-- ${BEGINNING}`);
    if (start < 0) return readExportedJson(text, id);
    const from = start + `<!-- ${BEGINNING}`.length;
    const end = text.indexOf(' -->', from);
    return end < 0 ? undefined : readExportedJson(text.slice(from, end), id);
}

const BEGINNING = 'footnote-conversation ';
const LEFT_OUT: ReadonlySet<string> = new Set(['trace', 'cost', 'links', 'followUps']);
