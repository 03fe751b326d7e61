import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Summary } from './reportRetrieval.ts';
import { debianTree, isAboutDebianTree } from './debianTree.ts';
import { runTree } from './indexedTree.ts';
import { readPack } from './pack.ts';
import { regressions, summarise } from './reportRetrieval.ts';
import { compareRuns, couldBeGold, findsLines, scoreFiles, type JudgedQuery } from './score.ts';

test('on the tree that Debian carries, retrieval is as good as its baseline', async context => {
    const tree = debianTree();
    if (tree.state === 'unavailable') {
        console.log(`SKIPPED retrieval on the prometheus tree: ${tree.reason}`);
        context.skip(tree.reason);
        return;
    }
    const data = mkdtempSync(path.join(tmpdir(), 'footnote-retrieval-'));
    try {
        const queries = readPack().queries.filter(isAboutDebianTree);
        const { predictions } = await runTree(tree.folder, data, queries);
        const now = summarise(queries, [], predictions);
        console.log(`prometheus from Debian: ${JSON.stringify(now)}`);
        const baseline = path.join(import.meta.dirname, 'baselineDebian.json');
        if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(baseline, `${JSON.stringify(now, undefined, 4)}\n`);
        expect(regressions(now, JSON.parse(readFileSync(baseline, 'utf8')) as Summary, ONE_QUERY)).toEqual([]);
    } finally {
        rmSync(data, { recursive: true, force: true });
    }
}, 300_000);

/** Of 48 queries, one that moves is two hundredths. */
const ONE_QUERY = 0.025;

const query: JudgedQuery = {
    id: 'q',
    repo: 'r',
    kind: 'change',
    query: '',
    gold: ['a.go', 'b.go'],
    lines: { 'a.go': [[10, 12]] },
    hint: 'none',
};

test('the scorer counts what the pack counts', () => {
    expect(scoreFiles(query, ['a.go', 'b.go'], 'raw')).toEqual({ recall1: 0.5, recall5: 1, recall10: 1, mrr: 1, ndcg10: 1 });
    expect(scoreFiles(query, ['x.go', './a.go', 'a.go'], 'raw')).toMatchObject({ recall1: 0, recall5: 0.5, mrr: 0.5 });
    expect(scoreFiles(query, [], 'raw')).toMatchObject({ recall10: 0, mrr: 0, ndcg10: 0 });
    expect(scoreFiles(query, ['a_test.go', 'README.md', 'a.go'], 'code').mrr).toBe(1);
    expect(scoreFiles(query, ['a_test.go', 'README.md', 'a.go'], 'raw').mrr).toBeCloseTo(1 / 3);
    expect(['src/a.ts', 'src/a.test.ts', 'docs/a.ts', 'a.d.ts', 'Makefile'].filter(couldBeGold)).toEqual(['src/a.ts']);
});

test('lines count when a passage touches them before 8,000 tokens are full', () => {
    const passage = (startLine: number, characters: number) => ({ path: 'a.go', range: { startLine, endLine: startLine + 5 }, characters });
    expect(findsLines(query, [passage(1, 100), passage(12, 100)])).toBe(true);
    expect(findsLines(query, [passage(1, 100), passage(13, 100)])).toBe(false);
    expect(findsLines(query, [passage(1, 31_950), passage(12, 100)])).toBe(false);
});

test('a run compared with itself differs by nothing, and a better one by more than chance', () => {
    const queries = Array.from({ length: 40 }, (_, nth) => ({ ...query, id: String(nth) }));
    const good = queries.map(({ id }) => ({ id, files: ['a.go', 'b.go'] }));
    const bad = queries.map(({ id }, nth) => ({ id, files: nth % 2 === 0 ? ['x.go', 'a.go'] : ['a.go', 'b.go'] }));
    const options = { metric: 'ndcg10', view: 'raw' } as const;
    expect(compareRuns(queries, { ours: good, theirs: good }, options)).toEqual({ difference: 0, low: 0, high: 0 });
    expect(compareRuns(queries, { ours: good, theirs: bad }, options).low).toBeGreaterThan(0);
});
