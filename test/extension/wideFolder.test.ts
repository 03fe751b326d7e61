import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { reasonToAsk, wideFolder } from '../../src/extension/wideFolder.ts';

const home = path.resolve('/home/reader');

const check = (folder: string, expected: string | undefined): void => {
    test(`${folder}: ${expected ?? 'indexed without asking'}`, () => {
        expect(wideFolder(path.resolve(folder), home)).toBe(expected);
    });
};

check('/home/reader', 'home');
check('/home/reader/', 'home');
check('/home', 'above home');
check('/', 'disk');
check('/home/reader/projects/shop', undefined);
check('/home/reader2', undefined);
check('/srv/shop', undefined);

describe('a folder is asked about before it is indexed for the first time', () => {
    const shop = path.resolve('/srv/shop');
    const reason = (folder: string, files: number) => reasonToAsk([folder], home, () => Promise.resolve(files));

    test('when it is a home folder, without counting its files', async () => {
        const count = () => Promise.reject(new Error('was counted'));
        expect(await reasonToAsk([shop, home], home, count)).toMatch(/^This is your home folder\. /);
    });

    test('when it has more than 50,000 files, with their number', async () => {
        expect(await reason(shop, 50_000)).toBeUndefined();
        expect(await reason(shop, 61_234)).toMatch(/^This folder has 61,234 files to index, .*\.footnoteignore/);
    });
});
