/** A folder of fifty thousand files in a real window: it is asked about first, waits for other programs, and goes away in one flood of events. */
import assert from 'node:assert/strict';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { commands, ConfigurationTarget, extensions, workspace } from 'vscode';
import type { FootnoteApi } from '../../../src/extension/extension.ts';
import { MANY_FILES } from '../../../src/protocol/indexing.ts';
import { untilSeen } from './until.ts';

export function registerWideFolder(): void {
    describe('a folder of fifty thousand files', () => {
        let footnote: FootnoteApi;
        const folder = (): string => workspace.workspaceFolders?.[0]?.uri.fsPath ?? assert.fail('no folder is open');
        const many = (): string => path.join(folder(), 'many');
        const setting = (id: string, value: number | undefined) =>
            workspace.getConfiguration().update(`footnote.index.${id}`, value, ConfigurationTarget.Global);
        const state = () => footnote.indexStatus().state;

        before(async () => {
            const extension = extensions.getExtension<FootnoteApi>('footnote.footnote') ?? assert.fail('the extension is not there');
            footnote = await extension.activate();
        });

        after(async () => {
            await setting('pauseAboveCpu', undefined);
            await rm(many(), { recursive: true, force: true });
        });

        it('is asked about before it is indexed for the first time, and not touched until then', async () => {
            await untilSeen('the index is ready', state, seen => seen === 'ready');
            await footnote.engine.index('clear');
            await makeMany(many());
            await commands.executeCommand('notifications.clearAll');
            await setting('pauseAboveCpu', 1);
            await commands.executeCommand('footnote.restartEngine');
            await untilSeen(
                'the files are counted',
                () => footnote.engine.countFiles(undefined),
                seen => seen > MANY_FILES,
            );
            await pause(3_000);
            assert.equal(state(), 'empty', 'nothing is indexed before the answer');
            // "Index All" is what it offers first.
            await untilSeen(
                'the question is answered, and indexing begins',
                async () => {
                    await commands.executeCommand('notification.acceptPrimaryAction');
                    return state();
                },
                seen => seen !== 'empty',
            );
        }).timeout(240_000);

        it('waits while other programs use the processor, says why, and goes on when it is told to', async () => {
            const held = await untilSeen(
                'the run waits',
                () => footnote.indexStatus(),
                seen => seen.state === 'paused',
            );
            if (held.state !== 'paused') assert.fail(held.state);
            assert.match(held.because ?? '', /^other programs use more than 1 % of the processor$/);
            assert.ok(held.total > MANY_FILES);
            // What was under way comes to its end; then nothing more is done.
            let done = -1;
            await untilSeen(
                'nothing more is done',
                async () => {
                    const status = footnote.indexStatus();
                    const before = done;
                    done = status.state === 'paused' ? status.done : -1;
                    await pause(1_000);
                    return done >= 0 && done === before;
                },
                isSteady => isSteady,
            );
            await commands.executeCommand('footnote.resume');
            await untilSeen(
                'the run goes on',
                () => footnote.indexStatus(),
                seen => seen.state === 'indexing' && seen.done > done,
            );
        }).timeout(240_000);

        it('goes away in one flood of events, in which no other change is lost', async () => {
            await footnote.engine.index('pause');
            // Away from the folder at once, so that the events come as thickly as they can.
            const gone = `${folder()}-gone`;
            await writeFile(path.join(folder(), 'src/flood.ts'), 'export function wadeThroughTheFlood(): number {\n    return 1;\n}\n');
            await rm(path.join(many(), 'f0'), { recursive: true });
            await rename(many(), gone);
            await writeFile(path.join(folder(), 'src/flood.ts'), 'export function wadeThroughTheFlood(): number {\n    return 2;\n}\n');
            await rm(gone, { recursive: true });
            await footnote.engine.index('resume');
            await untilSeen(
                'the folder is what is left of it',
                () => footnote.indexStatus(),
                seen => seen.state === 'ready' && seen.counts.indexed < 100,
            );
            const { passages } = await footnote.engine.search({ text: 'wadeThroughTheFlood' });
            assert.ok(
                passages.some(({ text }) => text.includes('return 2')),
                'the change in the flood is known',
            );
            await rm(path.join(folder(), 'src/flood.ts'));
        }).timeout(240_000);
    });
}

/** Each with something of its own, so that none is a copy of another. */
async function makeMany(folder: string): Promise<void> {
    for (let part = 0; part <= MANY_FILES / PER_FOLDER; part++) {
        const place = path.join(folder, `f${String(part)}`);
        await mkdir(place, { recursive: true });
        const names = Array.from({ length: PER_FOLDER }, (_, nth) => `n${String(part)}x${String(nth)}`);
        for (let from = 0; from < names.length; from += AT_ONCE)
            await Promise.all(names.slice(from, from + AT_ONCE).map(name => writeFile(path.join(place, `${name}.txt`), `${name}\n`)));
    }
}

const PER_FOLDER = 1_000;
const AT_ONCE = 50;
