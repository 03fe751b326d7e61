import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import type { Courtesy } from '../../../src/protocol/engineContract.ts';
import { reasonToWait } from '../../../src/engine/indexing/courtesyPause.ts';
import { isOnBattery, openLoadMeter, shareOfOthers, type MachineLoad } from '../../../src/engine/indexing/machineLoad.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { indexStory } from '../../../src/protocol/indexStory.ts';
import { closeTestTools, openTestWorkspace, type TestWorkspace } from './openTestWorkspace.ts';

const courtesy: Courtesy = { maxOthersShare: 0.7, pausesOnBattery: false };
const shares = (...values: readonly (number | undefined)[]): readonly MachineLoad[] =>
    values.map(othersShare => ({ othersShare, isOnBattery: false }));

afterAll(closeTestTools);

describe('whether a run waits for the machine', () => {
    test('it waits when others have used more than their share at every look of ten seconds', () => {
        expect(reasonToWait(shares(0.8, 0.9, 0.8, 0.75, 0.71), courtesy, false)).toBe('other programs use more than 70 % of the processor');
        expect(reasonToWait(shares(0.8, 0.9, 0.6, 0.75, 0.71), courtesy, false), 'a moment of rest').toBeUndefined();
        expect(reasonToWait(shares(1, 1, 1, 1), courtesy, false), 'too few looks').toBeUndefined();
        expect(reasonToWait(shares(1, 1, undefined, 1, 1), courtesy, false), 'what cannot be measured').toBeUndefined();
    });

    test('it goes on when they have been well below it for as long', () => {
        expect(reasonToWait(shares(0.9, 0.5, 0.5, 0.5, 0.5), courtesy, true)).toBeDefined();
        expect(reasonToWait(shares(0.65, 0.65, 0.65, 0.65, 0.65), courtesy, true), 'just below').toBeDefined();
        expect(reasonToWait(shares(0.5, 0.5, 0.5, 0.5, 0.5), courtesy, true)).toBeUndefined();
    });

    test('it waits on battery when that is wished, and never where nothing is set', () => {
        const onBattery = [{ othersShare: 0, isOnBattery: true }];
        expect(reasonToWait(onBattery, { ...courtesy, pausesOnBattery: true }, false)).toBe('the machine runs on battery');
        expect(reasonToWait(onBattery, courtesy, false)).toBeUndefined();
        expect(reasonToWait(shares(1, 1, 1, 1, 1), { maxOthersShare: 0, pausesOnBattery: false }, false)).toBeUndefined();
        expect(reasonToWait(shares(1, 1, 1, 1, 1), undefined, false)).toBeUndefined();
    });
});

describe('what the machine does', () => {
    test('our own work is not that of others', () => {
        const before = { total: 1_000, busy: 500, own: 100 };
        expect(shareOfOthers(before, { total: 2_000, busy: 1_400, own: 900 })).toBeCloseTo(0.1);
        expect(shareOfOthers(before, { total: 2_000, busy: 1_400, own: 100 })).toBeCloseTo(0.9);
        expect(shareOfOthers(before, before), 'nothing was counted').toBeUndefined();
    });

    test('a program that burns every processor is seen', async () => {
        const meter = openLoadMeter();
        const burning = Array.from({ length: availableParallelism() }, () =>
            spawn(process.execPath, ['-e', 'for(;;);'], { stdio: 'ignore' }),
        );
        try {
            await wait(400);
            await meter.look();
            await wait(600);
            expect((await meter.look()).othersShare).toBeGreaterThan(0.7);
        } finally {
            for (const child of burning) child.kill('SIGKILL');
        }
    });

    test('a battery that is being emptied counts, unless the mains are there or it is that of a mouse', async () => {
        const supplies = await mkdtemp(join(tmpdir(), 'footnote-power-'));
        const put = async (name: string, facts: Readonly<Record<string, string>>): Promise<void> => {
            await mkdir(join(supplies, name), { recursive: true });
            for (const [fact, word] of Object.entries(facts)) await writeFile(join(supplies, name, fact), `${word}\n`);
        };
        try {
            await put('hidpp_battery_0', { type: 'Battery', scope: 'Device', status: 'Discharging' });
            expect(await isOnBattery(supplies)).toBe(false);
            await put('BAT0', { type: 'Battery', status: 'Discharging' });
            await put('AC', { type: 'Mains', online: '0' });
            expect(await isOnBattery(supplies)).toBe(true);
            await put('AC', { type: 'Mains', online: '1' });
            expect(await isOnBattery(supplies)).toBe(false);
            expect(await isOnBattery(join(supplies, 'none'))).toBe(false);
        } finally {
            await rm(supplies, { recursive: true });
        }
    });
});

describe('a run over a workspace on a busy machine', () => {
    const busy = { othersShare: 0.95, isOnBattery: true };
    const many = Object.fromEntries(
        Array.from({ length: 120 }, (_, file) => [`src/file${String(file)}.ts`, `export const value${String(file)} = ${String(file)};\n`]),
    );

    /** Held from the first look on, by the battery. */
    async function held(load: () => MachineLoad) {
        const workspace = await openTestWorkspace(many, {
            courtesy: () => ({ maxOthersShare: 0.7, pausesOnBattery: true }),
            meter: { look: () => Promise.resolve(load()) },
            lookEvery: 1,
        });
        const running = workspace.index.act('update');
        for await (const status of workspace.index.followStatus()) {
            if (status.state === 'paused') break;
        }
        return { workspace, running };
    }

    test('waits, says why, takes in a save, and goes on when the machine is free', async () => {
        let load = busy;
        const { workspace, running } = await held(() => load);
        try {
            const { status } = workspace.index;
            expect(status).toMatchObject({ state: 'paused', total: 120, because: 'the machine runs on battery' });
            const { sentence, ways } = indexStory(status);
            expect(sentence).toMatch(
                /^Indexing is paused at \d+ of 120 files because the machine runs on battery; it goes on by itself, or now with Resume$/,
            );
            expect(ways).toEqual(['resume', 'ask']);
            await workspace.write('src/saved.ts', 'export const meadow = 1;\n');
            await workspace.index.filesChanged({ changed: [workspacePath('src/saved.ts')], removed: [] });
            await expect.poll(() => workspace.filesWith('meadow'), { timeout: 20_000 }).toEqual(['src/saved.ts']);
            expect(workspace.index.counts().indexed).toBeLessThan(121);
            load = { othersShare: 0.1, isOnBattery: false };
            await running;
            expect(workspace.index.counts().indexed).toBe(121);
        } finally {
            await workspace.close();
        }
    });

    describe('with an index that is made anew, for another model or other chunks,', () => {
        const machine = (load: () => MachineLoad) => ({
            courtesy: () => ({ maxOthersShare: 0.7, pausesOnBattery: true }),
            meter: { look: () => Promise.resolve(load()) },
            lookEvery: 1,
        });
        const untilHeld = async ({ index }: TestWorkspace): Promise<void> => {
            for await (const status of index.followStatus()) if (status.state === 'paused') return;
        };

        /** Nobody is told of these: it is as if they came while no engine ran. */
        async function changeUnseen(workspace: TestWorkspace): Promise<void> {
            await workspace.write('src/file7.ts', 'export const meadow = 1;\n');
            await workspace.write('src/new.ts', 'export const meadow = 2;\n');
            await rm(join(workspace.root, 'src/file8.ts'));
        }

        test('what changed while nobody ran is found before that one is complete', async () => {
            const first = await openTestWorkspace(many);
            await first.index.act('update');
            await changeUnseen(first);
            let load = busy;
            const again = await first.reopen({ machine: machine(() => load), cut: 'other' });
            try {
                await untilHeld(again);
                expect(again.store.isDraft).toBe(true);
                expect(await again.filesWith('meadow')).toEqual(['src/file7.ts', 'src/new.ts']);
                expect(await again.filesWith('value7')).toEqual([]);
                expect(await again.filesWith('value8')).toEqual([]);
                expect(await again.filesWith('value9')).toEqual(['src/file9.ts']);
                load = { othersShare: 0.1, isOnBattery: false };
                await again.index.act('resume');
                await expect.poll(() => again.index.status.state, { timeout: 20_000 }).toBe('ready');
                await again.index.settled();
                expect(again.store.isDraft).toBe(false);
                // Nothing needs to be laid over it any more.
                expect(again.index.unsaved.facts.size).toBe(0);
                expect(await again.filesWith('meadow')).toEqual(['src/file7.ts', 'src/new.ts']);
                expect(await again.filesWith('value8')).toEqual([]);
            } finally {
                await again.close();
            }
        });

        test('the same holds when it had been begun before, and is gone on with', async () => {
            const first = await openTestWorkspace(many);
            await first.index.act('update');
            const begun = await first.reopen({ machine: machine(() => busy), cut: 'other' });
            await untilHeld(begun);
            await changeUnseen(begun);
            const again = await begun.reopen({ machine: machine(() => busy), cut: 'other' });
            try {
                await expect.poll(() => again.filesWith('meadow'), { timeout: 20_000 }).toEqual(['src/file7.ts', 'src/new.ts']);
                expect(again.store.isDraft).toBe(true);
                expect(await again.filesWith('value8')).toEqual([]);
            } finally {
                await again.close();
            }
        });

        test('a pause outlives the engine, and what comes in it is taken in', async () => {
            const first = await openTestWorkspace(many);
            await first.index.act('update');
            const begun = await first.reopen({ machine: machine(() => busy), cut: 'other' });
            await untilHeld(begun);
            await begun.index.act('pause');
            const again = await begun.reopen({ cut: 'other' });
            try {
                expect(again.store.isDraft).toBe(true);
                expect(again.index.status.state).toBe('paused');
                await again.write('src/file7.ts', 'export const meadow = 1;\n');
                await again.index.filesChanged({ changed: [workspacePath('src/file7.ts')], removed: [] });
                await again.index.act('resume');
                await expect.poll(() => again.store.isDraft, { timeout: 20_000 }).toBe(false);
                await again.index.settled();
                expect(again.index.status.state).toBe('ready');
                expect(await again.filesWith('meadow')).toEqual(['src/file7.ts']);
            } finally {
                await again.close();
            }
        });
    });

    test('a rebuild that waits leaves the old index serving, with what is changed meanwhile laid over it', async () => {
        let load: MachineLoad = { othersShare: 0.1, isOnBattery: false };
        const workspace = await openTestWorkspace(many, {
            courtesy: () => ({ maxOthersShare: 0.7, pausesOnBattery: true }),
            meter: { look: () => Promise.resolve(load) },
            lookEvery: 1,
        });
        try {
            await workspace.index.act('update');
            load = busy;
            const running = workspace.index.act('rebuild');
            for await (const status of workspace.index.followStatus()) if (status.state === 'paused') break;
            expect(workspace.store.isDraft).toBe(true);
            expect(await workspace.filesWith('value7')).toEqual(['src/file7.ts']);
            await workspace.write('src/file7.ts', 'export const meadow = 1;\n');
            await workspace.write('src/new.ts', 'export const meadow = 2;\n');
            await workspace.index.filesChanged({ changed: ['src/file7.ts', 'src/new.ts'].map(workspacePath), removed: [] });
            await expect.poll(() => workspace.filesWith('meadow'), { timeout: 20_000 }).toEqual(['src/file7.ts', 'src/new.ts']);
            expect(await workspace.filesWith('value7')).toEqual([]);
            expect([...workspace.index.unsaved.facts.keys()].sort()).toEqual(['src/file7.ts', 'src/new.ts']);
            load = { othersShare: 0.1, isOnBattery: false };
            await running;
            await workspace.index.settled();
            expect(workspace.store.isDraft).toBe(false);
            expect(await workspace.filesWith('meadow')).toEqual(['src/file7.ts', 'src/new.ts']);
            // Nothing is laid over the new index that it holds itself.
            expect([...workspace.index.unsaved.facts.keys()]).toEqual([]);
        } finally {
            await workspace.close();
        }
    });

    test('goes on at once when the user resumes it, and is not held again', async () => {
        const { workspace, running } = await held(() => busy);
        try {
            await workspace.index.act('resume');
            await running;
            expect(workspace.index.status).toMatchObject({ state: 'ready', counts: { indexed: 120 } });
        } finally {
            await workspace.close();
        }
    });
});
