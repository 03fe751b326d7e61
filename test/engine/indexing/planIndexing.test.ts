import { describe, expect, test } from 'vitest';
import type { SkippedFile } from '../../../src/protocol/indexing.ts';
import type { FileRecord } from '../../../src/engine/store/fileRecord.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { HotPaths } from '../../../src/engine/indexing/hotPaths.ts';
import { ChangeQueue } from '../../../src/engine/indexing/changeQueue.ts';
import { NOT_EMBEDDED, planIndexing } from '../../../src/engine/indexing/planIndexing.ts';

const path = workspacePath;
const stamp = { size: 10, mtimeMs: 1000, ino: 7, ctimeMs: 1000 };
const record = (name: string, more: Partial<typeof stamp> = {}): FileRecord => ({
    path: path(name),
    ...stamp,
    ...more,
    hash: 'h',
    language: 'typescript',
    kind: 'code',
    lines: 1,
    chunks: 1,
    state: 'indexed',
});
const skippedRecord = (name: string, reason: SkippedFile['reason']): FileRecord => ({
    ...record(name),
    state: 'skipped',
    reason,
    detail: '',
});

interface Found {
    readonly files?: readonly { readonly name: string; readonly stamp?: Partial<typeof stamp> }[];
    readonly skipped?: readonly SkippedFile[];
    readonly suspects?: readonly string[];
    readonly priority?: readonly string[];
}

function check(
    rule: string,
    records: readonly FileRecord[],
    found: Found,
    expected: { visits?: readonly string[]; removed?: readonly string[]; unchanged?: number },
): void {
    test(rule, () => {
        const files = (found.files ?? []).map(({ name, stamp: more }) => ({ path: path(name), stamp: { ...stamp, ...more } }));
        const options = { priority: new Set((found.priority ?? []).map(path)), suspects: new Set((found.suspects ?? []).map(path)) };
        const plan = planIndexing(records, { files, skipped: found.skipped ?? [] }, options);
        expect({ visits: plan.visits.map(visit => visit.path), removed: plan.removed, unchanged: plan.unchanged }).toEqual({
            visits: [],
            removed: [],
            unchanged: 0,
            ...expected,
        });
    });
}

describe('which files are looked into', () => {
    check('a file as recorded is not', [record('a')], { files: [{ name: 'a' }] }, { unchanged: 1 });
    check('a new file is', [], { files: [{ name: 'a' }] }, { visits: ['a'] });
    check('a file of another size is', [record('a')], { files: [{ name: 'a', stamp: { size: 11 } }] }, { visits: ['a'] });
    check('an older file is, because it was put back', [record('a')], { files: [{ name: 'a', stamp: { mtimeMs: 1 } }] }, { visits: ['a'] });
    check('another file of the same size and time is', [record('a')], { files: [{ name: 'a', stamp: { ino: 8 } }] }, { visits: ['a'] });
    check(
        'one that was written over with its time put back is',
        [record('a')],
        { files: [{ name: 'a', stamp: { ctimeMs: 1001 } }] },
        { visits: ['a'] },
    );
    check(
        'a file that was said to be written is, whatever its stamp',
        [record('a')],
        { files: [{ name: 'a' }], suspects: ['a'] },
        { visits: ['a'] },
    );
    check('a binary file is not read again', [skippedRecord('a', 'binary')], { files: [{ name: 'a' }] }, { unchanged: 1 });
    check(
        'a file that brought the engine down is not tried again for its rights',
        [skippedRecord('a', 'quarantined')],
        { files: [{ name: 'a', stamp: { ctimeMs: 1001 } }] },
        { unchanged: 1 },
    );
    check(
        'a file that could not be read is tried again',
        [skippedRecord('a', 'unreadable')],
        { files: [{ name: 'a' }] },
        { visits: ['a'] },
    );
    check(
        'a file whose vectors are missing is taken up again',
        [{ ...record('a'), state: 'problem', detail: `${NOT_EMBEDDED}no memory` }],
        { files: [{ name: 'a' }] },
        { visits: ['a'] },
    );
    check(
        'a file that was cut by lines is not',
        [{ ...record('a'), state: 'problem', detail: 'parse timed out' }],
        { files: [{ name: 'a' }] },
        { unchanged: 1 },
    );
});

describe('which files are forgotten', () => {
    check('those that are gone', [record('a'), record('b')], { files: [{ name: 'b' }] }, { removed: ['a'], unchanged: 1 });
    check(
        'those that came under a rule',
        [record('out/a')],
        { skipped: [{ path: path('out/'), reason: 'ignored', detail: '' }] },
        { removed: ['out/a'] },
    );
    check(
        'none below a folder that could not be listed',
        [record('far/a'), record('near')],
        { skipped: [{ path: path('far/'), reason: 'unreadable', detail: 'EIO' }] },
        { removed: ['near'], unchanged: 1 },
    );
});

const day = 24 * 60 * 60 * 1000;
check(
    "open files come first, then this week's, then small ones",
    [],
    {
        files: [
            { name: 'old-small', stamp: { mtimeMs: 1, size: 1 } },
            { name: 'old-open', stamp: { mtimeMs: 1, size: 99 } },
            { name: 'new-large', stamp: { mtimeMs: 30 * day, size: 90 } },
            { name: 'new-small', stamp: { mtimeMs: 29 * day, size: 2 } },
        ],
        priority: ['old-open'],
    },
    { visits: ['old-open', 'new-small', 'new-large', 'old-small'] },
);

describe('bursts of changes', () => {
    const taken = (...bursts: readonly (readonly string[])[]) => {
        const queue = new ChangeQueue();
        for (const burst of bursts) queue.add({ changed: burst.map(path), removed: [] });
        const { kind, paths } = queue.take();
        return [kind, [...paths], queue.isEmpty];
    };
    test('become one piece of work', () => {
        expect(taken(['a', 'b'], ['b', 'c'])).toEqual(['paths', ['a', 'b', 'c'], true]);
    });
    test('with a rule among them concern everything', () => {
        expect(taken(['a', 'src/.gitignore'])[0]).toBe('everything');
        expect(taken(['.footnoteignore'])[0]).toBe('everything');
        expect(taken(['shop/.git/info/exclude'])[0]).toBe('everything');
        expect(taken(['src/exclude'])[0]).toBe('paths');
    });
    test('of one file are taken in at once at first, and then every two seconds; others do not wait for it', () => {
        let now = 0;
        const queue = new ChangeQueue(new HotPaths(() => now));
        const looks: string[] = [];
        for (; now < 10_000; now += 100) {
            queue.add({ changed: now % 1_000 === 0 ? [path('log'), path(`saved${String(now)}`)] : [path('log')], removed: [] });
            if (!queue.isEmpty) looks.push(...queue.take().paths);
        }
        expect(looks.filter(file => file === 'log').length).toBeLessThanOrEqual(3 + 10_000 / 2_000);
        expect(looks.filter(file => file.startsWith('saved'))).toHaveLength(10);
        expect(queue.restsFor).toBeGreaterThan(0);
        now += 3_000;
        expect([...queue.take().paths]).toEqual(['log']);
        now += 10_000;
        queue.add({ changed: [path('log')], removed: [] });
        expect(queue.isEmpty).toBe(false);
    });
    test('as large as a branch switch concern everything', () => {
        expect(taken(Array.from({ length: 5000 }, (_, index) => `f${String(index)}`))[0]).toBe('everything');
    });
});
