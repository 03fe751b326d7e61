import { expect, test } from 'vitest';
import type { IndexDetails } from '../../src/protocol/indexing.ts';
import { indexDetailsPage } from '../../src/extension/indexDetailsPage.ts';
import { workspacePath } from '../../src/protocol/text.ts';

const details: IndexDetails = {
    folder: '/shop',
    location: '/data/footnote',
    bytesOnDisk: 3 * 1024 * 1024,
    use: {
        indexes: [{ folders: ['/shop'], bytes: 3 * 1024 * 1024, usedAt: 0 }],
        vectorBytes: 0,
        totalBytes: 3 * 1024 * 1024,
        quotaBytes: 2 ** 31,
    },
    embedder: 'code-static-384',
    embedding: { model: 'code-static-384', dimensions: 384, place: 'this machine', since: null },
    problems: [],
    languages: { python: 3, typescript: 1_200 },
    skipped: [{ path: workspacePath('a.bin'), reason: 'binary', detail: '' }],
    caches: {
        vectors: { asked: 4_000, found: 1_000 },
        queries: { asked: 0, found: 0 },
        searches: { asked: 7, found: 2 },
        answers: { asked: 3, found: 1 },
    },
};

test('the details of an index say what it holds, and how often each cache was asked and knew', () => {
    const counts = { indexed: 1_203, total: 1_203, skipped: 1, chunks: 9_500 };
    const lines = indexDetailsPage({ state: 'ready', counts, hasMeaning: true }, details).text.split('\n');
    expect(lines).toEqual(
        expect.arrayContaining([
            '9,500 passages',
            'Embedding model: code-static-384 on this machine, 384 numbers a vector',
            'It lies in /data/footnote: 3 MB',
            '  typescript: 1,200',
            '  Vectors of passages: 1,000 of 4,000',
            '  Vectors of questions: not asked yet',
            '  Searches: 2 of 7',
            '  Answers: 1 of 3',
            'Not text: 1',
            '  a.bin',
        ]),
    );
    expect(lines.indexOf('  typescript: 1,200')).toBeLessThan(lines.indexOf('  python: 3'));
});

test('an index that is not there has details all the same', () => {
    const nothing = { ...details, languages: {}, bytesOnDisk: 0 };
    expect(indexDetailsPage({ state: 'empty' }, nothing).text).not.toMatch(/^[\d,]+ passages/m);
});

test('why another model stands in is told once', () => {
    const note = 'http://127.0.0.1:9 does not answer, and code-static-384 stands in for bge-m3';
    const standsIn = { ...details, embedding: { ...details.embedding, note } };
    const counts = { indexed: 7, total: 7, skipped: 0, chunks: 9 };
    const told = (status: Parameters<typeof indexDetailsPage>[0]) => indexDetailsPage(status, standsIn).text.split(note).length - 1;
    expect(told({ state: 'ready', counts, hasMeaning: true, embedderNote: note })).toBe(1);
    expect(told({ state: 'scanning', counts })).toBe(1);
});
