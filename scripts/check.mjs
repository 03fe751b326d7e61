/** `npm run check`: the fast net before every commit: types, lint, formatting, layers, manifest. Prints `N passed, N failed`. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { performance } from 'node:perf_hooks';

const root = path.resolve(import.meta.dirname, '..');
const bin = name => path.join(root, 'node_modules/.bin', name);

const steps = [
    ['types of each layer', bin('tsc'), ['-b']],
    ['types of scripts', bin('tsc'), ['-p', 'scripts']],
    ['types of tests', bin('tsc'), ['-p', 'test']],
    ['lint', bin('eslint'), ['--cache', '--cache-location', 'out/eslint/', 'src', 'webview-ui', 'scripts', 'test']],
    [
        'formatting',
        bin('prettier'),
        [
            '--check',
            '--log-level',
            'warn',
            'src/**/*.ts',
            'webview-ui/**/*.{ts,css}',
            'scripts/**/*.{ts,mjs}',
            'test/**/*.ts',
            '*.mjs',
            '!test/fixtures',
        ],
    ],
    [
        'architecture',
        bin('vitest'),
        [
            'run',
            '--project',
            'node',
            '--reporter=dot',
            'test/architecture/layers.test.ts',
            'test/architecture/manifest.test.ts',
            'test/architecture/translations.test.ts',
        ],
    ],
];

let failed = 0;
for (const [name, command, args] of steps) {
    const began = performance.now();
    const { status, stdout, stderr } = spawnSync(command, args, {
        cwd: root,
        encoding: 'utf8',
        env: { ...process.env, PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH}` },
    });
    const ok = status === 0;
    if (!ok) {
        failed++;
        process.stdout.write(stdout + stderr);
    }
    console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
}
console.log(`${steps.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
