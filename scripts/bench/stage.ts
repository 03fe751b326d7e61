/**
 * One stage of indexing alone, in a process of its own: `stage.ts parse|embed|embed-transformers <root> <folder>`.
 * What comes before it happens first; what is measured is the stage and nothing else.
 */
import os from 'node:os';
import path from 'node:path';
import { findModel } from '../../src/engine/embed/modelFiles.ts';
import { createLocalEmbedder } from '../../src/engine/embed/localEmbedder.ts';
import { createOnnxEmbedder } from '../../src/engine/embed/onnxEmbedder.ts';
import { silentLogger } from '../../src/engine/log.ts';
import { createParser } from '../../src/engine/parse/parserPool.ts';
import type { SourceFile } from '../../src/engine/ports.ts';
import { openDiskFiles } from '../../src/engine/scan/diskFiles.ts';
import { scanWorkspace } from '../../src/engine/scan/scanWorkspace.ts';
import { engineOptions } from '../../src/settings/engineOptions.ts';
import { defaultSettings } from '../../src/settings/settings.ts';
import type { StageTime } from './baselines.ts';

const [stage = '', root = '', folder = ''] = process.argv.slice(2);
/** As many threads as the engine parses with, or the floor would be higher than it is. */
const { concurrency } = engineOptions(defaultSettings, { apiKey: '', excludes: [], cores: os.availableParallelism() });
const parser = createParser({
    grammars: path.join(root, 'dist/grammars'),
    worker: path.join(import.meta.dirname, 'parseOnlyWorker.ts'),
    concurrency,
    log: silentLogger,
});
const embedder = (stage === 'embed-transformers' ? createOnnxEmbedder : createLocalEmbedder)(
    await findModel(defaultSettings['footnote.embedder.model'], { models: path.join(root, 'media/models'), embedderPath: '' }),
);

const files = await readAll();
// Threads, grammars and the model are loaded before the clock starts.
await parser.parse({ path: files[0]?.path ?? fail(), text: 'x = 1', hash: '' });
await embedder.embedDocuments(['warm up']);

if (stage === 'parse') send(await timed(() => parseAll(text => text.length)));
else {
    const texts: string[] = [];
    await parseAll(text => texts.push(text));
    send(await timed(() => embedder.embedDocuments(texts)));
}
await parser.close();
await embedder.close();
process.exit(0);

async function readAll(): Promise<readonly SourceFile[]> {
    const disk = await openDiskFiles({
        roots: [{ folder, name: '' }],
        maxFileBytes: defaultSettings['footnote.index.maxFileBytes'],
        excludes: [],
    });
    const scan = await scanWorkspace(disk.roots, { maxFileBytes: defaultSettings['footnote.index.maxFileBytes'] });
    const read: SourceFile[] = [];
    for (const { path: file } of scan.files) {
        const outcome = await disk.readFromDisk(file);
        if (outcome.state === 'read') read.push({ path: file, text: outcome.text, hash: outcome.hash });
    }
    return read;
}

async function parseAll(take: (embeddedText: string) => void): Promise<void> {
    const waiting = files.values();
    const parseOneAfterAnother = async (): Promise<void> => {
        for (const file of waiting) for (const { embeddedText } of (await parser.parse(file)).chunks) take(embeddedText);
    };
    await Promise.all(Array.from({ length: concurrency * 4 }, parseOneAfterAnother));
}

async function timed(work: () => Promise<unknown>): Promise<StageTime> {
    const cpu = process.cpuUsage();
    const began = performance.now();
    await work();
    const wallMs = performance.now() - began;
    const { user, system } = process.cpuUsage(cpu);
    return { wallMs, cpuMs: (user + system) / 1000 };
}

function send(time: StageTime): void {
    process.send?.(time);
}

function fail(): never {
    throw new Error(`nothing to index in ${folder}`);
}
