import { describe, expect, test } from 'vitest';
import type { IndexStatus } from '../../src/protocol/indexing.ts';
import { IndexAnnouncer } from '../../src/extension/indexAnnouncement.ts';

const counts = { indexed: 3, total: 3, skipped: 0, chunks: 9 };
const ready: IndexStatus = { state: 'ready', counts, hasMeaning: true };
const held: IndexStatus = { state: 'held', holderPid: 42, counts };
const full: IndexStatus = { state: 'failed', failure: { kind: 'disk-full', folder: '/data' } };

function said(...states: readonly IndexStatus[]): readonly string[] {
    const announcer = new IndexAnnouncer();
    return states.map(state => announcer.next(state)?.message ?? '');
}

describe('a message of its own', () => {
    test('is shown for an index that another window holds, with the way to take it over', () => {
        const announcement = new IndexAnnouncer().next(held);
        expect(announcement?.message).toContain('process 42');
        expect(announcement?.buttons).toEqual([{ label: 'Take Over', command: 'footnote.takeOver' }]);
    });

    test('is shown once, however often the state is told, and again after the index was well', () => {
        const shown = said(full, full, { state: 'scanning', counts }, full, ready, full).map(message => message !== '');
        expect(shown).toEqual([true, false, false, false, false, true]);
    });

    test('tells once a session that words alone are searched, and why', () => {
        const words: IndexStatus = {
            ...ready,
            hasMeaning: false,
            withoutMeaning: 'found by words only: LanceDB does not load on darwin-x64',
        };
        const [first, second, third] = said(words, words, words);
        expect(first).toContain('LanceDB does not load on darwin-x64');
        expect([second, third]).toEqual(['', '']);
        expect(said(ready)).toEqual(['']);
    });
});
