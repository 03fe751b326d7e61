import { beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/protocol/answer.ts';
import type { CodeSymbol } from '../../../src/protocol/code.ts';
import type { AnsweringTree } from './answeringTree.ts';
import { recheckCitations } from '../../../src/engine/answer/checkCitations.ts';
import { doubtNote, withDoubtMarks } from '../../../src/protocol/doubtNote.ts';
import { treeOfTexts } from './answeringTree.ts';
import { builderFixture } from './builderFixture.ts';

let tree: AnsweringTree;

beforeAll(async () => {
    tree = await treeOfTexts(builderFixture);
});

/** Evidence 1 is `retryBuild` (lines 8 to 22), 2 is `Watcher.onChange` (7 to 9), 3 is `pause` (1 to 4). */
async function answering(text: string): Promise<Answer> {
    const found = ['retryBuild', 'onChange', 'pause'].map(name => tree.definitions.find(symbol => symbol.name === name));
    return await tree.answer(
        found.filter((symbol): symbol is CodeSymbol => symbol !== undefined),
        { name: 'scripted', generate: () => streamed(text) },
    );
}

async function* streamed(text: string): AsyncIterable<string> {
    yield await Promise.resolve(text);
}

/** The answer as a reader sees it, with what is doubted behind each sentence. */
async function marked(text: string): Promise<string> {
    const { doubts = [], text: written } = await answering(text);
    return withDoubtMarks(written, doubts).replaceAll(/\[\?(\d+)\]/g, (_, nth: string) => {
        const doubt = doubts[Number(nth) - 1];
        return doubt ? ` {${doubtNote(doubt)}}` : '';
    });
}

describe('sentences as models write them, all true', () => {
    const sentences = [
        'A failed build is retried by `retryBuild` [1:13].',
        'Builds are retried in `src/build/retry.ts` [1].',
        '`retryBuild()` runs the build in an endless loop [1:14] and returns as soon as `run()` succeeds [1:16].',
        'The delay starts at 250 ms and doubles with every attempt [1:19].',
        'The delay is `250 * 2 ** attempt` milliseconds [1:19].',
        'When the error is not transient (`isTransient`) or `attempt >= retries`, it is thrown again [1:18].',
        'According to its comment, “The pause doubles after each failure.” [1:11]',
        '**Retrying.** The function catches the error [1:17] and waits using pause() [1:19].',
        'The `Watcher` class calls `retryBuild` from its `onChange` method with `this.retries` [2:8].',
        'It is called from `src/watch.ts` [2:8], which passes `retries: this.retries` [2:8].',
        '`pause(ms)` returns a promise that resolves through `setTimeout` [3:3].',
        'The helper `pause` lives in `src/build/pause.ts` [3:2].',
        'You can see the loop in lines 14-21 [1:14-21].',
        'In short: try, check with `isTransient` [1:18], wait, try again.',
        'The wait is exponential, i.e. it doubles each time [1:19]. Nothing else is tried [1:14-20].',
        '- `retryBuild` – the loop [1:14]\n- `pause` – the wait [3:2]',
        'Two functions take part:\n\n1. `retryBuild` [1:13]\n2. `pause` [3:2]',
        'The builder waits (250 ms at first) [1:19]; it then goes on.',
        'As shown here [1:19]:\n\n```ts\nawait pause(250 * 2 ** attempt);\n```',
        'The options carry `retries` [1:13].',
        '`onChange` builds again [2:7-8].',
        'The pause _alwaysGrows_ between attempts [1:19].',
        'Ein fehlgeschlagener Build wird von `retryBuild` wiederholt [1:13].',
        'La fonction `retryBuild` attend avec `pause` avant de réessayer [1:19].',
        '`retryBuild` 会在失败后重试 [1:13]。',
        '| Function | Does |\n|---|---|\n| `pause` | waits [3:2] |',
        'The provided evidence does not show where `RetryPolicy` is configured.',
        'Do you want to know more about `Watcher`?',
        '### How `retryBuild` works\n\nIt loops [1:14].',
        'The build is retried [1:14]. `retryBuild` awaits each run [1:16].',
        'There are three functions in play [1].',
        'See `retryBuild` (in `src/build/retry.ts`) [1:13], called from `Watcher.onChange` [2:8].',
    ];
    for (const sentence of sentences) {
        it(sentence.replaceAll('\n', ' ⏎ '), async () => {
            expect(await marked(sentence)).toBe(sentence);
        });
    }
});

describe('a name that begins with an underscore', () => {
    it('is a name without a code span as well', async () => {
        expect(await marked('It then goes on with _retriesInOrder [1:14].')).toContain('_retriesInOrder [1:14]. {');
    });
});

describe('sentences that their lines do not show', () => {
    const cases: readonly (readonly [rule: string, text: string, expected: string])[] = [
        ['wrong lines', '`pause` is awaited [1:14].', '`pause` is awaited [1:14]. {not in the cited lines: pause}'],
        [
            'a name that is nowhere',
            'It calls `retryForever` [1:16].',
            'It calls `retryForever` [1:16]. {not in the cited lines: retryForever}',
        ],
        ['another number', 'The delay starts at 500 ms [1:19].', 'The delay starts at 500 ms [1:19]. {not in the cited lines: 500 ms}'],
        [
            'a spelled number',
            'It gives up after nine attempts [1:18].',
            'It gives up after nine attempts [1:18]. {not in the cited lines: nine attempts}',
        ],
        [
            'another file',
            'This is in `src/deploy.py` [1:13].',
            'This is in `src/deploy.py` [1:13]. {not in the cited lines: src/deploy.py}',
        ],
        [
            'changed words',
            'It says “The pause halves after each failure.” [1:11]',
            'It says “The pause halves after each failure.” [1:11] {not in the cited lines: The pause halves after each failure.}',
        ],
        [
            'another function around it',
            '`deploy` waits with `pause` [1:19].',
            '`deploy` waits with `pause` [1:19]. {not in the cited lines: deploy}',
        ],
        ['a lone brace', 'The build is tried again [1:20].', 'The build is tried again [1:20]. {the cited lines do not show this}'],
        ['lines that are not the cited ones', 'See lines 40-50 [1:14].', 'See lines 40-50 [1:14]. {not in the cited lines: line 40-50}'],
        ['a source that was not given', 'It calls `pause` [9].', 'It calls `pause` [9]. {not in the cited lines: pause, source 9}'],
        [
            'the second of two',
            '`retryBuild` loops [1:14] and `Watcher` copies files [3:3].',
            '`retryBuild` loops [1:14] and `Watcher` copies files [3:3]. {not in the cited lines: Watcher}',
        ],
        [
            'code that nobody wrote',
            'As here [1:19]:\n\n```ts\nawait pause(999);\n```',
            'As here [1:19]: {not in the cited lines: await pause(999);}\n\n```ts\nawait pause(999);\n```',
        ],
        ['no citation at all', 'It calls `pause` after each failure.', 'It calls `pause` after each failure. {no source given}'],
        ['no citation in its paragraph', 'It loops [1:14].\n\n`pause` waits.', 'It loops [1:14].\n\n`pause` waits. {no source given}'],
        [
            'general knowledge, set apart',
            'It loops [1:14].\n\nGeneral knowledge: `setTimeout` belongs to the host.',
            'It loops [1:14].\n\nGeneral knowledge: `setTimeout` belongs to the host. {general knowledge, not from this repository}',
        ],
    ];
    for (const [rule, text, expected] of cases) {
        it(rule, async () => {
            expect(await marked(text)).toBe(expected);
        });
    }

    it('stay so when their lines move, and are told to be gone when they go', async () => {
        const { citations } = await answering('`pause` is awaited [1:14].');
        const before = tree.disk.get('src/build/retry.ts') ?? '';
        const files = (text: string) => ({ read: () => Promise.resolve({ text, hash: '', isUnsaved: true }) });
        expect((await recheckCitations(citations, files(`// One.\n${before}`)))[0]).toMatchObject({
            state: 'unsupported',
            range: { startLine: 15 },
        });
        expect((await recheckCitations(citations, files('')))[0]).toMatchObject({ state: 'stale' });
    });

    it('make their footnote unsupported, unless another sentence has it right', async () => {
        const states = async (text: string) => (await answering(text)).citations.map(({ mark, state }) => `${mark} ${state}`);
        expect(await states('`pause` is awaited [1:14].')).toEqual(['1:14 unsupported']);
        expect(await states('`pause` is awaited [1:14]. There is a loop over `attempt` [1:14].')).toEqual(['1:14 verified']);
    });
});
