/**
 * `npm run test:faults`: every fault of reliability.md, section 5, that concerns the index, injected for real with the counts of the document.
 *   node scripts/testFaults.ts [--small] [--dry] [--minutes 30] [F1 ...]      only these rows; with the counts of a build
 * With --minutes, F1 and F6 repeat no longer than that each, and the table has the number there was.
 * Prints a table, and puts the rows into that of docs/faults.md (not with --dry). Exits with 1 when a promise was broken.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { faultRows } from '../test/faults/faultRows.ts';
import type { FaultOutcome, FaultRow } from '../test/faults/faultRow.ts';

interface Line {
    readonly row: FaultRow;
    readonly result: 'held' | 'SKIPPED' | 'BROKEN';
    readonly outcome: FaultOutcome | undefined;
    readonly tookMs: number;
}

const args = process.argv.slice(2);
const isFull = !args.includes('--small');
const minutes = args.includes('--minutes') ? Number(args[args.indexOf('--minutes') + 1]) : Infinity;
const wanted = args.filter(arg => arg.startsWith('F'));
const rows = faultRows.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
const lines: Line[] = [];
for (const row of rows) {
    const startedAt = performance.now();
    const line = await runRow(row, startedAt);
    lines.push(line);
    console.log(tableRow(line));
    // After each: a run of all rows takes hours, and what is known by then should not be lost with it.
    if (!args.includes('--dry')) writeReport();
}
const broken = lines.filter(({ result }) => result === 'BROKEN').length;
const skipped = lines.filter(({ result }) => result === 'SKIPPED').length;
console.log(`${String(lines.length - broken - skipped)} passed, ${String(broken)} failed, ${String(skipped)} skipped`);
process.exit(broken === 0 ? 0 : 1);

async function runRow(row: FaultRow, startedAt: number): Promise<Line> {
    try {
        const outcome = await row.run(isFull, () => performance.now() - startedAt < minutes * 60_000);
        const result = 'skipped' in outcome ? 'SKIPPED' : 'held';
        return { row, result, outcome, tookMs: performance.now() - startedAt };
    } catch (error) {
        console.error(`${row.id}:`, error);
        return { row, result: 'BROKEN', outcome: undefined, tookMs: performance.now() - startedAt };
    }
}

function tableRow({ row, result, outcome, tookMs }: Line): string {
    const held = outcome && 'repeats' in outcome ? outcome : undefined;
    const said = held?.seen ?? (outcome && 'skipped' in outcome ? outcome.skipped : 'see the output');
    const worst = held?.worstMs === undefined ? '' : `${(held.worstMs / 1000).toFixed(2)} s`;
    const cells = [row.id, row.fault, row.injected, String(held?.repeats ?? ''), said, worst, result, `${(tookMs / 1000).toFixed(0)} s`];
    return `| ${cells.join(' | ')} |`;
}

/** The rows that were run replace their lines between two marks of the page; what stands around them is written by people. */
function writeReport(): void {
    const page = path.resolve(import.meta.dirname, '../docs/faults.md');
    const [begin, end] = ['<!-- faults -->', '<!-- /faults -->'];
    const text = readFileSync(page, 'utf8');
    const [before = '', inside = '', after = '\n'] = text.split(/<!-- \/?faults -->/);
    const kept = new Map(inside.split('\n').flatMap(line => (/^\| F\d/.test(line) ? [[/F\d+/.exec(line)?.[0] ?? '', line] as const] : [])));
    for (const line of lines) kept.set(line.row.id, tableRow(line));
    const sorted = [...kept].sort(([one], [other]) => Number(one.slice(1)) - Number(other.slice(1)));
    const where = `${os.platform()} ${os.arch()}, ${String(os.availableParallelism())} cores, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}.`;
    const head = [
        '| Row | Fault | Injected | Repeats | Seen | Worst time | Result | Took |',
        '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ];
    const table = [where, '', ...head, ...sorted.map(([, line]) => line)].join('\n');
    writeFileSync(page, `${before}${begin}\n${table}\n${end}${after}`);
}
