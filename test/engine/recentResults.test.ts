import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Answer, AnswerEvent, Question } from '../../src/protocol/answer.ts';
import type { Engine } from '../../src/protocol/engineContract.ts';
import type { SearchResult } from '../../src/protocol/passage.ts';
import type { WorkspacePath } from '../../src/protocol/text.ts';
import { contentHash } from '../../src/engine/contentHash.ts';
import { NotedFiles, RecentResults } from '../../src/engine/recentResults.ts';
import { workspacePath } from '../../src/protocol/text.ts';
import { say, startModelServer } from '../doubles/modelServer.ts';
import { makeShop, openShop, shop as files, workspaceOf, type Shop } from './workspaceFolder.ts';

const VAT = workspacePath('src/vat.ts');
const question: Question = { text: 'Where is value added tax applied?' };

describe('what was asked before, over a folder', () => {
    let shop: Shop;
    let engine: Engine;

    beforeEach(async () => {
        shop = makeShop();
        engine = await openShop(shop);
        await engine.index('update');
    });
    afterEach(async () => {
        await engine.close(undefined);
        shop.dispose();
    });

    const caches = async () => (await engine.details()).caches;
    const search = (text = 'value added tax'): Promise<SearchResult> => engine.search({ text });
    const texts = ({ passages }: SearchResult): string => passages.map(({ text }) => text).join('\n');
    const ask = async (asked: Question = question): Promise<readonly AnswerEvent[]> => {
        const events: AnswerEvent[] = [];
        for await (const event of engine.ask(asked)) events.push(event);
        return events;
    };
    const timeless = (events: unknown): unknown =>
        JSON.parse(JSON.stringify(events, (name, value: unknown) => (name === 'tookMs' ? 0 : value)));
    const answerIn = (events: readonly AnswerEvent[]): Answer | undefined => {
        const last = events.at(-1);
        return last?.type === 'finished' ? last.answer : undefined;
    };

    test('the same search is found again, and another is not', async () => {
        const first = await search();
        expect(timeless(await search())).toEqual(timeless(first));
        await search('receipt by mail');
        await engine.search({ text: 'value added tax', folder: workspacePath('src') });
        expect((await caches()).searches).toEqual({ asked: 4, found: 1 });
    });

    test('the same question is answered word for word, with the same steps and marks', async () => {
        const first = await ask();
        expect(timeless(await ask())).toEqual(timeless(first));
        expect(answerIn(first)?.citations.length).toBeGreaterThan(0);
        await ask({ ...question, persona: 'Reviewer' });
        expect((await caches()).answers).toEqual({ asked: 3, found: 1 });
    });

    test('a file that has changed on the disk is read anew, although nobody has told of it yet', async () => {
        const vatLine = ({ passages }: SearchResult) => passages.find(({ path }) => path === VAT)?.range.startLine;
        const citedLines = (events: readonly AnswerEvent[]) => {
            const cited = answerIn(events)?.citations.filter(({ path }) => path === VAT) ?? [];
            return cited.map(({ range, state }) => `${range.startLine} ${state}`);
        };
        const line = vatLine(await search()) ?? 0;
        const cited = citedLines(await ask());
        expect(cited.length).toBeGreaterThan(0);
        shop.write(VAT, `// One line more.\n// And another.\n${files[VAT] ?? ''}`);
        expect(vatLine(await search())).toBe(line + 2);
        const now = citedLines(await ask());
        expect(now).not.toEqual(cited);
        expect(now.every(one => one.endsWith('verified'))).toBe(true);
        expect((await caches()).answers.found).toBe(0);
    });

    test('a file that is gone is found no more, with and without a word of it', async () => {
        await search();
        shop.remove(VAT);
        expect((await search()).files.map(({ path }) => path)).not.toContain(VAT);
        shop.write(VAT, 'export const VAT_PERCENT = 7;\n');
        await engine.filesChanged({ changed: [VAT], removed: [] });
        await expect.poll(async () => texts(await search())).toContain('VAT_PERCENT = 7');
    });

    test('what is typed and not saved ends it, and so does what comes to the index', async () => {
        await search('grossOfLuxury');
        await engine.editorChanged({ path: VAT, text: 'export function grossOfLuxury(net: number): number {\n    return net * 2;\n}\n' });
        await expect.poll(async () => texts(await search('grossOfLuxury'))).toContain('return net * 2');
        await search('surchargeOfHats');
        shop.write('src/hats.ts', 'export const surchargeOfHats = 3;\n');
        await engine.filesChanged({ changed: [workspacePath('src/hats.ts')], removed: [] });
        await expect.poll(async () => texts(await search('surchargeOfHats'))).toContain('surchargeOfHats = 3');
    });

    test('another way of answering is another question', async () => {
        await ask();
        const { settings } = workspaceOf(shop);
        const { answering } = settings;
        if (!answering) throw new Error('no way of answering is set');
        await engine.configure({ ...settings, answering: { ...answering, evidenceRounds: answering.evidenceRounds + 1 } });
        await ask();
        expect((await caches()).answers).toEqual({ asked: 2, found: 0 });
    });

    test('a model is asked each time', async () => {
        let asked = 0;
        const server = await startModelServer(response => {
            say(response, `Answer ${String(++asked)}: tax is added by \`applyVat\` [1].`);
        });
        try {
            const { settings } = workspaceOf(shop);
            const model = {
                provider: 'openai-compatible',
                baseUrl: server.baseUrl,
                model: 'm',
                apiKey: '',
                contextTokens: 16_000,
                firstWordSeconds: 10,
                idleSeconds: 10,
            } as const;
            await engine.configure({ ...settings, chatModel: model });
            const first = answerIn(await ask())?.text ?? '';
            const second = answerIn(await ask())?.text ?? '';
            expect([first.slice(0, 7), second.slice(0, 7)]).toEqual(['Answer ', 'Answer ']);
            expect(second).not.toBe(first);
            const { answers, searches } = await caches();
            expect(answers).toEqual({ asked: 0, found: 0 });
            // What it is given to read was looked for once.
            expect(searches.found).toBeGreaterThan(0);
        } finally {
            await server.close();
        }
    });
});

describe('results that are kept', () => {
    const disk = new Map<string, string>();
    const diskFiles = {
        read: (path: WorkspacePath) => {
            const text = disk.get(path);
            return Promise.resolve(text === undefined ? undefined : { text, hash: contentHash(text), isUnsaved: false });
        },
    };
    let state = 'a';
    const source = { state: () => state, files: diskFiles };
    const A = workspacePath('a');
    const keep = async (results: RecentResults<string>, key: string, value: string, paths: readonly WorkspacePath[] = []) => {
        const noted = new NotedFiles(diskFiles);
        for (const path of paths) await noted.read(path);
        results.keep(key, value, { reads: noted.reads, state, now: state });
    };
    const found = async (results: RecentResults<string>, key: string) => (await results.find(key, source))?.value;

    test('take no more than they may, and the one that was asked for longest ago goes first', async () => {
        const results = new RecentResults<string>(4_000);
        for (const key of ['one', 'two', 'three', 'four']) await keep(results, key, key.padEnd(450));
        expect(await found(results, 'one')).toBe('one'.padEnd(450));
        await keep(results, 'five', 'five'.padEnd(450));
        expect(await found(results, 'two')).toBeUndefined();
        expect(await found(results, 'one')).toBeDefined();
        await keep(results, 'huge', 'x'.repeat(3_000));
        expect(await found(results, 'huge')).toBeUndefined();
        expect(await found(results, 'five')).toBeDefined();
    });

    test('hold for files as they were read, even for one that was not there', async () => {
        const results = new RecentResults<string>(4_000);
        disk.clear();
        await keep(results, 'key', 'without a', [A]);
        expect(await found(results, 'key')).toBe('without a');
        disk.set('a', 'text');
        expect(await found(results, 'key')).toBeUndefined();
        await keep(results, 'key', 'with a', [A]);
        disk.set('a', 'other text');
        expect(await found(results, 'key')).toBeUndefined();
    });

    test('are none where the index, or a file, changed while one was made', async () => {
        const results = new RecentResults<string>(4_000);
        results.keep('key', 'value', { reads: new Map(), state: 'before', now: 'after' });
        expect(await found(results, 'key')).toBeUndefined();
        const noted = new NotedFiles(diskFiles);
        disk.set('a', 'one');
        await noted.read(A);
        disk.set('a', 'two');
        await noted.read(A);
        results.keep('key', 'value', { reads: noted.reads, state, now: state });
        expect(await found(results, 'key')).toBeUndefined();
        await keep(results, 'key', 'value');
        state = 'b';
        expect(await found(results, 'key')).toBeUndefined();
    });
});
