/** F23, F25 and F26: what the index says of itself, other models, and other versions. */
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { frameRecords } from '../../src/engine/store/recordLog.ts';
import type { IndexStatus } from '../../src/protocol/indexing.ts';
import { createLocalEmbedder } from '../../src/engine/embed/localEmbedder.ts';
import { findModel } from '../../src/engine/embed/modelFiles.ts';
import { workspacePath } from '../../src/protocol/text.ts';
import { workspaceOf } from '../engine/workspaceFolder.ts';
import { EngineUnderTest, expectHonestProgress, expectSound, until } from './engineUnderTest.ts';
import { seeded, Tally, type FaultRow } from './faultRow.ts';
import { makeTree, pathOfNth, type Tree } from './tree.ts';

export const generationRows: readonly FaultRow[] = [
    {
        id: 'F23',
        fault: 'progress that is not honest',
        injected: 'the state asked ten times a second through a first run, pauses, a rebuild, an empty folder and all rows above',
        run: async isFull => {
            const tree = makeTree(isFull ? 3_000 : 300);
            const engine = await EngineUnderTest.start(tree);
            const polled: IndexStatus[] = [];
            let isOver = false;
            const polling = (async () => {
                while (!isOver) {
                    for await (const status of engine.engine.indexStatus(undefined)) {
                        polled.push(status);
                        break;
                    }
                    await pause(100);
                }
            })();
            try {
                const first = engine.engine.index('update');
                await pause(isFull ? 2_000 : 300);
                await engine.engine.index('pause');
                await pause(300);
                await engine.engine.index('resume');
                await first;
                // Both have heard the end of one run before the next begins: asked ten times a second, it could fall between two answers.
                await until('the first run ends for all who ask', 30_000, () =>
                    Promise.resolve([polled.at(-1), engine.statuses.at(-1)].every(status => status?.state === 'ready')),
                );
                await engine.engine.index('rebuild');
                isOver = true;
                await polling;
                expectHonestProgress(polled);
                expectHonestProgress(engine.statuses);
                const last = engine.statuses.at(-1);
                assert.ok(last?.state === 'ready' && last.counts.indexed === (isFull ? 3_000 : 300), JSON.stringify(last));
                await expectSound(engine.engine, 'when it said that it was ready');
                await engine.close();
                const seen = [...new Set(polled.map(({ state }) => state))].join(', ');
                return { repeats: polled.length, seen: `${seen}; ${await emptyFolder()}` };
            } finally {
                isOver = true;
                await engine.kill();
                tree.dispose();
            }
        },
    },
    {
        id: 'F25',
        fault: 'another embedding model',
        injected:
            'another model of the same name and the same number of dimensions, and back; questions and edits meanwhile; kill -9 in the middle of the change',
        run: async isFull => {
            const tree = makeTree(isFull ? 1_000 : 120);
            const models = otherModel(tree);
            const other = { settings: { ...workspaceOf(tree).settings, embedderPath: models } };
            const random = seeded(25);
            const seen = new Tally();
            try {
                const first = await EngineUnderTest.start(tree);
                await first.engine.index('update');
                await first.close();
                await expectOtherVectors(tree, models);
                const repeats = isFull ? 10 : 2;
                for (let round = 0; round < repeats; round++) {
                    const engine = await EngineUnderTest.start(tree, round % 2 === 0 ? { open: other } : {});
                    const changing = engine.engine.index('update').then(
                        () => 'changed over',
                        () => 'killed',
                    );
                    const { passages } = await engine.engine.search({ text: 'weigh parcel' });
                    assert.ok(passages.length > 0, 'the old index serves meanwhile');
                    tree.writeNth(round, 500 + round);
                    await engine.engine.filesChanged({ changed: [workspacePath(pathOfNth(round))], removed: [] });
                    await pause(random(isFull ? 1500 : 400));
                    await engine.kill();
                    seen.add(await changing);
                }
                const last = await EngineUnderTest.start(tree, { open: other });
                assert.ok((await last.engine.search({ text: 'weigh parcel' })).passages.length > 0);
                const report = await last.engine.index('update');
                assert.equal(report?.counts.chunks, isFull ? 2_000 : 240);
                // Each vector is held against what this very model makes of the text, and the two make others.
                await expectSound(last.engine, 'with the other model');
                assert.equal(vectorFilesIn(tree.data), 2, 'each model has vectors of its own');
                for (let round = 0; round < repeats; round++) {
                    const found = await last.engine.search({ text: `crate version${String(500 + round)}` });
                    assert.ok(
                        found.passages.some(({ text }) => text.includes(`version${String(500 + round)}`)),
                        'an edit of that time was lost',
                    );
                }
                assert.equal(generationsIn(tree.data), 1, 'what was half-made is gone');
                expectHonestProgress(last.statuses);
                await last.close();
                return { repeats, seen: seen.toString() };
            } finally {
                tree.dispose();
            }
        },
    },
    {
        id: 'F26',
        fault: 'index of another version, half-written',
        injected:
            'journals with the schema of an older and a newer program, without a head, and of no program; kill -9 while it is made anew',
        run: async isFull => {
            const tree = makeTree(40);
            const seen = new Tally();
            try {
                const first = await EngineUnderTest.start(tree);
                await first.engine.index('update');
                await first.close();
                const heads: Readonly<Record<string, Uint8Array>> = {
                    older: frameRecords([JSON.stringify({ type: 'head', head: { schema: 1, fingerprint: 'x', dimensions: 384 } })]),
                    newer: frameRecords([
                        JSON.stringify({ type: 'head', head: { schema: 9_999, fingerprint: 'x', dimensions: 384, more: true } }),
                    ]),
                    headless: frameRecords([JSON.stringify({ type: 'end', sequence: 1, put: [], removed: [] })]),
                    foreign: Buffer.from('SQLite format 3\0 and so on'),
                    unknown: frameRecords([JSON.stringify({ type: 'from the future', what: 1 })]),
                };
                const history = path.join(tree.data, 'conversations');
                mkdirSync(history, { recursive: true });
                writeFileSync(path.join(history, 'one.jsonl'), 'kept\n');
                for (const [name, head] of Object.entries(heads)) {
                    for (const isKilled of isFull ? [false, true] : [name === 'newer']) {
                        const journal = journalOf(tree);
                        writeFileSync(journal, Buffer.concat([head, readFileSync(journal).subarray(0, 5_000)]));
                        if (isKilled) {
                            const half = await EngineUnderTest.start(tree);
                            half.engine.index('update').catch(() => undefined);
                            await pause(60);
                            await half.kill();
                        }
                        const engine = await EngineUnderTest.start(tree);
                        const report = await engine.engine.index('update');
                        assert.equal(report?.counts.chunks, 80, name);
                        assert.equal(report.embedded, 0, `${name}: vectors come from the cache`);
                        await expectSound(engine.engine, name);
                        await engine.close();
                        seen.add(isKilled ? 'opened after a kill' : 'opened');
                    }
                }
                assert.equal(readFileSync(path.join(history, 'one.jsonl'), 'utf8'), 'kept\n');
                return { repeats: seen.of('opened') + seen.of('opened after a kill'), seen: `${seen.toString()}; conversations untouched` };
            } finally {
                tree.dispose();
            }
        },
    },
];

async function emptyFolder(): Promise<string> {
    const tree = makeTree(0);
    const engine = await EngineUnderTest.start(tree);
    try {
        await engine.engine.index('update');
        const last = engine.statuses.at(-1);
        await until('an empty folder is ready', 30_000, async () => engine.statuses.at(-1)?.state === 'ready');
        return `an empty folder ends ${last?.state ?? ''}`;
    } finally {
        await engine.close();
        tree.dispose();
    }
}

/**
 * Another model that only its weights tell from the one that ships: same name, same number of dimensions. The table of its tokens is turned
 * by a thousand rows, so that each token means what another one meant.
 */
function otherModel(tree: Tree): string {
    const models = path.join(tree.scratch, 'models');
    const { paths, settings } = workspaceOf(tree);
    const folder = path.join(models, settings.embedderModel);
    cpSync(path.join(paths.models, settings.embedderModel), folder, { recursive: true });
    const weights = path.join(folder, 'onnx/model_quantized.onnx');
    const bytes = readFileSync(weights);
    // 32,768 rows of 384 bytes are nearly all of the file; what lies around them is left alone.
    const [start, end] = [1024 * 1024, 1024 * 1024 + 384 * 24_000];
    const table = Buffer.from(bytes.subarray(start, end));
    for (let at = 0; at < table.length; at++) bytes[start + at] = table[(at + 384 * 1000) % table.length] ?? 0;
    writeFileSync(weights, bytes);
    return models;
}

function journalOf({ data }: Tree): string {
    const found = readdirSync(path.join(data, 'indexes'), { recursive: true, encoding: 'utf8' }).filter(name =>
        name.endsWith('journal.log'),
    );
    const journal = found[0];
    if (journal === undefined || found.length > 1) throw new Error(`${String(found.length)} journals`);
    return path.join(data, 'indexes', journal);
}

/** The two models differ in what they make of a text, and in nothing else that could tell them apart. */
async function expectOtherVectors(tree: Tree, models: string): Promise<void> {
    const { paths, settings } = workspaceOf(tree);
    const made = [];
    for (const embedderPath of ['', models]) {
        const embedder = createLocalEmbedder(await findModel(settings.embedderModel, { models: paths.models, embedderPath }));
        const [vector] = await embedder.embedDocuments(['weigh parcel']);
        made.push({
            model: embedder.profile.model,
            dimensions: embedder.profile.dimensions,
            fingerprint: embedder.profile.fingerprint,
            vector,
        });
        await embedder.close();
    }
    const [one, other] = made;
    assert.deepEqual([one?.model, one?.dimensions], [other?.model, other?.dimensions]);
    assert.notEqual(one?.fingerprint, other?.fingerprint);
    assert.notDeepEqual(one?.vector, other?.vector);
}

function vectorFilesIn(data: string): number {
    return readdirSync(path.join(data, 'vectors')).filter(name => name.endsWith('.log')).length;
}

function generationsIn(data: string): number {
    return readdirSync(path.join(data, 'indexes'), { recursive: true, encoding: 'utf8' }).filter(name => /gen-\d+$/.test(name)).length;
}
