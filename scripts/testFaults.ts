/**
 * `npm run test:faults`: every fault of reliability.md, section 5, that concerns the index, injected for real with the counts of the document.
 *   node scripts/testFaults.ts [--small] [F1 ...]      only these rows; with the counts of a build
 * Prints a table, and writes it to docs/faults.md when all rows ran in full. Exits with 1 when a promise was broken.
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
const wanted = args.filter(arg => arg.startsWith('F'));
const rows = faultRows.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
const lines: Line[] = [];
for (const row of rows) {
    const startedAt = performance.now();
    const line = await runRow(row, startedAt);
    lines.push(line);
    console.log(tableRow(line));
}
const broken = lines.filter(({ result }) => result === 'BROKEN').length;
const skipped = lines.filter(({ result }) => result === 'SKIPPED').length;
if (isFull && wanted.length === 0) writeReport();
console.log(`${String(lines.length - broken - skipped)} passed, ${String(broken)} failed, ${String(skipped)} skipped`);
process.exit(broken === 0 ? 0 : 1);

async function runRow(row: FaultRow, startedAt: number): Promise<Line> {
    try {
        const outcome = await row.run(isFull);
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

/** The table goes between two marks of the page; what stands around it is written by people. */
function writeReport(): void {
    const page = path.resolve(import.meta.dirname, '../docs/faults.md');
    const [begin, end] = ['<!-- faults -->', '<!-- /faults -->'];
    const text = readFileSync(page, 'utf8');
    const table = [
        '| Row | Fault | Injected | Repeats | Seen | Worst time | Result | Took |',
        '| --- | --- | --- | --- | --- | --- | --- | --- |',
        ...lines.map(tableRow),
    ].join('\n');
    const where = `${os.platform()} ${os.arch()}, ${String(os.availableParallelism())} cores, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}.`;
    const [before = ''] = text.split(begin);
    const after = text.split(end)[1] ?? '\n';
    writeFileSync(page, `${before}${begin}\n${where}\n\n${table}\n${end}${after}`);
}
