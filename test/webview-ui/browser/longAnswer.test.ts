import type { CDPSession } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { chromiumPath, patience, usePanelPage } from './panelPage.ts';

const CHARACTERS = 256 * 1024;
/** Characters in each step; at a step in 50 ms that is 26 KB a second, six times what the fastest servers write. */
const STEP = 1_300;
const MOST_DRAWINGS_A_SECOND = 20;
/** No task longer than that, which is where a reader begins to notice. In time of the processor: this machine may do other things. */
const LONGEST_TASK_MS = 50;
/** What `yardstick` takes of the processor on the machine that the figures are for, in milliseconds. */
const YARDSTICK_MS = 40;

/** Work that is always the same, of the kind that drawing is: it tells how slow this processor is now. */
const yardstick = `(() => {
    let length = 0;
    for (let round = 0; round < 12; round++) {
        const root = document.createElement('div');
        for (let nth = 0; nth < 1500; nth++) {
            const line = document.createElement('p');
            line.textContent = 'the setting number ' + nth + ' of round ' + round;
            line.className = 'line';
            root.append(line);
        }
        length += root.innerHTML.length + [...root.querySelectorAll('.line')].map(one => one.textContent).join(' ').split(' ').length;
    }
    return length;
})()`;

/** Defined in the page: an answer of `CHARACTERS` with every kind of block, and what was seen while it was drawn. */
const watchPage = `(() => {
    const part = n => \`## Part \${n}

The setting \\\`build.retries\\\` is read in **one** place [1:22] and the limit is \${n} [2]. It is *not* changed by anything else, as far as the passages say; errors that are not transient are thrown at once.

- first item of part \${n} [1]
- second with \\\`code\\\`

\\\`\\\`\\\`typescript
export function part\${n}(run: Run): number {
  return run.count + \${n} * 2; // "x"
}
\\\`\\\`\\\`

\`;
    const parts = [];
    for (let n = 0, size = 0; size < ${CHARACTERS}; n++) { parts.push(part(n)); size += parts[n].length; }
    const text = parts.join('').slice(0, ${CHARACTERS});
    const citation = (mark, line) => ({ mark, number: Number(mark[0]), path: 'a.ts', range: { startLine: line, endLine: line }, hash: 'h', state: 'verified' });
    const citations = [citation('1', 1), citation('1:22', 22), citation('2', 2)];
    const coverage = { searchedFiles: 1, totalFiles: 1, skippedFiles: 0, isPartial: false, hasMeaning: true };
    const answer = { text, citations, evidence: [], coverage, answeredBy: 'm', isAnswered: true, tookMs: 3, doubts: [{ at: text.indexOf('at once.') + 8, why: 'uncited', missing: [] }] };
    const turn = { id: 'long', question: 'How?', evidence: [], citations, coverage };
    const long = { text, turn, answer, drawings: 0, tasks: [], changedAbove: 0 };
    const { prototype } = customElements.get('answer-text');
    const { update } = prototype;
    prototype.update = function (changed) { long.drawings++; return update.call(this, changed); };
    new PerformanceObserver(list => { for (const { duration } of list.getEntries()) long.tasks.push(Math.round(duration)); }).observe({ type: 'longtask' });
    long.main = () => document.querySelector('chat-app').shadowRoot.querySelector('main');
    long.shown = () => [...document.querySelector('chat-app').shadowRoot.querySelectorAll('turn-view')].at(-1).shadowRoot.querySelector('answer-text').shadowRoot;
    window.long = long;
})()`;

describe.skipIf(!chromiumPath)('an answer of 256 KB', () => {
    const panel = usePanelPage();

    async function processorMs(session: CDPSession): Promise<number> {
        const { metrics } = await session.send('Performance.getMetrics');
        return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
    }

    /** Runs it under a trace; returns how long each task of the page's main thread took, in milliseconds of the processor, longest first. */
    async function tasksDuring(run: () => Promise<void>): Promise<readonly number[]> {
        const { page } = panel();
        const browser = page.context().browser();
        if (!browser) throw new Error('the page has no browser');
        await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline', '__metadata'] });
        await run();
        const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
            traceEvents: readonly { name: string; pid: number; tid: number; tdur?: number; args?: { name?: string } }[];
        };
        const main = new Set(
            traceEvents.flatMap(({ name, pid, tid, args }) =>
                name === 'thread_name' && args?.name === 'CrRendererMain' ? [`${pid} ${tid}`] : [],
            ),
        );
        return traceEvents
            .flatMap(({ name, pid, tid, tdur }) =>
                name === 'RunTask' && tdur !== undefined && main.has(`${pid} ${tid}`) ? [tdur / 1_000] : [],
            )
            .sort((a, b) => b - a);
    }

    /** How many times slower the page is now than on the machine that the limits are for; 1 where it is as fast or faster. */
    async function slowness(session: CDPSession): Promise<number> {
        const before = await processorMs(session);
        await panel().page.evaluate(yardstick);
        const took = (await processorMs(session)) - before;
        console.log(`yardstick: ${took.toFixed(0)} ms of the processor`);
        return Math.max(1, took / YARDSTICK_MS);
    }

    async function openSession(): Promise<CDPSession> {
        const session = await panel().page.context().newCDPSession(panel().page);
        await session.send('Performance.enable', { timeDomain: 'threadTicks' });
        return session;
    }

    test('is drawn as it comes: its end only, rarely enough, in short tasks, and the reader is not moved', async () => {
        const { page } = panel();
        await panel().show('finished');
        await page.evaluate(watchPage);
        const session = await openSession();
        const slow = await slowness(session);
        const before = await processorMs(session);
        let seen = { seconds: 0, drawings: 0, tasks: [0], changedAbove: -1, places: [0] };
        const tasks = await tasksDuring(async () => {
            seen = await page.evaluate<typeof seen>(`(async () => {
            const began = performance.now();
            const places = [];
            let observed;
            for (let at = ${STEP}; at < long.text.length; at += ${STEP}) {
                footnoteHost.tell({ type: 'turn', turn: { ...long.turn, text: long.text.slice(0, at), progress: { state: 'answering' } } });
                await new Promise(resolve => setTimeout(resolve, 50));
                if (!observed && at > long.text.length / 2) {
                    // The reader goes back to the beginning, and what is above the end is watched.
                    long.main().scrollTop = 700;
                    observed = new MutationObserver(changes => { long.changedAbove += changes.length; });
                    for (const stretch of [...long.shown().querySelectorAll('.stretch')].slice(0, -2)) observed.observe(stretch, { subtree: true, childList: true, characterData: true, attributes: true });
                }
                if (observed) places.push(long.main().scrollTop);
            }
            return { seconds: (performance.now() - began) / 1000, drawings: long.drawings, tasks: long.tasks, changedAbove: long.changedAbove, places };
        })()`);
        });
        const each = ((await processorMs(session)) - before) / seen.drawings;
        console.log(
            `long answer: ${seen.drawings} drawings in ${seen.seconds.toFixed(1)} s, ${each.toFixed(1)} ms of the processor each; longest task ${(tasks[0] ?? 0).toFixed(0)} ms of it, ${tasks.filter(ms => ms > LONGEST_TASK_MS).length} of ${tasks.length} over 50 ms; by the clock ${seen.tasks.length}, longest ${Math.max(0, ...seen.tasks)} ms`,
        );
        expect(seen.drawings).toBeLessThanOrEqual(Math.ceil(seen.seconds * MOST_DRAWINGS_A_SECOND) + 2);
        expect(seen.drawings).toBeGreaterThan(20);
        expect(seen.changedAbove, 'what stands above the last blocks').toBe(0);
        expect(new Set(seen.places), 'where the reader is').toEqual(new Set([700]));
        const limit = LONGEST_TASK_MS * Math.max(slow, await slowness(session));
        expect(each).toBeLessThan(limit);
        expect(tasks.length, 'that tasks were seen').toBeGreaterThan(seen.drawings);
        // Twice, since the yardstick is none for layout; the figure itself is printed.
        expect(tasks[0]).toBeLessThan(2 * limit);
    });

    test('is as far down after a reload as it was before', async () => {
        const { page } = panel();
        await panel().show('finished');
        await page.evaluate(watchPage);
        await page.evaluate(`(() => {
                footnoteHost.save({ draft: '', scrollTop: 60000 });
                document.querySelector('chat-app').remove();
                const app = document.createElement('chat-app');
                document.body.append(app);
                app.start(footnoteHost);
                footnoteHost.tell({ type: 'turn', turn: { ...long.turn, text: long.text, progress: { state: 'finished', answer: long.answer } } });
            })()`);
        await expect.poll(() => page.evaluate('long.main().scrollTop'), { timeout: patience(60_000) }).toBe(60_000);
        // The place is kept when the page tells of it, which is a frame later.
        await panel().expectSoon('footnoteHost.saved().scrollTop').toBe(60_000);
    });

    test('is finished, and one that was saved is opened, in as short tasks, to its last word', async () => {
        const { page } = panel();
        await panel().show('finished');
        await page.evaluate(watchPage);
        const session = await openSession();
        const slow = await slowness(session);
        const before = await processorMs(session);
        await page.evaluate(
            `footnoteHost.tell({ type: 'turn', turn: { ...long.turn, text: long.text, progress: { state: 'finished', answer: long.answer } } })`,
        );
        const codes = (): Promise<number> => page.evaluate<number>(`long.shown().querySelectorAll('code-figure').length`);
        const wanted = await page.evaluate<number>('long.text.split("```typescript").length - 1');
        await expect.poll(codes, { timeout: patience(60_000) }).toBe(wanted);
        const { drawings, tasks } = await page.evaluate<{ drawings: number; tasks: number[] }>(
            '({ drawings: long.drawings, tasks: long.tasks })',
        );
        const each = ((await processorMs(session)) - before) / drawings;
        console.log(
            `long answer at once: ${drawings} drawings, ${each.toFixed(1)} ms of the processor each; tasks over 50 ms by the clock: ${tasks.length}, longest ${Math.max(0, ...tasks)} ms`,
        );
        await panel().expectSoon('long.shown().querySelectorAll(".doubt").length').toBe(1);
        expect(drawings, 'not all in one go').toBeGreaterThan(5);
        expect(each).toBeLessThan(2 * LONGEST_TASK_MS * Math.max(slow, await slowness(session)));
    });
});
