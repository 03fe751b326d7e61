/** Somebody swaps files for links while they are read: whatever the moment, nothing outside the root is read. */
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readPlainFile } from '../../../src/engine/scan/readPlainFile.ts';
import { readInside, readRegularFile, resolveInside } from '../../../src/engine/scan/resolveInside.ts';

/** 10,000 before a release. */
const TRIES = process.env['FOOTNOTE_FULL'] === '1' ? 10_000 : 1_000;

/** Puts what is wanted beside the victim and renames it over, which is one step for whoever looks; as fast as the disk goes. */
const SWAPPER = `
    const { parentPort, workerData } = require('node:worker_threads');
    const fs = require('node:fs');
    const path = require('node:path');
    const { victim, outside, kind } = workerData;
    const next = victim + '.next';
    const clock = new Int32Array(new SharedArrayBuffer(4));
    let swaps = 0, isRunning = true;
    parentPort.on('message', () => { isRunning = false; });
    const step = () => {
        for (let nth = 0; nth < 20; nth++) {
            // Now and then long enough for a whole look, and never in step with it.
            if (Math.random() < 0.03) Atomics.wait(clock, 0, 0, 2);
            fs.rmSync(next, { recursive: true, force: true });
            if (swaps++ % 2 === 0) fs.symlinkSync(outside, next);
            else if (kind === 'file') fs.writeFileSync(next, 'inside');
            else { fs.mkdirSync(next); fs.writeFileSync(path.join(next, 'file.ts'), 'inside'); }
            // A folder is not renamed over another one.
            if (kind === 'folder') { fs.rmSync(victim, { recursive: true, force: true }); }
            try { fs.renameSync(next, victim); } catch (error) { if (error.code !== 'EEXIST' && error.code !== 'ENOTEMPTY') throw error; }
        }
        if (isRunning) setImmediate(step); else { parentPort.postMessage(swaps); parentPort.close(); }
    };
    step();
`;

let base: string;
let root: string;

beforeEach(async () => {
    base = await realpath(await mkdtemp(path.join(os.tmpdir(), 'footnote-swap-')));
    root = path.join(base, 'root');
    await mkdir(path.join(root, 'folder'), { recursive: true });
    await mkdir(path.join(base, 'elsewhere'));
    await writeFile(path.join(base, 'elsewhere/file.ts'), 'OUTSIDE');
    await writeFile(path.join(root, 'folder/file.ts'), 'inside');
});
afterEach(() => rm(base, { recursive: true, force: true }));

async function whileSwapping(kind: 'file' | 'folder', use: () => Promise<void>): Promise<number> {
    const victim = path.join(root, kind === 'file' ? 'folder/file.ts' : 'folder');
    const outside = path.join(base, kind === 'file' ? 'elsewhere/file.ts' : 'elsewhere');
    const worker = new Worker(SWAPPER, { eval: true, workerData: { victim, outside, kind } });
    try {
        const swapped = new Promise<number>((resolve, reject) => {
            worker.once('message', resolve);
            worker.once('error', reject);
        });
        await use();
        worker.postMessage('stop');
        return await swapped;
    } finally {
        await worker.terminate();
    }
}

describe.skipIf(process.platform === 'win32')(`of ${TRIES} reads while a link is swapped in`, () => {
    test.each(['file', 'folder'] as const)('none sees what is outside: %s', { timeout: 300_000 }, async kind => {
        const seen = { inside: 0, nothing: 0, OUTSIDE: 0 };
        const atOnce = { inside: 0, nothing: 0, OUTSIDE: 0 };
        const plain = { inside: 0, nothing: 0, OUTSIDE: 0 };
        const count = (counts: typeof seen, text: string | undefined): void => {
            counts[text === 'inside' || text === 'OUTSIDE' ? text : 'nothing']++;
        };
        const swaps = await whileSwapping(kind, async () => {
            // On a busy machine it takes longer until the trap has snapped once.
            for (let tries = 0; tries < TRIES || (plain.OUTSIDE === 0 && tries < TRIES * 50); tries++) {
                const inside = await resolveInside(root, 'folder/file.ts');
                count(seen, inside && (await readInside(inside, 100))?.bytes?.toString());
                count(atOnce, readPlainFile(root, 'folder/file.ts', 100)?.bytes.toString());
                // The trap works: who does not look reads what is outside.
                if (tries % 10 === 0) count(plain, await readFile(path.join(root, 'folder/file.ts'), 'utf8').catch(() => undefined));
            }
        });
        console.log(
            `${kind}: ${JSON.stringify(seen)}, without promises ${JSON.stringify(atOnce)}, plain reads ${JSON.stringify(plain)}, ${swaps} swaps`,
        );
        expect([seen.OUTSIDE, atOnce.OUTSIDE]).toEqual([0, 0]);
        expect(Math.min(seen.inside, atOnce.inside)).toBeGreaterThan(0);
        expect(plain.OUTSIDE).toBeGreaterThan(0);
    });

    test('files of rules, which are read without that, do not follow a link themselves', { timeout: 300_000 }, async () => {
        const read = new Set<string | undefined>();
        await whileSwapping('file', async () => {
            for (let tries = 0; tries < TRIES; tries++)
                read.add((await readRegularFile(path.join(root, 'folder/file.ts'), 100))?.toString());
        });
        expect([...read].filter(text => text !== undefined && text !== '')).toEqual(['inside']);
    });
});
