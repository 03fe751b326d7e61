/** Questions about all places, answered to the end: the counts are exact, and every place up to the cap has a footnote. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/protocol/answer.ts';
import type { ChatModel, Prompt } from '../../../src/engine/modelPorts.ts';
import type { IndexedFixture } from '../retrieve/indexedFixture.ts';
import { quotingModel } from '../../../src/engine/models/quotingModel.ts';
import { indexedFixture, shippedEmbedder } from '../retrieve/indexedFixture.ts';
import { builderFixture } from './builderFixture.ts';
import { answerOver } from './fixturePorts.ts';

/** A function with 55 callers in 11 files, five a file; two of the files are tests. */
const manyCallers = Object.fromEntries(
    Array.from({ length: 11 }, (_, nth) => {
        const path = nth < 9 ? `src/many/caller${String(nth)}.ts` : `test/many/caller${String(nth)}.test.ts`;
        const calls = Array.from(
            { length: 5 },
            (__, call) => `export function use${String(nth)}of${String(call)}() {\n    return shipOrder(${String(call)});\n}`,
        );
        return [path, ["import { shipOrder } from '../ship.ts';", '', '// shipOrder is called below.', ...calls, ''].join('\n')];
    }),
);

let fixture: IndexedFixture;

beforeAll(async () => {
    fixture = await indexedFixture({
        ...builderFixture,
        ...manyCallers,
        'src/ship.ts': 'export function shipOrder(order: number): number {\n    return order;\n}\n',
        'src/other.ts': 'export class Ship {\n    shipOrder = 1;\n}\nregister(shipOrder);\n',
        'src/env.py': "import os\n\nTOKEN = os.environ['SHIP_REGION']\n",
        'docs/env.md': '# Environment\n\nSHIP_REGION says where ships go.\n',
    });
});

afterAll(async () => {
    await (await shippedEmbedder()).close();
});

function ask(text: string, chatModel: ChatModel = quotingModel): Promise<Answer> {
    return answerOver(fixture, text, { chatModel });
}

function check(question: string, ...expected: readonly (string | RegExp)[]): void {
    it(question, async () => {
        const { text, citations } = await ask(question);
        for (const part of expected) expect(text).toMatch(part);
        const marks = [...text.matchAll(/\[(\d+:[\d-]+)\]/g)].map(([, mark]) => mark);
        expect(new Set(citations.map(({ mark }) => mark))).toEqual(new Set(marks));
        expect(citations.filter(({ state }) => state !== 'verified')).toEqual([]);
    });
}

describe('exact counts', () => {
    check(
        'Who calls shipOrder?',
        '`shipOrder` is called in 55 places in 11 files, and used without a call in 1 further place, 10 of them in tests.',
        '2 definitions bear the name `shipOrder`',
        'And 16 more in ',
        'Not counted: 11 imports in 11 files and 11 mentions in 11 files',
        'These are all in the 23 indexed files',
    );
    check(
        'How many places use RetryOptions?',
        '`RetryOptions` is used in 1 place in 1 file.',
        /It is an interface in `src\/build\/retry\.ts` \[\d+:4\]/,
    );
    check(
        'which files import retryBuild',
        '`retryBuild` is imported in 2 places in 2 files, 1 of them in tests.',
        /- `src\/watch\.ts`\n {2}- line 1 \[\d+:1\]: `import \{ retryBuild \} from/,
        /- `test\/build\/retry\.test\.ts`\n {2}- line 1 \[\d+:1\]/,
    );
    check('which files import subprocess', '`subprocess` is imported in 1 place in 1 file.', /`src\/deploy\.py`\n {2}- line 1/);
    check(
        'every place that reads SHIP_REGION',
        '`SHIP_REGION` stands in strings, comments, documentation or configuration only: in 2 places in 2 files',
    );
    check(
        'how many classes are there',
        'There are 2 classes in 2 files in the index',
        '- `src/watch.ts`: `Watcher`',
        '- `src/other.ts`: `Ship`',
    );
    check('how many functions are there in src/build', 'There are 3 functions in 3 files below `src/build`.');
    check('how many test files are there', 'There are 3 test files in the index.');

    it('a list that is too long is footnoted up to forty places', async () => {
        const { citations } = await ask('all callers of shipOrder');
        const places = citations.filter(({ path }) => path.includes('many/'));
        expect(places).toHaveLength(40);
    });

    it('the live text counts, not what the index remembers', async () => {
        const { disk } = fixture;
        const before = disk.get('src/watch.ts') ?? '';
        disk.set('src/watch.ts', before.replace('await retryBuild(', 'await tryOnce('));
        try {
            expect((await ask('Who calls retryBuild?')).text).toContain(
                '`retryBuild` is called in 1 place in 1 file, all of them in tests.',
            );
        } finally {
            disk.set('src/watch.ts', before);
        }
    });

    it('a name that the index does not know is left to the search', async () => {
        expect((await ask('who calls sendInvoice')).isAnswered).toBe(false);
    });

    it('a model is told the exact count', async () => {
        const prompts: Prompt[] = [];
        const model: ChatModel = {
            name: 'told',
            async *generate(prompt) {
                prompts.push(prompt);
                yield await Promise.resolve('Many [1].');
            },
        };
        await ask('Who calls shipOrder?', model);
        expect(prompts[0]?.messages.at(-1)?.content).toContain(
            'Exact count over the whole index: `shipOrder` is called in 55 places in 11 files',
        );
    });
});
