import { appendFile, mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { isMissing, readIfThere } from '../../git/missingFile.ts';
import { readRecord } from './recordSchema.ts';
import { replayConversation, type SavedConversation } from './conversationRecord.ts';
import type { ConversationRecord } from './recordSchema.ts';

/** Where conversations outlive the window. */
export interface ConversationFiles {
    /** Those that are pinned, then the others, newest first. */
    list(): Promise<readonly ConversationSummary[]>;
    load(id: string): Promise<SavedConversation | undefined>;
    /** Its records as the file has them; undefined where there is no such file. */
    records(id: string): Promise<readonly ConversationRecord[] | undefined>;
    /** Returns at once; records of a conversation reach the disk in the order in which they were appended. */
    append(id: string, ...records: readonly ConversationRecord[]): void;
    remove(id: string): Promise<void>;
    /** Resolves when everything appended so far is with the operating system. */
    written(): Promise<void>;
}

export interface ConversationSummary {
    readonly id: string;
    readonly title: string;
    readonly turns: number;
    /** In the order in which they were asked. */
    readonly questions: readonly string[];
    /** Of the same turns; empty where none came. For searching. */
    readonly answers: readonly string[];
    readonly isPinned: boolean;
}

/** What the list shows of a conversation, and what is searched. */
export function summaryOf({ id, title, turns, isPinned = false }: SavedConversation): ConversationSummary {
    return {
        id,
        title,
        turns: turns.length,
        questions: turns.map(({ question }) => question),
        answers: turns.map(({ text }) => text),
        isPinned,
    };
}

/**
 * One file a conversation, one record a line, only ever appended to and written while an answer streams:
 * a process that is killed at any moment leaves everything but its last line readable, and the list is made from the files themselves.
 * Ids begin with the time, so that names sort by age. `onProblem` hears of a disk that does not take a record; the conversation goes on in memory.
 */
export function conversationFiles(folder: string, onProblem: (error: unknown) => void): ConversationFiles {
    const fileOf = (id: string): string => path.join(folder, `${id}${SUFFIX}`);
    const summaries = new Map<string, ConversationSummary>();
    let pending = Promise.resolve();
    /** Files that end in whole records, because this process wrote their last one. */
    const whole = new Set<string>();

    const linesOf = async (id: string): Promise<readonly string[] | undefined> => {
        if (!ID.test(id)) return undefined;
        await pending;
        return (await readUpTo(fileOf(id), MOST_BYTES))?.split('\n');
    };
    const load = async (id: string): Promise<SavedConversation | undefined> => {
        const lines = await linesOf(id);
        const conversation = lines && replayConversation(lines);
        // The name of the file counts, not the one inside: what is appended later goes where this came from.
        return conversation && { ...conversation, id };
    };

    return {
        async list() {
            await pending;
            const names = await namesIn(folder);
            const ids = names.flatMap(name =>
                name.endsWith(SUFFIX) && ID.test(name.slice(0, -SUFFIX.length)) ? [name.slice(0, -SUFFIX.length)] : [],
            );
            const found: ConversationSummary[] = [];
            for (const id of ids.sort().reverse()) {
                let summary = summaries.get(id);
                if (!summary) {
                    const conversation = await load(id);
                    if (!conversation || conversation.turns.length === 0) continue;
                    summary = summaryOf(conversation);
                    summaries.set(id, summary);
                }
                found.push(summary);
            }
            return [...found.filter(({ isPinned }) => isPinned), ...found.filter(({ isPinned }) => !isPinned)];
        },
        load,
        records: async id => (await linesOf(id))?.flatMap(line => readRecord(line) ?? []),
        append(id, ...records) {
            // The next list reads this conversation again.
            summaries.delete(id);
            pending = pending
                .then(async () => {
                    // A process that was killed may have left half a line, which would swallow the first record that comes after it.
                    const start = whole.has(id) || records[0]?.record === 'begun' ? '' : '\n';
                    await appendIn(folder, fileOf(id), `${start}${records.map(record => `${JSON.stringify(record)}\n`).join('')}`);
                    whole.add(id);
                })
                .catch((error: unknown) => {
                    whole.delete(id);
                    onProblem(error);
                });
        },
        async remove(id) {
            if (!ID.test(id)) return;
            await pending;
            summaries.delete(id);
            await rm(fileOf(id), { force: true });
        },
        written: () => pending,
    };
}

/** A new id: the time to the millisecond, then something random. */
export function newConversationId(now: Date, random: string): string {
    return `${now.toISOString().replace(/[-:.]/g, '')}-${random.slice(0, 8)}`;
}

/** No conversation comes near this; a file that does is none of ours, and would fill the memory of the extension host. */
const MOST_BYTES = 64 * 1024 * 1024;

async function readUpTo(file: string, mostBytes: number): Promise<string | undefined> {
    const found = await stat(file).catch((error: unknown) => {
        if (isMissing(error)) return undefined;
        throw error;
    });
    return found?.isFile() === true && found.size <= mostBytes ? readIfThere(file) : undefined;
}

const SUFFIX = '.jsonl';
const ID = /^[A-Za-z0-9-]{1,64}$/;

/** The folder may be missing at any time: before the first record, and after the user has deleted all data. */
async function appendIn(folder: string, file: string, text: string): Promise<void> {
    try {
        await appendFile(file, text, { mode: 0o600 });
    } catch (error) {
        if (!isMissing(error)) throw error;
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await appendFile(file, text, { mode: 0o600 });
    }
}

async function namesIn(folder: string): Promise<readonly string[]> {
    try {
        return await readdir(folder);
    } catch (error) {
        if (isMissing(error)) return [];
        throw error;
    }
}
