import { createRequire } from 'node:module';
import path from 'node:path';
import { cruise, type ICruiseOptions } from 'dependency-cruiser';
import { describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const { forbidden, options } = createRequire(import.meta.url)(path.join(root, '.dependency-cruiser.cjs')) as {
    forbidden: NonNullable<NonNullable<ICruiseOptions['ruleSet']>['forbidden']>;
    options: ICruiseOptions;
};

async function cruiseSources(extraRules: typeof forbidden = []) {
    const reply = await cruise(['src', 'webview-ui'], {
        ...options,
        baseDir: root,
        validate: true,
        ruleSet: { forbidden: [...forbidden, ...extraRules] },
    });
    if (typeof reply.output === 'string') throw new Error('expected a result, not a report');
    return reply.output;
}

describe('layers', () => {
    test('arrows only point down', async () => {
        const { modules, summary } = await cruiseSources();
        // With a TypeScript that it cannot load the cruiser sees nothing and reports success.
        const ours = modules.filter(({ source }) => /^(src|webview-ui)\/.*\.ts$/.test(source));
        expect(ours.length).toBeGreaterThan(80);
        expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
    });

    test('the net would catch a wrong arrow', async () => {
        const { summary } = await cruiseSources([
            { name: 'nobody knows the protocol', severity: 'error', from: { path: '^src/engine/' }, to: { path: '^src/protocol/' } },
        ]);
        expect(summary.violations.length).toBeGreaterThan(10);
    });
});
