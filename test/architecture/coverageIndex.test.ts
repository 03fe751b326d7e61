import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const page = readFileSync(path.join(root, 'docs/coverage-index.md'), 'utf8');
const rows = page.split('\n').filter(line => /^\| (IDX|CHK)-\d\d/.test(line));

test('every requirement on indexing and chunking has its row', () => {
    const ids = rows.map(row => /^\| ((?:IDX|CHK)-\d\d)/.exec(row)?.[1]);
    const wanted = (name: string, count: number): string[] =>
        Array.from({ length: count }, (_, at) => `${name}-${String(at + 1).padStart(2, '0')}`);
    expect(ids).toEqual([...wanted('IDX', 40), ...wanted('CHK', 6)]);
});

test.each(rows.map(row => [/^\| (\S+)/.exec(row)?.[1] ?? '', row] as const))(
    '%s: what is said to show it is there, and a row without says why',
    (_id, row) => {
        const shownBy = [...row.matchAll(/`([^`]+)`: “(.+?)”(?=<br>| \|)/g)];
        for (const [, file = '', name = ''] of shownBy) {
            const absolute = path.join(root, file);
            expect(existsSync(absolute), file).toBe(true);
            expect(readFileSync(absolute, 'utf8').includes(name), `${file}: ${name}`).toBe(true);
        }
        if (row.includes('| shown |')) expect(shownBy.length).toBeGreaterThan(0);
        else expect(row.split('|').slice(2).join('').trim().length, 'a row that is not shown has a word').toBeGreaterThan(10);
    },
);
