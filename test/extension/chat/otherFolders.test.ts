import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { conversationFiles } from '../../../src/extension/chat/conversationFiles.ts';
import { conversationElsewhere, conversationsElsewhere, noteFolder, searchElsewhere } from '../../../src/extension/chat/otherFolders.ts';
import { recordsOf } from '../../../src/extension/chat/recordsOf.ts';
import { newTurn, stopTurn } from '../../../src/protocol/conversation.ts';

let all: string;
const storage = (workspace: string): string => path.join(all, workspace, 'footnote.footnote');
beforeEach(async () => {
    all = await mkdtemp(path.join(os.tmpdir(), 'workspaces-'));
});
afterEach(async () => {
    await rm(all, { recursive: true });
});

async function keep(workspace: string, id: string, question: string): Promise<void> {
    const files = conversationFiles(path.join(storage(workspace), 'conversations'), error => {
        throw error;
    });
    for (const record of recordsOf({ id, title: '', turns: [stopTurn(newTurn('t1', question))] }, new Date(0))) files.append(id, record);
    await files.written();
}

test('conversations of other folders are listed by folder; ours and those of nobody are not', async () => {
    await noteFolder(storage('ours'), { name: 'ours', uri: 'file:///ours' });
    await keep('ours', 'a1', 'Ours?');
    await noteFolder(storage('shop'), { name: 'shop', uri: 'file:///home/me/shop' });
    await keep('shop', 'b1', 'How is it paid?');
    await keep('unknown', 'c1', 'Whose?');
    await mkdir(path.join(all, 'other-extension'), { recursive: true });
    await writeFile(path.join(all, 'a file'), '');
    expect(await conversationsElsewhere(storage('ours'))).toEqual([
        { key: 'shop', name: 'shop', uri: 'file:///home/me/shop', conversations: [{ id: 'b1', title: 'How is it paid?', turns: 1 }] },
    ]);
    expect((await conversationElsewhere(storage('ours'), 'shop', 'b1'))?.turns[0]?.question).toBe('How is it paid?');
});

test('conversations of other folders are searched, grouped by folder, and ours are not among them', async () => {
    await noteFolder(storage('ours'), { name: 'ours', uri: 'file:///ours' });
    await keep('ours', 'a1', 'How is the receipt paid?');
    await noteFolder(storage('shop'), { name: 'shop', uri: 'file:///home/me/shop' });
    await keep('shop', 'b1', 'How is a receipt printed?');
    await keep('shop', 'b2', 'Who pays?');
    await noteFolder(storage('bank'), { name: 'bank', uri: 'file:///home/me/bank' });
    await keep('bank', 'c1', 'Where is the RECEIPT kept?');
    await keep('unknown', 'd1', 'Whose receipt?');
    const search = searchElsewhere(storage('ours'));
    const told = async (text: string) =>
        (await search(text)).map(({ name, of, found }) => `${name} ${String(of)}: ${found.map(({ title }) => title).join()}`);
    expect(await told('receipt')).toEqual(['bank 1: Where is the RECEIPT kept?', 'shop 1: How is a receipt printed?']);
    expect((await search('receipt'))[1]?.found[0]?.context.filter(({ isMatch }) => isMatch)).toEqual([{ text: 'receipt', isMatch: true }]);
    expect(await told('receipt printed')).toEqual(['shop 1: How is a receipt printed?']);
    expect(await told('nothing like it')).toEqual([]);
    expect(await told('  ')).toEqual([]);
});

test('of a folder with many matches the first are told, and how many there are; what is written later is found a minute later', async () => {
    let now = 0;
    await noteFolder(storage('shop'), { name: 'shop', uri: 'file:///shop' });
    for (let nth = 0; nth < 25; nth++) await keep('shop', `b${String(nth)}`, `Question ${String(nth)}`);
    const search = searchElsewhere(storage('ours'), { now: () => now });
    const [shop] = await search('question');
    expect([shop?.found.length, shop?.of]).toEqual([20, 25]);
    await keep('shop', 'c1', 'Question of now');
    expect((await search('question'))[0]?.of).toBe(25);
    now = 61_000;
    expect((await search('question'))[0]?.of).toBe(26);
});

test('nothing there is written, and no name leads elsewhere', async () => {
    await noteFolder(storage('shop'), { name: 'shop', uri: 'file:///shop' });
    await keep('shop', 'b1', 'How?');
    const file = path.join(storage('shop'), 'conversations', 'b1.jsonl');
    const before = [await readFile(file, 'utf8'), (await stat(file)).mtimeMs, await readdir(storage('shop'))];
    await conversationsElsewhere(storage('ours'));
    await conversationElsewhere(storage('ours'), 'shop', 'b1');
    expect([await readFile(file, 'utf8'), (await stat(file)).mtimeMs, await readdir(storage('shop'))]).toEqual(before);
    for (const [key, id] of [
        ['../shop', 'b1'],
        ['shop', '../b1'],
        ['', 'b1'],
        ['shop', 'b9'],
    ] as const)
        expect(await conversationElsewhere(storage('ours'), key, id)).toBeUndefined();
});

test('a note that somebody has damaged, or of another form, is passed over', async () => {
    await keep('shop', 'b1', 'How?');
    for (const note of ['{', '[]', '{"name":1}']) {
        await writeFile(path.join(storage('shop'), 'folder.json'), note);
        expect(await conversationsElsewhere(storage('ours'))).toEqual([]);
    }
    expect(await conversationsElsewhere(path.join(all, 'none', 'deep', 'x'))).toEqual([]);
});
