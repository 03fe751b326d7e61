import { beforeAll, describe, expect, it } from 'vitest';
import type { Query } from '../../../src/protocol/passage.ts';
import type { IndexedFixture } from './indexedFixture.ts';
import { retrieve } from '../../../src/engine/retrieve/retrieve.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { indexedFixture } from './indexedFixture.ts';

let fixture: IndexedFixture;

beforeAll(async () => {
    const retry = 'export function retryBuild() { return retry(build); }\n';
    fixture = await indexedFixture({
        'src/build/retry.ts': retry,
        'src/other/retry.ts': retry.replace('retryBuild', 'retryOther'),
        'src/build/retry.test.ts': "test('retry of the build', () => retryBuild());\n",
        'tools/retry.py': 'def retry_build():\n    return retry(build)\n',
        'docs/retry.md': '# Retry of the build\n\nThe build is retried twice.\n',
        'docs/PRD.md': '# Requirements\n\nBuilds are retried, because networks fail.\n',
        'config/build.yaml': 'build:\n  retry: 2\n',
    });
});

const found = async (query: Omit<Query, 'text'>, text = 'retry build'): Promise<readonly string[]> =>
    (await retrieve({ text, ...query }, fixture.ports)).files.map(({ path }) => path);

describe('only what is in scope is found', () => {
    const check = (name: string, query: Omit<Query, 'text'>, expected: readonly string[]): void => {
        it(name, async () => {
            expect([...(await found(query))].sort()).toEqual([...expected].sort());
        });
    };
    check('documentation', { kinds: ['docs'] }, ['docs/PRD.md', 'docs/retry.md']);
    check('configuration', { kinds: ['config'] }, ['config/build.yaml']);
    check('tests', { kinds: ['test'] }, ['src/build/retry.test.ts']);
    check('a language', { languages: ['python'] }, ['tools/retry.py']);
    check('a pattern with folders', { glob: 'src/build/**' }, ['src/build/retry.ts', 'src/build/retry.test.ts']);
    check('a pattern of names', { glob: '*.md' }, ['docs/PRD.md', 'docs/retry.md']);
    check('a kind in a folder', { kinds: ['code'], folder: workspacePath('src') }, ['src/build/retry.ts', 'src/other/retry.ts']);
    check('nothing where nothing fits', { glob: 'nowhere/**' }, []);
});

it('of two files alike, the one that is open in the editor comes first', async () => {
    const alike = ['src/build/retry.ts', 'src/other/retry.ts'];
    const first = async (query: Omit<Query, 'text'>): Promise<string | undefined> =>
        (await found(query, 'where is retry')).find(path => alike.includes(path));
    const without = await first({});
    const other = workspacePath(alike.find(path => path !== without) ?? '');
    expect(await first({ near: [other] })).toBe(other);
});

it('what the project is for is asked of its requirements', async () => {
    expect((await found({}, 'what is the scope of this project?'))[0]).toBe('docs/PRD.md');
});

it('a document that is named is found, although code is what the words ask for', async () => {
    expect((await found({}, 'how does retry.md tell what is retried')).slice(0, 3)).toContain('docs/retry.md');
});
