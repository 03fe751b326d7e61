/** F6 and F7: an index that is damaged or removed under a process that trusts it. */
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import assert from 'node:assert/strict';
import { createEngine } from '../../src/engine/engine.ts';
import { createLogger } from '../../src/engine/log.ts';
import { GenerationReader } from '../../src/engine/store/generationReader.ts';
import { JOURNAL_FILE } from '../../src/engine/store/generationWriter.ts';
import { LanceStore, TABLE_FILE } from '../../src/engine/store/lanceStore.ts';
import { ROWS_FOLDER } from '../../src/engine/store/openRows.ts';
import { openShop, workspaceOf } from '../engine/workspaceFolder.ts';
import { EngineUnderTest, expectSound, until } from './engineUnderTest.ts';
import { seeded, Tally, type FaultRow } from './faultRow.ts';
import { makeTree, type Tree } from './tree.ts';

export const rotRows: readonly FaultRow[] = [
    {
        id: 'F6',
        fault: 'bit rot',
        injected: 'bits flipped, files cut, filled with zeros or deleted, of each kind of file of an index',
        run: async (isFull, mayGoOn) => {
            const tree = makeTree(12);
            const seen = new Tally();
            try {
                const golden = path.join(tree.scratch, 'golden');
                const engine = await openShop(tree);
                await engine.index('update');
                for (let nth = 0; nth < 10; nth++) tree.writeNth(nth, 1);
                await engine.index('update');
                await engine.close(undefined);
                await keepTable(tree);
                cpSync(tree.data, golden, { recursive: true });
                const kinds = [...Map.groupBy(filesBelow(golden), kindOf)].sort(([one], [other]) => (one < other ? -1 : 1));
                const random = seeded(6);
                const repeats = isFull ? 1000 : 60;
                let worstMs = 0;
                let round = 0;
                for (; round < repeats && mayGoOn(); round++) {
                    const [kind, files] = kinds[round % kinds.length] ?? ['', []];
                    const file = files[random(files.length)] ?? '';
                    rmSync(tree.data, { recursive: true, force: true });
                    cpSync(golden, tree.data, { recursive: true });
                    const damage = damageFile(path.join(tree.data, file), random);
                    const startedAt = performance.now();
                    seen.add(await survive(tree, `round ${String(round)}: ${damage} in ${file}`, kind));
                    worstMs = Math.max(worstMs, performance.now() - startedAt);
                }
                return { repeats: round, seen: seen.toString(), worstMs };
            } finally {
                tree.dispose();
            }
        },
    },
    {
        id: 'F7',
        fault: 'index deleted while it is open',
        injected: 'rm -rf of the index during questions, and during a run',
        run: async isFull => {
            const repeats = isFull ? 20 : 2;
            let worstMs = 0;
            const seen = new Tally();
            for (let round = 0; round < repeats; round++) {
                const tree = makeTree(60);
                try {
                    const engine = await EngineUnderTest.start(tree);
                    await engine.engine.index('update');
                    const isWriting = round % 2 === 1;
                    for (let nth = 0; nth < 60; nth++) tree.writeNth(nth, 1);
                    const working = isWriting ? engine.engine.index('rebuild').catch(() => undefined) : undefined;
                    rmSync(path.join(tree.data, 'indexes'), { recursive: true, force: true, maxRetries: 5 });
                    const answer = await engine.engine.search({ text: 'weigh parcel' }).then(
                        ({ passages }) => (passages.every(({ text }) => /parcel|crate/.test(text)) ? 'answered' : 'wrong'),
                        () => 'said so',
                    );
                    assert.notEqual(answer, 'wrong');
                    seen.add(answer);
                    await working;
                    // What a window does when it is told that the index is damaged; a search does it by itself.
                    await engine.engine.filesChanged({ changed: [], removed: [] });
                    worstMs = Math.max(
                        worstMs,
                        await until('the index is there again', 60_000, async () => {
                            await engine.engine.index('update').catch(() => undefined);
                            return (await engine.engine.search({ text: 'weigh parcel' })).passages.length > 0;
                        }),
                    );
                    await expectSound(engine.engine, 'after it was deleted');
                    await engine.close();
                } finally {
                    tree.dispose();
                }
            }
            return { repeats, seen: seen.toString(), worstMs };
        },
    },
];

/** What a large index keeps of what it holds in memory, a small one as well, so that it is damaged like all else. */
async function keepTable(tree: Tree): Promise<void> {
    const journal = filesBelow(tree.data).find(file => path.basename(file) === JOURNAL_FILE);
    assert.ok(journal !== undefined);
    const generation = path.join(tree.data, path.dirname(journal));
    const reader = await GenerationReader.open(generation, ANY_DIMENSIONS);
    const dimensions = reader?.manifest.head?.dimensions ?? 0;
    await reader?.close();
    const rows = await LanceStore.open(path.join(generation, ROWS_FOLDER), { dimensions, isWriter: true, tableKeptFrom: 1 });
    await rows.holdInMemory();
    await rows.close();
    assert.ok(existsSync(path.join(generation, TABLE_FILE)), 'nothing was kept');
}

const ANY_DIMENSIONS = 1;

/** Opens a damaged index and asks it: no crash, no passage that no file holds, damage found, and a sound index after a run. */
async function survive(tree: Tree, what: string, kind: string): Promise<string> {
    const told: string[] = [];
    const engine = createEngine({ log: createLogger(line => told.push(line), 'info') });
    try {
        await engine.open(workspaceOf(tree));
        const answer = await engine.search({ text: 'weigh parcel crate version1' }).then(
            ({ passages }) => passages,
            () => undefined,
        );
        for (const { path: file, range, text } of answer ?? []) {
            const lines = readFileSync(path.join(tree.folder, file), 'utf8').split('\n');
            assert.equal(
                text,
                lines.slice(range.startLine - 1, range.endLine).join('\n'),
                `${what}: a passage that the file does not hold`,
            );
        }
        // What was repaired has been compared in full a second time; what was not needed no repair.
        const report = await engine.verify({ depth: 'full', repairs: true });
        assert.deepEqual(report.remaining, [], what);
        assert.ok((await engine.search({ text: 'weigh parcel' })).passages.length > 0, what);
        if (report.differences.length > 0) return `${report.repair === 'rebuilt' ? 'rebuilt' : 'files taken in again'} by verify`;
        return healedAtOpening(told) ?? `nothing to mend (${kind})`;
    } catch (error) {
        throw new Error(what, { cause: error });
    } finally {
        await engine.close(undefined);
    }
}

/** What opening did about the damage, by the log; undefined where it did nothing, and nothing was wrong with what it serves. */
function healedAtOpening(told: readonly string[]): string | undefined {
    const log = told.join('\n');
    if (/is made anew/.test(log)) return 'made anew at opening';
    if (/went back to the last sound version/.test(log)) return 'went back a version at opening';
    if (/to be indexed again after an interruption/.test(log)) return 'files taken in again at opening';
    return undefined;
}

function damageFile(file: string, random: (below: number) => number): string {
    const bytes = readFileSync(file);
    const at = random(Math.max(1, bytes.length));
    const length = 1 + random(64);
    switch (random(4)) {
        case 0: {
            for (let place = at; place < Math.min(at + length, bytes.length); place++)
                bytes[place] = (bytes[place] ?? 0) ^ (1 << random(8));
            writeFileSync(file, bytes);
            return `bits flipped from ${String(at)} on`;
        }
        case 1:
            truncateSync(file, at);
            return `cut at ${String(at)}`;
        case 2:
            writeFileSync(file, bytes.fill(0, at, Math.min(bytes.length, at + length * 16)));
            return `zeros from ${String(at)} on`;
        default:
            rmSync(file);
            return 'deleted';
    }
}

function filesBelow(folder: string): string[] {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter(entry => entry.isFile() && !entry.parentPath.endsWith('lease'))
        .map(entry => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

/** Which part of an index a file is: `journal`, `symbols`, `words`, `rows data`, `rows versions`, `vectors` and so on. */
function kindOf(file: string): string {
    if (file.startsWith('vectors')) return 'vectors';
    const inRows = /rows[/\\][^/\\]+[/\\](_?\w+)/.exec(file)?.[1];
    return inRows === undefined ? path.basename(file).replace(/[\d.].*$/, '') : `rows ${inRows}`;
}
