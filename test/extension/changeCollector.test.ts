import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { collectChanges, isWatched } from '../../src/extension/changeCollector.ts';
import type { FileChanges } from '../../src/protocol/indexing.ts';
import { workspacePath } from '../../src/protocol/text.ts';

beforeEach(() => {
    vi.useFakeTimers();
});
afterEach(() => {
    vi.useRealTimers();
});

const path = workspacePath;

test('a burst is one message, and the last word on a file counts', () => {
    const told: FileChanges[] = [];
    const collector = collectChanges(changes => told.push(changes));
    collector.add(path('a.ts'), 'changed');
    collector.add(path('b.ts'), 'removed');
    collector.add(path('c.ts'), 'removed');
    collector.add(path('c.ts'), 'changed');
    vi.advanceTimersByTime(299);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(told).toEqual([{ changed: ['a.ts', 'c.ts'], removed: ['b.ts'] }]);
});

test('a steady stream is told every 300 ms and nothing twice', () => {
    const told: FileChanges[] = [];
    const collector = collectChanges(changes => told.push(changes));
    for (let n = 0; n < 20; n++) {
        collector.add(path(`${n}.ts`), 'changed');
        vi.advanceTimersByTime(100);
    }
    vi.advanceTimersByTime(300);
    expect(told.length).toBeGreaterThanOrEqual(6);
    expect(told.flatMap(({ changed }) => changed)).toHaveLength(20);
});

test('nothing is told after the end', () => {
    const told: FileChanges[] = [];
    const collector = collectChanges(changes => told.push(changes));
    collector.add(path('a.ts'), 'changed');
    collector.dispose();
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual([]);
});

test("git's own files are not watched, but for its local ignore rules", () => {
    const watched = ['src/a.ts', '.gitignore', '.github/ci.yml', '.git/info/exclude', 'shop/.git/index', '.git/HEAD', '.git'].filter(name =>
        isWatched(path(name)),
    );
    expect(watched).toEqual(['src/a.ts', '.gitignore', '.github/ci.yml', '.git/info/exclude']);
});
