/**
 * `npm run bench -- <folder> [--copies N] [--queries file.jsonl] [--out report.md]`
 *
 * Speed and memory of the real engine on a folder, each figure beside a baseline of the same run: parse alone and embed alone for indexing,
 * ripgrep for queries. `--copies N` measures N copies of the folder under new paths. Times of a noisy machine: compare, do not quote.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { measureStage, type StageTime } from './bench/baselines.ts';
import { measureEngine, type EngineFigures } from './bench/engineFigures.ts';
import { measureRipgrep } from './bench/ripgrep.ts';
import { readQueries } from './bench/queries.ts';
import { mega, ms, ratio, seconds, table, type QueryTimes } from './bench/report.ts';

const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { copies: { type: 'string', default: '1' }, queries: { type: 'string' }, out: { type: 'string' } },
});
const root = path.resolve(import.meta.dirname, '..');
const given = path.resolve(positionals[0] ?? root);
const scratch = mkdtempSync(path.join(os.tmpdir(), 'footnote-bench-'));

try {
    const folder = copies(given, Number(values.copies));
    const queries = readQueries(values.queries ?? path.join(root, 'test/retrieval/pack/queries.jsonl'));
    console.error(`Benchmark of ${folder} with ${queries.length} queries`);
    const engine = await measureEngine({ root, folder, dataDir: path.join(scratch, 'data'), queries });
    const parse = await measureStage('parse', { root, folder });
    const embed = await measureStage('embed', { root, folder });
    const transformers = await measureStage('embed-transformers', { root, folder });
    const ripgrep = measureRipgrep(folder, queries);
    const report = render(engine, { parse, embed, transformers }, ripgrep);
    console.log(report);
    if (values.out !== undefined) writeFileSync(values.out, `${report}\n`);
} finally {
    rmSync(scratch, { recursive: true, force: true });
}

function copies(of: string, count: number): string {
    if (count === 1) return of;
    const target = path.join(scratch, path.basename(of));
    for (let n = 1; n <= count; n++) {
        mkdirSync(path.join(target, `copy${n}`), { recursive: true });
        cpSync(of, path.join(target, `copy${n}`), { recursive: true, filter: file => !/(^|\/)(\.git|node_modules)$/.test(file) });
    }
    return target;
}

function render(
    engine: EngineFigures,
    { parse, embed, transformers }: Readonly<Record<'parse' | 'embed' | 'transformers', StageTime>>,
    ripgrep: QueryTimes,
): string {
    const { report } = engine;
    const ratios = (floor: StageTime): string =>
        `${ratio(engine.coldWallMs, parse.wallMs + floor.wallMs)}, ${ratio(engine.coldCpuMs, parse.cpuMs + floor.cpuMs)}`;
    return [
        `## ${path.basename(given)}${values.copies === '1' ? '' : ` x ${values.copies}`}`,
        '',
        `${os.cpus().length} cores (${os.cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(os.totalmem() / 2 ** 30)} GB, ${os.type()} ${os.release()}, Node ${process.version}.`,
        `${report.counts.indexed} files indexed, ${report.counts.skipped} skipped, ${report.lines} lines, ${mega(report.bytes)} of text, ${report.counts.chunks} chunks.`,
        '',
        table(
            ['cold index', 'wall', 'CPU', 'Footnote beside parse + this (wall, CPU)'],
            [
                ['Footnote', seconds(engine.coldWallMs), seconds(engine.coldCpuMs), ''],
                ['baseline: parse alone', seconds(parse.wallMs), seconds(parse.cpuMs), ''],
                [
                    'baseline: embed alone, by transformers.js',
                    seconds(transformers.wallMs),
                    seconds(transformers.cpuMs),
                    ratios(transformers),
                ],
                ['baseline: embed alone, as Footnote does', seconds(embed.wallMs), seconds(embed.cpuMs), ratios(embed)],
                ...Object.entries(report.stagesMs).map(([stage, ms]) => [`stage: ${stage}`, seconds(ms), '', '']),
                ['again, nothing changed', seconds(engine.againWallMs), '', ''],
                ['rebuild, vectors cached', seconds(engine.rebuildWallMs), '', ''],
            ],
        ),
        '',
        table(
            ['memory and disk', 'figure'],
            [
                ['peak resident while indexing', mega(engine.peakBytes)],
                ['serving, after all queries', mega(engine.servingBytes)],
                ['index on disk', `${mega(engine.indexBytes)} (${ratio(engine.indexBytes, report.bytes)} of the text)`],
                ['embedding cache on disk', `${mega(engine.cacheBytes)} (${ratio(engine.cacheBytes, report.bytes)} of the text)`],
            ],
        ),
        '',
        table(
            ['times', 'p50', 'p95', 'n'],
            [
                ['save to searchable', ms(engine.saves.p50), ms(engine.saves.p95), String(engine.saves.n)],
                ['the first save of a session, right after its first answer', ms(engine.firstSaveMs.atOnce), '', '1'],
                ['the first save of a session, after the questions', ms(engine.firstSaveMs.later), '', '1'],
                [
                    'query, first pass after opening',
                    `${engine.cold.p50.toFixed(0)} ms`,
                    `${engine.cold.p95.toFixed(0)} ms`,
                    String(engine.cold.n),
                ],
                ['query, warm', `${engine.warm.p50.toFixed(0)} ms`, `${engine.warm.p95.toFixed(0)} ms`, String(engine.warm.n)],
                ['baseline: ripgrep, same words', `${ripgrep.p50.toFixed(0)} ms`, `${ripgrep.p95.toFixed(0)} ms`, String(ripgrep.n)],
                ['ratio of warm query to ripgrep', ratio(engine.warm.p50, ripgrep.p50), ratio(engine.warm.p95, ripgrep.p95), ''],
                ['start of the process to the first answer, checked (indexed)', ms(engine.openToFirstAnswerMs), '', '1'],
            ],
        ),
        '',
        table(
            ['the editor is left alone', 'figure'],
            [
                [
                    "delay of the host's event loop while everything is indexed",
                    `p99 ${ms(engine.hostLoop.p99)}, at most ${ms(engine.hostLoop.max)}`,
                ],
                [
                    `idle for ${engine.idle.seconds} s`,
                    `${((engine.idle.cpuMs / engine.idle.seconds / 1000) * 100).toFixed(2)} % of a core, ${engine.idle.writtenBytes} bytes written in ${engine.idle.writes} calls`,
                ],
            ],
        ),
    ].join('\n');
}
