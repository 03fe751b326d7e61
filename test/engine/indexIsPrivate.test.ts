/** The index is as sensitive as the code: modes on the disk, other workspaces, and what is left of it. */
import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { conversationFiles } from '../../src/extension/chat/conversationFiles.ts';
import { deleteAllData } from '../../src/extension/deleteAllData.ts';
import { engineContract } from '../../src/protocol/engineContract.ts';
import { connect } from '../../src/wire/connect.ts';
import { connectionToChild } from '../../src/wire/connections.ts';
import { answerOf, makeShop, openShop, workspaceOf, type Shop } from './workspaceFolder.ts';

let one: Shop;
let two: Shop;

beforeEach(() => {
    one = makeShop();
    two = makeShop({ 'src/secret.ts': '/** Opens the vault of the flamingos. */\nexport function openFlamingoVault(): void {}\n' });
});
afterEach(() => {
    one.dispose();
    two.dispose();
});

function entriesBelow(folder: string): readonly { readonly file: string; readonly mode: number; readonly isFolder: boolean }[] {
    return [folder, ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(name => path.join(folder, name))].map(file => {
        const found = statSync(file);
        return { file: path.relative(folder, file), mode: found.mode & 0o777, isFolder: found.isDirectory() };
    });
}

function withUmask<Result>(mask: number, work: () => Result): Result {
    const before = process.umask(mask);
    try {
        return work();
    } finally {
        process.umask(before);
    }
}

describe.skipIf(process.platform === 'win32')('whatever the umask', () => {
    test('folders of the index are 0700 and files 0600, vectors and sockets as well', async () => {
        const child = withUmask(0, () =>
            fork(path.resolve(import.meta.dirname, '../../src/engine/main.ts'), { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }),
        );
        const connection = connectionToChild(child);
        const engine = connect(engineContract, connection);
        connection.listen();
        try {
            await engine.open(workspaceOf(one));
            await engine.index('update');
            expect(entriesBelow(one.data).filter(({ mode }) => (mode & 0o077) !== 0)).toEqual([]);
        } finally {
            connection.dispose();
            child.kill('SIGKILL');
            await once(child, 'exit');
        }
        expect(entriesBelow(one.data).filter(({ isFolder }) => !isFolder).length).toBeGreaterThan(3);
    });

    test('from the command line likewise', () => {
        const cli = path.resolve(import.meta.dirname, '../../dist/cli.mjs');
        const { status, stderr } = withUmask(0, () =>
            spawnSync(process.execPath, [cli, 'index', one.folder], { encoding: 'utf8', env: { ...process.env, XDG_DATA_HOME: one.data } }),
        );
        expect(status, stderr).toBe(0);
        const entries = entriesBelow(path.join(one.data, 'footnote'));
        expect(entries.filter(({ mode }) => (mode & 0o077) !== 0)).toEqual([]);
        expect(entries.length).toBeGreaterThan(5);
    });

    test('conversations likewise', async () => {
        const before = process.umask(0);
        try {
            const folder = path.join(one.data, 'conversations');
            const files = conversationFiles(folder, error => expect.fail(String(error)));
            files.append('a', { record: 'begun', version: 1, id: 'a', at: '' });
            await files.written();
            expect(entriesBelow(folder).map(({ mode }) => mode)).toEqual([0o700, 0o600]);
        } finally {
            process.umask(before);
        }
    });
});

test('where it cannot be kept is said, with the folder and what to do', async () => {
    one.write('in-the-way', 'a file');
    await expect(openShop({ folder: one.folder, data: path.join(one.folder, 'in-the-way', 'data') })).rejects.toMatchObject({
        failure: { kind: 'not-writable', folder: path.join(one.folder, 'in-the-way', 'data'), detail: 'a file is in the way' },
    });
});

describe('two workspaces in one data directory', () => {
    test('a question in one finds nothing of the other, although the vectors of equal text are shared', async () => {
        const other = { folder: two.folder, data: one.data };
        const [first, second] = [await openShop(one), await openShop(other)];
        try {
            await first.index('update');
            await second.index('update');
            const found = await first.search({ text: 'openFlamingoVault vault of the flamingos', limit: 50 });
            expect(found.passages.filter(({ path: file, text }) => file.includes('secret') || /flamingo/i.test(text))).toEqual([]);
            expect(await first.definitions('openFlamingoVault')).toEqual([]);
            expect(
                (await answerOf(first.ask({ text: 'What does openFlamingoVault do?' }))).evidence.filter(({ passage }) =>
                    /flamingo/i.test(passage.text),
                ),
            ).toEqual([]);
            expect((await second.definitions('openFlamingoVault')).length).toBe(1);
            expect(
                (await second.search({ text: 'value added tax', limit: 50 })).passages.filter(({ path: file }) => file.includes('vat')),
            ).toEqual([]);
        } finally {
            await first.close(undefined);
            await second.close(undefined);
        }
    });

    test('no line of a file stands in the index, and deleting all data leaves no file', async () => {
        const engine = await openShop(two);
        await engine.index('update');
        await engine.close(undefined);
        const files = entriesBelow(two.data).filter(({ isFolder }) => !isFolder);
        expect(files.length).toBeGreaterThan(3);
        for (const { file } of files)
            expect([file, readFileSync(path.join(two.data, file), 'latin1').includes('Opens the vault of')]).toEqual([file, false]);
        expect(await deleteAllData({ data: two.data, globalStorage: path.join(two.data, 'none/none'), storage: undefined })).toEqual([]);
        expect(entriesBelow(two.data).filter(({ isFolder }) => !isFolder)).toEqual([]);
    });
});
