/** Two windows on one folder: the one that does not hold the index lends its own editor's model to the one that does. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { silentLogger } from '../../src/engine/log.ts';
import type { Answer } from '../../src/protocol/answer.ts';
import type { Engine, EngineOptions } from '../../src/protocol/engineContract.ts';
import { fail } from '../../src/protocol/failure.ts';
import type { Host, LentPrompt } from '../../src/protocol/hostContract.ts';
import { answerOf, makeShop, workspaceOf, type Shop } from './workspaceFolder.ts';

let shop: Shop;
const engines: Engine[] = [];

beforeEach(() => {
    shop = makeShop();
});
afterEach(async () => {
    for (const engine of engines.splice(0)) await engine.close(undefined);
    shop.dispose();
});

/** The editor of one window: which models it has, and what they were asked. */
class Editor implements Host {
    readonly asked: LentPrompt[] = [];
    isStopped = false;
    readonly #models: Readonly<Record<string, (signal: AbortSignal | undefined) => AsyncIterable<string>>>;

    constructor(models: Readonly<Record<string, (signal: AbortSignal | undefined) => AsyncIterable<string>>>) {
        this.#models = models;
    }

    describeModel = async (model: string) => {
        if (!(model in this.#models)) fail({ kind: 'lent-model', model, reason: 'missing', detail: '' });
        return { model, name: model, maxInputTokens: 8_000 };
    };

    countTokens = async ({ text }: { readonly text: string }) => Math.ceil(text.length / 4);

    referencesTo: Host['referencesTo'] = async () => undefined;

    generate = (prompt: LentPrompt, options?: { readonly signal?: AbortSignal }): AsyncIterable<string> => {
        this.asked.push(prompt);
        options?.signal?.addEventListener('abort', () => (this.isStopped = true));
        return (
            this.#models[prompt.model]?.(options?.signal) ??
            fail({ kind: 'lent-model', model: prompt.model, reason: 'missing', detail: '' })
        );
    };
}

async function* says(...pieces: readonly string[]): AsyncIterable<string> {
    yield* pieces;
}

async function openWindow(editor: Editor | undefined, chatModel: EngineOptions['chatModel']): Promise<Engine> {
    const engine = createEngine({ log: silentLogger, ...(editor ? { host: editor } : {}) });
    engines.push(engine);
    const workspace = workspaceOf(shop);
    await engine.open({ ...workspace, settings: { ...workspace.settings, networkEnabled: true, chatModel } });
    return engine;
}

const QUESTION = { text: 'Where is value added tax applied?' };
const ask = (engine: Engine): Promise<Answer> => answerOf(engine.ask(QUESTION));

test('each window is answered by its own editor and its own choice', async () => {
    const a = new Editor({ 'a/one': () => says('From A [1].') });
    const b = new Editor({ 'b/two': () => says('From ', 'B [1].') });
    const holder = await openWindow(a, { provider: 'vscode-lm', model: 'a/one' });
    await holder.index('update');
    const other = await openWindow(b, { provider: 'vscode-lm', model: 'b/two' });

    const answer = await ask(other);
    expect(answer).toMatchObject({ text: 'From B [1].', answeredBy: 'b/two' });
    expect(answer.citations).toMatchObject([{ mark: '1', state: 'verified' }]);
    expect([a.asked.length, b.asked.length]).toEqual([0, 1]);

    expect(await ask(holder)).toMatchObject({ text: 'From A [1].', answeredBy: 'a/one' });
    expect([a.asked.length, b.asked.length]).toEqual([1, 1]);
    // What was sent can be looked at in the window that asked.
    expect((await other.payload(answer.payloadId ?? ''))?.model).toBe('b/two');
});

test('a model that only the holder has is not lent to the other, and the answer says why', async () => {
    const a = new Editor({ 'a/one': () => says('From A [1].') });
    const holder = await openWindow(a, { provider: 'vscode-lm', model: 'a/one' });
    await holder.index('update');
    const other = await openWindow(new Editor({}), { provider: 'vscode-lm', model: 'a/one' });
    const answer = await ask(other);
    expect(answer.answeredBy).toBe('Quotes');
    expect(answer.notice).toMatch(/^a\/one is not among the models of VS Code/);
    expect(a.asked).toEqual([]);
});

test('a holder without an editor, such as a command line, borrows from the window that asks', async () => {
    const holder = await openWindow(undefined, { provider: 'quotes' });
    await holder.index('update');
    const b = new Editor({ 'b/two': () => says('From B [1].') });
    const other = await openWindow(b, { provider: 'vscode-lm', model: 'b/two' });
    expect(await ask(other)).toMatchObject({ answeredBy: 'b/two' });
    expect(await ask(holder)).toMatchObject({ answeredBy: 'Quotes' });
});

test('stopping in the window that asks reaches the model of its editor', async () => {
    const b = new Editor({
        'b/two': async function* (signal) {
            while (!signal?.aborted) {
                yield 'word ';
                await new Promise(resolve => setTimeout(resolve, 10));
            }
        },
    });
    const holder = await openWindow(undefined, { provider: 'quotes' });
    await holder.index('update');
    const other = await openWindow(b, { provider: 'vscode-lm', model: 'b/two' });
    const controller = new AbortController();
    let words = 0;
    await expect(async () => {
        for await (const event of other.ask(QUESTION, { signal: controller.signal }))
            if (event.type === 'text' && ++words === 3) controller.abort();
    }).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => b.isStopped, { timeout: 30_000 }).toBe(true);
});

test('the switch of the window that asks closes its way out, whatever the holder may', async () => {
    const b = new Editor({ 'b/two': () => says('From B [1].') });
    const holder = await openWindow(new Editor({ 'b/two': () => says('From A [1].') }), { provider: 'vscode-lm', model: 'b/two' });
    await holder.index('update');
    const other = await openWindow(b, { provider: 'vscode-lm', model: 'b/two' });
    const { settings } = workspaceOf(shop);
    await other.configure({ ...settings, networkEnabled: false, chatModel: { provider: 'vscode-lm', model: 'b/two' } });
    expect((await ask(other)).notice).toMatch(/^The network is switched off/);
    expect(b.asked).toEqual([]);
});

test('who calls a function is asked of the language server of the window that asks, and of none where there is none', async () => {
    const a = new Editor({});
    const b = new Editor({});
    const askedOfB: string[] = [];
    a.referencesTo = () => fail({ kind: 'engine-stopped', detail: 'the other window was asked' });
    b.referencesTo = async ({ name, path }) => {
        askedOfB.push(name);
        return [{ path, line: 4, column: 0 }];
    };
    shop.write('src/sum.ts', 'export function sumOf(one: number, other: number): number {\n    return one + other;\n}\nsumOf(1, 2);\n');
    const holder = await openWindow(a, { provider: 'quotes' });
    await holder.index('update');
    const other = await openWindow(b, { provider: 'quotes' });
    const question = { text: 'who calls sumOf()?' };
    expect((await answerOf(other.ask(question))).text).toContain('by name and by what the language server knows');
    expect(askedOfB).toEqual(['sumOf']);
    // Its own server has failed, and nothing of what the other one said is kept for it.
    expect((await answerOf(holder.ask(question))).text).toContain('which definition a line means is not resolved');
    expect(askedOfB).toEqual(['sumOf']);
});

test('when the holder goes, the next answer comes from the same model', async () => {
    const holder = await openWindow(undefined, { provider: 'quotes' });
    await holder.index('update');
    const other = await openWindow(new Editor({ 'b/two': () => says('From B [1].') }), { provider: 'vscode-lm', model: 'b/two' });
    await ask(other);
    await holder.close(undefined);
    await expect.poll(async () => (await ask(other).catch(() => undefined))?.answeredBy, { timeout: 20_000 }).toBe('b/two');
});
