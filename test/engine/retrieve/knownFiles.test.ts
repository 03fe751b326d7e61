import { describe, expect, test } from 'vitest';
import type { FileKind } from '../../../src/protocol/code.ts';
import type { Ranking } from '../../../src/engine/retrieve/ranking.ts';
import { fuseRankings } from '../../../src/engine/retrieve/fuseRankings.ts';
import { certainly } from '../../../src/engine/retrieve/intent.ts';
import { wordsForKnownFile } from '../../../src/engine/retrieve/knownFiles.ts';
import type { WorkspacePath } from '../../../src/protocol/text.ts';
import { workspacePath } from '../../../src/protocol/text.ts';

describe('the words with which people ask for files of a conventional name', () => {
    has('.github/dependabot.yml', 'bump');
    has('.github/renovate.json5', 'bot');
    has('packages/core/.eslintrc.cjs', 'warn', 'eslint');
    has('.prettierrc.json', 'comma', 'prettier');
    has('Dockerfile', 'imag', 'docker');
    has('tsconfig.build.json', 'target');
    has('CHANGELOG.md', 'releas');
    has('.github/workflows/ci.yml', 'job');

    test('other files have none', () => {
        for (const path of ['src/cart.ts', 'docs/guide/carts.md', 'src/changelogWriter.ts']) expect(wordsForKnownFile(path)).toEqual([]);
    });

    function has(path: string, ...terms: readonly string[]): void {
        test(path, () => expect(wordsForKnownFile(path)).toEqual(expect.arrayContaining([...terms])));
    }
});

describe('in the order of files', () => {
    const renovate = workspacePath('.github/renovate.json5');
    const kindOf = (path: string): FileKind => (path === renovate ? 'build' : 'code');
    const words: Ranking = { signal: 'words', floor: 0, files: new Map([[workspacePath('update.ts'), 3]]) };
    const conventional = new Map<WorkspacePath, readonly string[]>([[renovate, ['bot', 'updates']]]);

    test('a settings file without a word of the question is found by its name', () => {
        const wants = { ...certainly('config'), config: 0.9, code: 0.1 };
        const [first, second] = fuseRankings([words], { wants, kindOf, conventional });
        expect([first?.path, second?.path]).toContain(renovate);
        const reason = [first, second].find(file => file?.path === renovate)?.origins[0];
        expect(reason?.detail).toContain('by its name is where bot, updates is usually found');
    });
    test('one of its kind is pulled up further than one of forty that answer to the same words', () => {
        const wants = { ...certainly('config'), config: 0.9, code: 0.1 };
        const alike = Array.from({ length: 40 }, (_, nth) => workspacePath(`packages/${String(nth)}/package.json`));
        const everything = new Map([...conventional, ...alike.map(path => [path, ['updates', 'engine']] as const)]);
        const ranked = fuseRankings([words], { wants, kindOf: () => 'build', conventional: everything });
        const pullOf = (path: string) =>
            ranked.find(file => file.path === path)?.origins.find(({ signal }) => signal === 'kind')?.contribution ?? 0;
        expect(pullOf(renovate)).toBeGreaterThan(pullOf('packages/7/package.json') + 0.5);
    });
    test('it does not stand among code where code is wanted', () => {
        expect(fuseRankings([words], { wants: certainly('code'), kindOf, conventional }).map(({ path }) => path)).toEqual(['update.ts']);
    });
});
