import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { conversationFiles } from '../../src/extension/chat/conversationFiles.ts';
import { deleteAllData } from '../../src/extension/deleteAllData.ts';
import { KeyStore } from '../../src/extension/keyStore.ts';
import { memorySecrets } from './memorySecrets.ts';

let base: string;

beforeEach(() => {
    base = mkdtempSync(path.join(os.tmpdir(), 'footnote-delete-'));
});
afterEach(() => {
    rmSync(base, { recursive: true, force: true });
});

function write(file: string): void {
    mkdirSync(path.dirname(path.join(base, file)), { recursive: true });
    writeFileSync(path.join(base, file), 'x');
}

function filesLeft(): readonly string[] {
    return readdirSync(base, { recursive: true, withFileTypes: true })
        .filter(entry => entry.isFile())
        .map(entry => path.relative(base, path.join(entry.parentPath, entry.name)));
}

const where = () => ({
    data: path.join(base, 'data'),
    globalStorage: path.join(base, 'User/globalStorage/footnote.footnote'),
    storage: path.join(base, 'User/workspaceStorage/w1/footnote.footnote'),
});

test('deletes every file of ours and none of others', async () => {
    const ours = [
        'data/indexes/a/gen-1/journal.log',
        'data/indexes/b/CURRENT',
        'data/vectors/p.log',
        'User/globalStorage/footnote.footnote/conversations/c0.jsonl',
        'User/workspaceStorage/w1/footnote.footnote/conversations/c1.jsonl',
        'User/workspaceStorage/w2/footnote.footnote/conversations/c2.jsonl',
    ];
    const others = ['data/my-notes.txt', 'User/workspaceStorage/w2/other.extension/state.json', 'User/settings.json'];
    for (const file of [...ours, ...others]) write(file);
    expect(await deleteAllData(where())).toEqual([]);
    expect(filesLeft().toSorted()).toEqual(others.toSorted());
});

test('is harmless where nothing was ever written', async () => {
    expect(await deleteAllData(where())).toEqual([]);
    expect(await deleteAllData({ ...where(), storage: undefined })).toEqual([]);
});

test('a window that goes on can begin a conversation again', async () => {
    const folder = path.join(where().storage, 'conversations');
    const problems: unknown[] = [];
    const files = conversationFiles(folder, problem => problems.push(problem));
    files.append('a', { record: 'begun', version: 1, id: 'a', at: '' });
    await files.written();
    await deleteAllData(where());
    expect(existsSync(folder)).toBe(false);
    files.append('b', { record: 'begun', version: 1, id: 'b', at: '' });
    files.append('b', { record: 'asked', turnId: 't1', question: 'Where?' });
    expect((await files.list()).map(({ id }) => id)).toEqual(['b']);
    expect(problems).toEqual([]);
});

test('keys go as well, those of other addresses too', async () => {
    const keychain = memorySecrets(new Map([['key:https://a.example', 'one']]));
    const keys = new KeyStore(keychain, { onTrouble: () => undefined });
    await keys.store('key:https://b.example', 'two');
    expect((await keys.values()).toSorted()).toEqual(['one', 'two']);
    await keys.deleteAll();
    expect([...keychain.stored]).toEqual([]);
    expect(await keys.values()).toEqual([]);
});
