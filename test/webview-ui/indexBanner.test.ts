import { expect, test } from 'vitest';
import type { IndexStatus } from '../../src/protocol/indexing.ts';
import { indexStory } from '../../src/protocol/indexStory.ts';
import { IndexAnnouncer } from '../../src/extension/indexAnnouncement.ts';
import { statusLine } from '../../src/extension/statusLine.ts';
import { EmptyState } from '../../webview-ui/src/emptyState.ts';
import { IndexBanner } from '../../webview-ui/src/indexBanner.ts';
import { mount, textOf } from './elements.ts';

const counts = { indexed: 1200, total: 1500, skipped: 7, chunks: 9000 };

/** One of each; a new state makes the compiler ask for one here. */
const everyState: { readonly [State in IndexStatus['state']]: Extract<IndexStatus, { readonly state: State }> } = {
    empty: { state: 'empty' },
    scanning: { state: 'scanning', counts },
    indexing: { state: 'indexing', done: 300, total: 1500, counts, secondsLeft: 40 },
    paused: { state: 'paused', done: 300, total: 1500, counts },
    ready: { state: 'ready', counts, hasMeaning: true },
    held: { state: 'held', holderPid: 4711, counts },
    failed: { state: 'failed', failure: { kind: 'system-refused', folder: '/data', detail: 'Too many open files' } },
};

/** What a person must be able to read, in the panel and in the status bar. */
const told: { readonly [State in IndexStatus['state']]: { readonly panel: RegExp; readonly bar: RegExp; readonly isWarning: boolean } } = {
    empty: { panel: /Not indexed/, bar: /Not indexed yet/, isWarning: false },
    scanning: { panel: /Looking for files/, bar: /Looking for files/, isWarning: false },
    indexing: { panel: /300 of 1,500 files.* left/, bar: /300 of 1,500 files.* left.*already ask/, isWarning: false },
    paused: { panel: /Paused.*300 of 1,500/, bar: /paused at 300 of 1,500 files/, isWarning: false },
    ready: { panel: /1,200 files indexed/, bar: /1,200 of 1,500 files indexed, 7 left out/, isWarning: false },
    held: { panel: /Held by another window/, bar: /held by another window.*process 4711.*Take over/, isWarning: true },
    failed: { panel: /cannot be read or written/, bar: /Too many open files.*tried again by itself/, isWarning: true },
};

test.each(Object.values(everyState))('the index is $state: the panel, the status bar and the story say so, with a way on', async index => {
    const { panel, bar, isWarning } = told[index.state];
    const { element } = await mount(new IndexBanner(), { state: { workspace: 'open', engine: { state: 'running' }, index } });
    expect(textOf(element)).toMatch(panel);
    const line = statusLine({ state: 'running' }, index);
    expect(line.tooltip).toMatch(bar);
    expect(line.isWarning).toBe(isWarning);
    expect(indexStory(index).ways.length).toBeGreaterThan(0);
});

test('an index that finds by words only is not shown as if all were well', async () => {
    const index: IndexStatus = { state: 'ready', counts, hasMeaning: false, withoutMeaning: 'found by words only: no model' };
    const { element } = await mount(new IndexBanner(), { state: { workspace: 'open', engine: { state: 'running' }, index } });
    expect(textOf(element)).toMatch(/1,200 files by words only/);
    expect(element.shadowRoot?.querySelector('.dot.good')).toBeNull();
});

test('a folder of several that is not there is named, and the others can be asked about', async () => {
    const index: IndexStatus = { state: 'ready', counts, hasMeaning: true, missing: ['/media/disk/depot'] };
    const { element } = await mount(new IndexBanner(), { state: { workspace: 'open', engine: { state: 'running' }, index } });
    expect(textOf(element)).toMatch(/1,200 files · 1 folder is missing/);
    expect(element.shadowRoot?.querySelector('.dot.good')).toBeNull();
    expect(statusLine({ state: 'running' }, index).tooltip).toContain('/media/disk/depot is not there');
    expect(new IndexAnnouncer().next(index)?.message).toContain('/media/disk/depot is not there');
    expect(indexStory(index).ways[0]).toBe('ask');
});

test('what failed to be brought up to date can be asked about, and the story says how much of it', () => {
    const failure = { kind: 'disk-full', folder: '/data' } as const;
    const some = indexStory({ state: 'failed', failure, counts });
    expect(some.sentence).toMatch(/disk is full.*1,200 of 1,500 files can be asked about meanwhile/);
    expect(some.ways).toContain('ask');
    for (const without of [{}, { counts: { ...counts, indexed: 0 } }]) {
        const none = indexStory({ state: 'failed', failure, ...without });
        expect(none.sentence).not.toContain('asked about');
        expect(none.ways).not.toContain('ask');
    }
});

test('a pause that nobody asked for says why in the panel, and that it ends by itself', async () => {
    const index: IndexStatus = {
        state: 'paused',
        done: 300,
        total: 1500,
        counts,
        because: 'other programs use more than 70 % of the processor',
    };
    const state = { workspace: 'open', engine: { state: 'running' }, index, turns: [], history: [], answersBy: 'Quotes' } as const;
    const { element } = await mount(new EmptyState(), { state });
    expect(textOf(element)).toMatch(
        /paused at 300 of 1,500 files because other programs use more than 70 %.*goes on by itself.*Answers know 1,200 files so far\./,
    );
});
