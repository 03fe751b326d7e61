import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
/** The rows of a page whose ids begin with one of these. */
function rowsOf(page: string, names: string): readonly string[] {
    const text = readFileSync(path.join(root, 'docs', page), 'utf8');
    return text.split('\n').filter(line => new RegExp(`^\\| (${names})-\\d\\d`).test(line));
}

const index = rowsOf('coverage-index.md', 'IDX|CHK');
const panel = rowsOf('coverage-panel.md', '[A-Z]{3}');
const rows = [...index, ...panel];

const idsOf = (of: readonly string[]): readonly (string | undefined)[] => of.map(row => /^\| ([A-Z]{3}-\d\d)/.exec(row)?.[1]);
const wanted = (name: string, count: number): string[] =>
    Array.from({ length: count }, (_, at) => `${name}-${String(at + 1).padStart(2, '0')}`);

test('every requirement on indexing and chunking has its row', () => {
    expect(idsOf(index)).toEqual([...wanted('IDX', 40), ...wanted('CHK', 6)]);
});

test('every requirement on attachments has its row', () => {
    expect(idsOf(panel).filter(id => id?.startsWith('ATT'))).toEqual(wanted('ATT', 13));
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
