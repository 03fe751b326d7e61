import { describe, expect, it } from 'vitest';
import type { WorkspacePath } from '../../../src/protocol/text.ts';
import { changedLately, latelyChangedFiles } from '../../../src/engine/retrieve/changedLately.ts';
import { fuseRankings } from '../../../src/engine/retrieve/fuseRankings.ts';
import { certainly } from '../../../src/engine/retrieve/intent.ts';
import { workspacePath } from '../../../src/protocol/text.ts';

const DAY = 24 * 60 * 60_000;
const NOW = 100 * DAY;

describe('files that were changed lately', () => {
    it('are those written after the checkout, the newest first', () => {
        const files = [
            ...checkout(40, NOW - 30 * DAY),
            written('old.ts', NOW - 20 * DAY),
            written('a.ts', NOW - DAY),
            written('b.ts', NOW - 60_000),
        ];
        expect([...changedLately(files, NOW)]).toEqual(['b.ts', 'a.ts']);
    });
    it('in a fresh checkout there are none, however long it took', () => {
        expect(changedLately(checkout(500, NOW - 5 * 60_000), NOW).size).toBe(0);
        expect(changedLately([], NOW).size).toBe(0);
    });
    it('of hundreds that were written in two days only twenty count', () => {
        const many = Array.from({ length: 90 }, (_, nth) => written(`new${String(nth)}.ts`, NOW - DAY + nth * 1000));
        expect(changedLately([...checkout(1000, NOW - 50 * DAY), ...many], NOW).size).toBe(20);
    });
    it('are looked for again after the index has changed, and not with every question', () => {
        let looks = 0;
        const store = { revision: 1, manifest: { records: () => (looks++, checkout(3, NOW)) } };
        let now = NOW;
        const lately = latelyChangedFiles(store, () => now);
        lately();
        now += DAY;
        lately();
        expect(looks).toBe(1);
        store.revision = 2;
        lately();
        expect(looks).toBe(2);
    });
});

describe('in the order of files', () => {
    const [old, fresh] = [workspacePath('a/cart.ts'), workspacePath('b/cart.ts')];
    const order = (scores: readonly (readonly [WorkspacePath, number])[], lately?: ReadonlySet<WorkspacePath>) =>
        fuseRankings([{ signal: 'words', floor: 0, files: new Map(scores) }], { wants: certainly('code'), kindOf: () => 'code', lately });

    it('what was changed lately wins a tie, and says so', () => {
        const tie = [
            [old, 3],
            [fresh, 3],
        ] as const;
        expect(order(tie).map(({ path }) => path)).toEqual([old, fresh]);
        const [first] = order(tie, new Set([fresh]));
        expect(first?.path).toBe(fresh);
        expect(first?.origins.find(({ signal }) => signal === 'focus')?.detail).toBe('was changed lately');
    });
    it('it does not win against what is clearly better', () => {
        expect(
            order(
                [
                    [old, 3],
                    [fresh, 2.7],
                ],
                new Set([fresh]),
            )[0]?.path,
        ).toBe(old);
    });
});

function checkout(count: number, at: number) {
    return Array.from({ length: count }, (_, nth) => written(`src/${String(nth)}.ts`, at + (nth * 5 * 60_000) / count));
}

function written(path: string, mtimeMs: number) {
    return { path: workspacePath(path), mtimeMs };
}
