/** How often the rules for secrets hit what is none, in whole repositories of others: FOOTNOTE_TREES names a folder that holds some. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { redactText } from '../../../src/engine/redact/redactText.ts';

const trees = process.env['FOOTNOTE_TREES'] ?? '';
if (trees === '') console.log('SKIPPED: false hits in repositories of others: FOOTNOTE_TREES names no folder of them');

/** What the index leaves out by size is not sent either. */
const MOST_BYTES = 1024 * 1024;

/** Paths that say of themselves that what stands there is made up. */
const MADE_UP = /(^|[/._-])(tests?|testdata|fixtures?|examples?|specs?|mocks?|docs?|documentation)([/._-]|$)/i;

it.skipIf(trees === '')(
    'one line in ten thousand at most, of repositories as they are',
    async () => {
        const report: string[] = [];
        for (const name of readdirSync(trees).filter(
            entry => existsSync(path.join(trees, entry)) && statSync(path.join(trees, entry)).isDirectory(),
        )) {
            const folder = path.join(trees, name);
            const counts = { lines: 0, hits: 0, madeUp: 0 };
            const found: string[] = [];
            for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
                const file = path.join(entry.parentPath, entry.name);
                const relative = path.relative(folder, file);
                if (!entry.isFile() || /(^|\/)(\.git|node_modules)\//.test(relative) || statSync(file).size > MOST_BYTES) continue;
                const bytes = readFileSync(file);
                if (bytes.includes(0)) continue;
                const text = bytes.toString();
                const { secrets } = await redactText(text);
                const lines = text.split('\n');
                counts.lines += lines.length;
                for (const { kind, startLine } of secrets) {
                    if (MADE_UP.test(relative)) counts.madeUp++;
                    else {
                        counts.hits++;
                        found.push(`${relative}:${startLine} ${kind} ${(lines[startLine - 1] ?? '').trim().slice(0, 100)}`);
                    }
                }
            }
            report.push(
                `${name}: ${counts.lines} lines, ${counts.hits} hits, ${counts.madeUp} more in tests, examples and documentation`,
                ...found.slice(0, 40),
            );
            expect((counts.hits * 10_000) / counts.lines, `${name}\n${found.join('\n')}`).toBeLessThanOrEqual(1);
        }
        console.log(report.join('\n'));
        expect(report.length).toBeGreaterThan(0);
    },
    600_000,
);
