import { beforeAll, describe, expect, test } from 'vitest';
import type { Passage, Query, SearchResult } from '../../../src/protocol/passage.ts';
import type { RetrievalPorts } from '../../../src/engine/retrieve/retrievalPorts.ts';
import type { IndexedFixture } from './indexedFixture.ts';
import { contentHash } from '../../../src/engine/contentHash.ts';
import { retrieve } from '../../../src/engine/retrieve/retrieve.ts';
import { placeLabel, workspacePath } from '../../../src/protocol/text.ts';
import { indexedFixture } from './indexedFixture.ts';

const filler = (name: string): string =>
    Array.from({ length: 14 }, (_, n) => `export function ${name}Step${n}(value: number): number {\n    return value + ${n};\n}\n`).join(
        '\n',
    );

const texts = {
    'src/build/retry.ts': `import { delay } from './delay.ts';

/** Runs a failed build again, at most \`limit\` times, and waits longer before each attempt. */
export async function retryBuild(build: () => Promise<void>, limit: number): Promise<void> {
    for (let attempt = 1; ; attempt++) {
        try {
            await build();
            return;
        } catch (error) {
            if (attempt === limit) throw error;
            await delay(2 ** attempt);
        }
    }
}
`,
    'src/build/delay.ts': `/** Waits for so many seconds. */\nexport function delay(seconds: number): Promise<void> {\n    return new Promise(resolve => setTimeout(resolve, seconds * 1000));\n}\n`,
    'src/config/load.ts': `/** Reads the settings of a project from its configuration file. */\nexport function loadSettings(file: string): Settings {\n    return parse(readFileSync(file, 'utf8'));\n}\n\n${filler('config')}`,
    'test/retry.test.ts': `import { retryBuild } from '../src/build/retry.ts';\n\ntest('a failed build is retried until the limit', async () => {\n    await expect(retryBuild(failing, 3)).rejects.toThrow();\n    // retry build limit attempt failed build retry\n});\n`,
    'docs/retry.md': `# Retrying builds\n\nA failed build is retried. Set the limit of attempts with \`build.retries\`.\n`,
    'src/other/shapes.ts': filler('shape'),
};

describe('a question over a small workspace', () => {
    let fixture: IndexedFixture;
    beforeAll(async () => {
        fixture = await indexedFixture(texts);
    });
    const ask = (text: string, query: Partial<Query> = {}, ports: Partial<RetrievalPorts> = {}): Promise<SearchResult> =>
        retrieve({ text, ...query }, { ...fixture.ports, ...ports });

    check('by words', 'how is a failed build retried', 'src/build/retry.ts');
    check('by a name', 'retryBuild', 'src/build/retry.ts');
    check('by meaning, without a word in common', 'asynchronous sleep timer', 'src/build/delay.ts');
    check('tests when they are wanted', 'where are the tests for retrying a build', 'test/retry.test.ts');
    check('documents when they are wanted', 'where is retrying a build documented', 'docs/retry.md');
    check('by a path', 'src/config/load.ts', 'src/config/load.ts');

    function check(rule: string, question: string, expected: string): void {
        test(`finds the file ${rule}`, async () => {
            const { files, passages } = await ask(question);
            expect(files[0]?.path).toBe(expected);
            expect(passages[0]?.path).toBe(expected);
        });
    }

    test('a passage is the whole definition with its doc comment, with the lines as they stand and their hash', async () => {
        const { passages } = await ask('which attempt throws the error of the build');
        const [first] = passages;
        expect(first && placeLabel(first)).toBe('src/build/retry.ts:1-14');
        expect(first?.symbol).toEqual({ name: 'retryBuild', kind: 'function', container: '' });
        expect(first?.text).toBe(texts['src/build/retry.ts'].split('\n').slice(0, 14).join('\n'));
        expect(first?.hash).toBe(contentHash(first?.text ?? ''));
    });

    test('every passage says why it was found', async () => {
        const { passages } = await ask('how is a failed build retried');
        expect(passages[0]?.origins.map(({ signal }) => signal)).toEqual(expect.arrayContaining(['words', 'meaning']));
        for (const { origins } of passages) expect(origins.every(({ detail }) => detail !== undefined && detail !== '')).toBe(true);
    });

    test('passages of one file do not overlap, and there are at most three', async () => {
        const { passages } = await ask('step value number shape config', { limit: 50 });
        for (const own of Map.groupBy(passages, ({ path }) => path).values()) {
            expect(own.length).toBeLessThanOrEqual(3);
            const ordered = [...own].sort((a, b) => a.range.startLine - b.range.startLine);
            for (const [nth, passage] of ordered.entries()) {
                expect(passage.range.startLine).toBeGreaterThan(ordered[nth - 1]?.range.endLine ?? 0);
            }
        }
    });

    test('a limit holds for files and passages alike', async () => {
        const { files, passages } = await ask('build', { limit: 2 });
        expect(files).toHaveLength(2);
        expect(passages.length).toBeLessThanOrEqual(2);
    });

    test('a folder is a fence', async () => {
        const { files, passages } = await ask('how is a failed build retried', { folder: workspacePath('docs') });
        expect([...files, ...passages].map(({ path }) => path)).toEqual(['docs/retry.md', 'docs/retry.md']);
    });

    test('coverage says how many files were searched', async () => {
        expect((await ask('build')).coverage).toEqual({
            searchedFiles: 6,
            totalFiles: 6,
            skippedFiles: 0,
            isPartial: false,
            hasMeaning: true,
        });
    });

    test('without a model words, paths and names answer alone, and the coverage says so', async () => {
        const { files, coverage } = await ask('how is a failed build retried', {}, { embedder: undefined });
        expect(files[0]?.path).toBe('src/build/retry.ts');
        expect(coverage.hasMeaning).toBe(false);
    });

    test('a failing model does not fail the search', async () => {
        const failing = { ...fixture.ports.store, searchMeaning: () => Promise.reject(new Error('no vectors today')) };
        const { files, coverage } = await ask('how is a failed build retried', {}, { store: failing });
        expect(files[0]?.path).toBe('src/build/retry.ts');
        expect(coverage.hasMeaning).toBe(false);
    });

    test('an aborted search stops with an abort', async () => {
        const controller = new AbortController();
        controller.abort();
        await expect(retrieve({ text: 'build' }, fixture.ports, { signal: controller.signal })).rejects.toThrow(/abort/i);
    });

    test('a question of small talk finds by meaning or not at all, without failing', async () => {
        expect((await ask('what is this')).passages).toBeInstanceOf(Array);
        expect((await ask('')).files).toEqual([]);
    });
});

describe('files that changed behind the index', () => {
    test('a file that is gone is in no list', async () => {
        const { ports, disk } = await indexedFixture(texts);
        disk.delete('src/build/retry.ts');
        const { files, passages } = await retrieve({ text: 'how is a failed build retried' }, ports);
        expect([...files, ...passages].map(({ path }) => path)).not.toContain('src/build/retry.ts');
        expect(files.length).toBeGreaterThan(0);
    });

    test('lines that were pushed down are shown where they are now', async () => {
        const { ports, disk } = await indexedFixture(texts);
        disk.set('src/build/retry.ts', `// one\n// two\n${texts['src/build/retry.ts']}`);
        const passage = await firstOf(ports, 'src/build/retry.ts');
        expect(passage && placeLabel(passage)).toBe('src/build/retry.ts:3-16');
        expect(passage?.text.split('\n')[0]).toBe("import { delay } from './delay.ts';");
    });

    test('lines that no longer stand there are not shown', async () => {
        const { ports, disk } = await indexedFixture(texts);
        disk.set('src/build/retry.ts', 'export const nothing = 0;\n');
        expect(await firstOf(ports, 'src/build/retry.ts')).toBeUndefined();
    });

    async function firstOf(ports: RetrievalPorts, path: string): Promise<Passage | undefined> {
        return (await retrieve({ text: 'how is a failed build retried' }, ports)).passages.find(passage => passage.path === path);
    }
});
