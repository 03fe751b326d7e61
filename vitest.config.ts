import { defineConfig } from 'vitest/config';

/** One configuration; the projects differ in where their tests run. */
export default defineConfig({
    test: {
        testTimeout: 60_000,
        hookTimeout: 120_000,
        projects: [
            { extends: true, test: { name: 'node', include: ['test/**/*.test.ts'], exclude: ['test/webview-ui/**', 'test/vscode/**'], environment: 'node' } },
            { extends: true, test: { name: 'view', include: ['test/webview-ui/**/*.test.ts'], environment: 'happy-dom' } },
        ],
    },
});
