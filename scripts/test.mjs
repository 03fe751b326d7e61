/**
 * `npm test`: every suite, one after the other, and one line at the end: `N passed, N failed, N skipped`.
 * What passed at its second try only is told by name before that line; what may be tried twice says decision 0037.
 *   node scripts/test.mjs [suite ...]      only these suites
 * A suite that cannot run here says SKIPPED with its reason; with CI=true only the skips of test/allowedSkips.json are allowed.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { ensureChromium } from './ensureChromium.mjs';
import { secondTriesIn } from './tellSecondTries.mjs';

const root = path.resolve(import.meta.dirname, '..');
const bin = name => path.join(root, 'node_modules/.bin', name);
const node = process.execPath;

/** Each suite prints what it did; `count` reads passed, failed and skipped from its output. */
const suites = {
    build: { command: [node, 'esbuild.mjs'], count: asOne },
    check: { command: [node, 'scripts/check.mjs'], count: closingLine },
    unit: {
        command: [
            bin('vitest'),
            'run',
            '--reporter=dot',
            '--reporter=./scripts/tellSecondTries.mjs',
            '--reporter=json',
            '--outputFile=out/vitest.json',
        ],
        count: vitestReport,
    },
    'in-host': { command: [node, 'scripts/testInHost.mjs'], count: closingLine },
    'end-to-end': { command: [node, 'scripts/testEndToEnd.mjs'], count: closingLine },
    package: { command: [node, 'scripts/testPackage.mjs'], count: closingLine },
};

// The view's tests come before those of the window, and want it as well; each suite says by itself what it misses.
ensureChromium();

const wanted = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };
const skips = [];
const secondTries = [];
for (const [name, { command, count }] of Object.entries(suites)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    console.log(`\n=== ${name}`);
    const began = performance.now();
    const { code, output } = await run(command);
    const counts = count(output, code);
    if (code !== 0 && counts.failed === 0) counts.failed = 1;
    for (const key of Object.keys(total)) total[key] += counts[key];
    for (const line of output.split('\n')) if (/\bSKIPPED\b/.test(line)) skips.push(`${name}: ${line.trim()}`);
    secondTries.push(...secondTriesIn(output).map(test => `${name}: ${test}`));
    console.log(
        `=== ${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped (${Math.round((performance.now() - began) / 1000)} s)`,
    );
}

if (process.env.CI) {
    const allowed = JSON.parse(readFileSync(path.join(root, 'test/allowedSkips.json'), 'utf8'));
    const surprising = skips.filter(skip => !allowed.some(({ contains }) => skip.includes(contains)));
    for (const skip of surprising) console.log(`Not an allowed skip: ${skip}`);
    total.failed += surprising.length;
}
for (const skip of skips) console.log(skip);
if (secondTries.length > 0)
    console.log(`${secondTries.length} passed at the second try:\n${secondTries.map(test => `  ${test}`).join('\n')}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

/** Runs to the end, showing the output as it comes and keeping it. */
function run([command, ...args]) {
    return new Promise((resolve, reject) => {
        const child = spawn(command, args, {
            cwd: root,
            stdio: ['ignore', 'pipe', 'pipe'],
            env: { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}` },
        });
        let output = '';
        for (const stream of [child.stdout, child.stderr]) {
            stream.setEncoding('utf8').on('data', text => {
                output += text;
                process.stdout.write(text);
            });
        }
        child.once('error', reject);
        child.once('close', code => resolve({ code: code ?? 1, output }));
    });
}

function asOne(_output, code) {
    return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/** The last line of the form `N passed, N failed, N skipped`. */
function closingLine(output, code) {
    const match = [...output.matchAll(/^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?\s*$/gm)].at(-1);
    if (!match) return { passed: 0, failed: code === 0 ? 0 : 1, skipped: 0 };
    return { passed: Number(match[1]), failed: Number(match[2]), skipped: Number(match[3] ?? 0) };
}

function vitestReport(_output, code) {
    try {
        const report = JSON.parse(readFileSync(path.join(root, 'out/vitest.json'), 'utf8'));
        return {
            passed: report.numPassedTests,
            failed: report.numFailedTests + (report.numFailedTestSuites > 0 && report.numFailedTests === 0 ? 1 : 0),
            skipped: report.numPendingTests + report.numTodoTests,
        };
    } catch (error) {
        console.log(`No report of vitest: ${error.message}`);
        return { passed: 0, failed: code === 0 ? 0 : 1, skipped: 0 };
    }
}
