/** All conversations as one file, and back: nothing that is there is lost, and nothing that is no backup is believed. */
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keptIn, readBackup, restoreInto, writeBackup, type ReadBackup } from '../../../src/extension/chat/conversationBackup.ts';
import { conversationFiles, type ConversationFiles } from '../../../src/extension/chat/conversationFiles.ts';
import { Conversations } from '../../../src/extension/chat/conversations.ts';
import { restoredWords } from '../../../src/extension/features/restoredWords.ts';
import { writeWhole } from '../../../src/extension/writeWhole.ts';
import { events } from './answers.ts';

let folder: string;
let ids = 0;
beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'backup-'));
    ids = 0;
});
afterEach(async () => {
    await rm(folder, { recursive: true });
});

const filesIn = (name: string): ConversationFiles =>
    conversationFiles(path.join(folder, name), error => {
        throw error;
    });

function open(files: ConversationFiles): Conversations {
    return new Conversations({
        engine: {
            async *ask() {
                yield* events;
            },
            recheck: async citations => citations,
        },
        files,
        newId: () => `c${String(ids++)}`,
        onTurn: () => undefined,
        onConversation: () => undefined,
        onDefect: error => {
            throw error;
        },
    });
}

/** Two conversations, one with a name and on top of the list, and a private one. */
async function threeConversations(files: ConversationFiles): Promise<Conversations> {
    const conversations = open(files);
    await conversations.ask({ text: 'How is the tax added?' });
    await conversations.startNew();
    await conversations.ask({ text: 'Who sends the receipt?' });
    await conversations.ask({ text: 'And when?' });
    const [first] = conversations.history;
    await conversations.rename(first?.id ?? '', 'Taxes');
    await conversations.pin(first?.id ?? '', true);
    await conversations.startNew({ isPrivate: true });
    await conversations.ask({ text: 'What is my secret?' });
    await files.written();
    return conversations;
}

const backupOf = async (files: ConversationFiles): Promise<string> => writeBackup(await keptIn(files), new Date(0));
const restored = async (files: ConversationFiles, text: string, shown = '') => {
    const read = readBackup(text);
    if (read.state !== 'read') throw new Error(read.state);
    return restoreInto(files, read, shown);
};
const textsIn = async (name: string): Promise<Readonly<Record<string, string>>> =>
    Object.fromEntries(
        await Promise.all(
            (await readdir(path.join(folder, name))).map(
                async file => [file, await readFile(path.join(folder, name, file), 'utf8')] as const,
            ),
        ),
    );

describe('a backup', () => {
    test('brings all conversations back in another place, word for word, with names and pins', async () => {
        const here = filesIn('here');
        await threeConversations(here);
        const there = filesIn('there');
        expect(await restored(there, await backupOf(here))).toEqual({ added: 2, extended: 0, had: 0, differing: 0, damaged: 0 });
        expect(await there.list()).toEqual(await here.list());
        expect((await there.list())[0]).toMatchObject({ title: 'Taxes', isPinned: true });
        for (const { id } of await here.list()) expect(await there.load(id)).toEqual(await here.load(id));
    });

    test('has no private conversation', async () => {
        const here = filesIn('here');
        await threeConversations(here);
        const text = await backupOf(here);
        expect(text).toContain('Who sends the receipt?');
        expect(text).not.toContain('secret');
    });

    test('restored twice, or over what went on since, changes nothing', async () => {
        const here = filesIn('here');
        const conversations = await threeConversations(here);
        const text = await backupOf(here);
        await conversations.open(conversations.history.at(-1)?.id ?? '');
        await conversations.ask({ text: 'Later' });
        await here.written();
        const before = await textsIn('here');
        expect(await restored(here, text)).toEqual({ added: 0, extended: 0, had: 2, differing: 0, damaged: 0 });
        expect(await textsIn('here')).toEqual(before);
    });

    test('that is newer goes on where the file ended; one that went on differently is left as it is', async () => {
        const here = filesIn('here');
        const conversations = await threeConversations(here);
        const old = await backupOf(here);
        const [longer, other] = conversations.history.map(({ id }) => id);
        for (const id of [longer, other]) {
            await conversations.open(id ?? '');
            await conversations.ask({ text: `Later in ${id ?? ''}` });
        }
        const young = await backupOf(here);
        const there = filesIn('there');
        await restored(there, old);
        const differing = open(there);
        await differing.open(other ?? '');
        await differing.ask({ text: 'Something else' });
        expect(await restored(there, young)).toMatchObject({ added: 0, extended: 1, had: 0, differing: 1 });
        expect(await there.load(longer ?? '')).toEqual(await here.load(longer ?? ''));
        expect((await there.load(other ?? ''))?.turns.at(-1)?.question).toBe('Something else');
    });

    test('leaves the conversation on show alone', async () => {
        const here = filesIn('here');
        const conversations = await threeConversations(here);
        const [id] = conversations.history.map(one => one.id);
        const there = filesIn('there');
        await restored(there, await backupOf(here));
        await conversations.open(id ?? '');
        await conversations.ask({ text: 'Later' });
        expect(await restored(there, await backupOf(here), id)).toMatchObject({ extended: 0, differing: 1 });
    });
});

describe('what is no backup', () => {
    test.each<readonly [what: string, text: string, state: ReadBackup['state']]>([
        ['nothing', '', 'no-backup'],
        ['a file cut short', '{"format":"footnote-conversations","version":1,"conv', 'no-backup'],
        ['another file', '{"name":"package"}', 'no-backup'],
        ['a list', '[]', 'no-backup'],
        ['conversations that are none', '{"format":"footnote-conversations","version":1,"conversations":{}}', 'no-backup'],
        ['one of a later version', '{"format":"footnote-conversations","version":2,"conversations":[]}', 'newer'],
    ])('%s is refused', (_, text, state) => {
        expect(readBackup(text)).toEqual({ state });
    });

    test('cut at any byte, it is refused as a whole', async () => {
        const here = filesIn('here');
        await threeConversations(here);
        const text = (await backupOf(here)).trimEnd();
        for (let cut = 0; cut < text.length; cut += 97) expect(readBackup(text.slice(0, cut)).state).toBe('no-backup');
    });

    test('conversations with names that lead elsewhere, without a beginning or twice are counted and left out', async () => {
        const begun = { record: 'begun', version: 1, id: 'x', at: '' };
        const asked = { record: 'asked', turnId: 't1', question: 'How?' };
        const of = (...conversations: readonly unknown[]): string =>
            JSON.stringify({ format: 'footnote-conversations', version: 1, conversations });
        const there = filesIn('there');
        const result = await restored(
            there,
            of(
                { id: '../../escape', records: [begun, asked] },
                { id: 'a/b', records: [begun, asked] },
                { id: '', records: [begun, asked] },
                { id: 'no-beginning', records: [asked] },
                { id: 'no-records', records: 3 },
                { id: 'good', records: [begun, { record: 'unheard-of' }, { ...asked, question: 7 }, asked, 'text', null] },
                { id: 'good', records: [begun] },
                null,
            ),
        );
        expect(result).toEqual({ added: 1, extended: 0, had: 0, differing: 0, damaged: 7 });
        expect(await readdir(folder)).toEqual(['there']);
        expect(await readdir(path.join(folder, 'there'))).toEqual(['good.jsonl']);
        expect((await there.load('good'))?.turns.map(({ question }) => question)).toEqual(['How?']);
    });
});

test('the file is written whole or not at all, for its owner only', async () => {
    const file = path.join(folder, 'backup.json');
    await writeFile(file, 'the backup of yesterday');
    await writeWhole(file, 'the backup of today');
    expect(await readFile(file, 'utf8')).toBe('the backup of today');
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
    await expect(writeWhole(path.join(folder, 'nowhere', 'backup.json'), 'x')).rejects.toThrow();
    // A folder stands where the file would: what was written beside it is taken away again.
    await expect(writeWhole(folder, 'x')).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['backup.json']);
    expect((await readdir(path.dirname(folder))).filter(name => name.startsWith(`${path.basename(folder)}.`))).toEqual([]);
});

test('what came of it is told in counts', () => {
    expect(restoredWords({ added: 1, extended: 0, had: 0, differing: 0, damaged: 0 })).toBe('Footnote: 1 conversation restored.');
    expect(restoredWords({ added: 12, extended: 1, had: 3, differing: 1, damaged: 2 })).toBe(
        'Footnote: 12 conversations restored; 1 continued from the backup; 3 were there already; 1 went on differently here and stays as it is; 2 are damaged and left out.',
    );
});
