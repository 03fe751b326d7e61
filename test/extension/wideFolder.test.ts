import path from 'node:path';
import { expect, test } from 'vitest';
import { wideFolder } from '../../src/extension/wideFolder.ts';

const home = path.resolve('/home/reader');

const check = (folder: string, expected: string | undefined): void => {
    test(`${folder}: ${expected ?? 'indexed without asking'}`, () => {
        expect(wideFolder(path.resolve(folder), home)).toBe(expected);
    });
};

check('/home/reader', 'your home folder');
check('/home/reader/', 'your home folder');
check('/home', 'a folder above your home folder');
check('/', 'a whole disk');
check('/home/reader/projects/shop', undefined);
check('/home/reader2', undefined);
check('/srv/shop', undefined);
