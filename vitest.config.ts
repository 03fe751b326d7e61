import { defineConfig } from 'vitest/config';

/** The panel in a browser that runs this many times slower: see test/webview-ui/browser/panelPage.ts. */
const slowdown = Math.max(1, Number(process.env['FOOTNOTE_TEST_SLOWDOWN'] ?? 1) || 1);

/** One configuration; the projects differ in where their tests run. */
export default defineConfig({
    test: {
        testTimeout: 60_000,
        hookTimeout: 120_000,
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
                    environment: 'happy-dom',
                    testTimeout: 120_000 * slowdown,
                    hookTimeout: 120_000 * slowdown,
                },
            },
        ],
    },
});
