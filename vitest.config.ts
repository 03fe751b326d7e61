import os from 'node:os';
import { defineConfig } from 'vitest/config';

/** The panel in a browser that runs this many times slower: see test/webview-ui/browser/panelPage.ts. */
const slowdown = Math.max(1, Number(process.env['FOOTNOTE_TEST_SLOWDOWN'] ?? 1) || 1);

/**
 * One configuration; the projects differ in where their tests run, and in what runs beside them. Most tests wait for something most of
 * the time, so two files at a time are right for two processors, where vitest by itself would take one.
 *
 * A browser has the machine to itself, and what failed there is tried once more: decision 0037.
 */
export default defineConfig({
    test: {
        testTimeout: 180_000,
        hookTimeout: 300_000,
        // Limits for what never ends; a whole index with a model takes seconds here and a minute where the machine does other things.
        // A second, which is what vitest waits by itself, is not long on a busy machine.
        expect: { poll: { timeout: 30_000 } },
        maxWorkers: Math.max(2, os.availableParallelism() - 1),
        projects: [
            {
                extends: true,
                test: {
                    name: 'node',
                    include: ['test/**/*.test.ts'],
                    exclude: ['test/webview-ui/**', 'test/vscode/**'],
                    environment: 'node',
                },
            },
            {
                extends: true,
                test: {
                    name: 'view',
                    include: ['test/webview-ui/**/*.test.ts'],
                    exclude: ['test/webview-ui/browser/**'],
                    environment: 'happy-dom',
                },
            },
            {
                extends: true,
                test: {
                    name: 'browser',
                    include: ['test/webview-ui/browser/**/*.test.ts'],
                    environment: 'node',
                    testTimeout: 180_000 * slowdown,
                    hookTimeout: 300_000 * slowdown,
                    retry: 1,
                    maxWorkers: 1,
                    sequence: { groupOrder: 1 },
                },
            },
        ],
    },
});
