import type { Conversation, Turn } from '../../protocol/conversation.ts';
import { replayConversation } from '../chat/conversationRecord.ts';
import { recordsOf } from '../chat/recordsOf.ts';
import type { ExportedConversation } from './exportedConversation.ts';
import { linkKey } from './linkPlaces.ts';

/** A conversation whole, for programs and for `readExportedJson`; `links` are by turn and mark. */
export function exportJson({ title, at, turns, links }: ExportedConversation): string {
    const told = turns.flatMap(({ id, citations }) =>
        citations.flatMap(({ mark }) => {
            const link = links.get(linkKey(id, mark));
            return link ? [{ turnId: id, mark, ...link }] : [];
        }),
    );
    const exported = { format: FORMAT, version: 1, exportedAt: at.toISOString(), title, turns, links: told };
    // What was sent for an answer is kept in memory only; its name means nothing elsewhere.
    return `${JSON.stringify(exported, (field, value: unknown) => (field === 'payloadId' ? undefined : value), 2)}\n`;
}

/**
 * An exported conversation again, under a new id. The file may come from anybody: it passes the same gate as a saved conversation, record
 * by record, and what has another form is left out. Undefined when it is no exported conversation, or nothing of it can be used.
 */
export function readExportedJson(text: string, id: string): Conversation | undefined {
    let parsed: unknown;
    try {
        parsed = JSON.parse(text);
    } catch (error) {
        if (error instanceof SyntaxError) return undefined;
        throw error;
    }
    if (!isExport(parsed)) return undefined;
    const turns = parsed.turns.flatMap((turn, nth) => (looksLikeTurn(turn) ? [{ ...turn, id: `t${nth + 1}-imported` }] : []));
    const records = recordsOf({ id, title: parsed.title, turns }, new Date(0));
    const conversation = replayConversation(records.map(record => JSON.stringify(record)));
    return conversation && conversation.turns.length > 0
        ? { id: conversation.id, title: conversation.title, turns: conversation.turns }
        : undefined;
}

const FORMAT = 'footnote-conversation';

function isExport(value: unknown): value is { readonly title: string; readonly turns: readonly unknown[] } {
    return (
        isRecord(value) &&
        value['format'] === FORMAT &&
        value['version'] === 1 &&
        typeof value['title'] === 'string' &&
        Array.isArray(value['turns'])
    );
}

/** As much as `recordsOf` touches; the gate looks at the rest. */
function looksLikeTurn(value: unknown): value is Turn {
    return (
        isRecord(value) &&
        Array.isArray(value['citations']) &&
        (value['trace'] === undefined || Array.isArray(value['trace'])) &&
        isRecord(value['progress'])
    );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
