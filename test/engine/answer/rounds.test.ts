import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, AnswerEvent } from '../../../src/protocol/answer.ts';
import type { SentPayload } from '../../../src/protocol/payload.ts';
import type { ChatModel, Prompt } from '../../../src/engine/modelPorts.ts';
import type { AnswerPorts } from '../../../src/engine/answer/prepareQuestion.ts';
import type { IndexedFixture } from '../retrieve/indexedFixture.ts';
import { FailureError } from '../../../src/protocol/failure.ts';
import { defaultAnswering } from '../../../src/protocol/answering.ts';
import { answerQuestion } from '../../../src/engine/answer/answerQuestion.ts';
import { previewPayload } from '../../../src/engine/answer/previewPayload.ts';
import { MOST_BYTES, MOST_ROUNDS, MOST_STEPS } from '../../../src/engine/answer/rounds/gatherRounds.ts';
import { evidenceTools } from '../../../src/engine/answer/rounds/nativeTools.ts';
import { readToolRequests } from '../../../src/engine/answer/rounds/toolRequest.ts';
import { quotingModel } from '../../../src/engine/models/quotingModel.ts';
import { retrieve } from '../../../src/engine/retrieve/retrieve.ts';
import { indexedFixture, shippedEmbedder } from '../retrieve/indexedFixture.ts';
import { builderFixture } from './builderFixture.ts';

let fixture: IndexedFixture;
/** Every path that was read while a question was answered. */
let readPaths: string[] = [];

beforeAll(async () => {
    const manyFiles = Object.fromEntries(
        Array.from({ length: 30 }, (_, nth) => [
            `src/part${String(nth)}.ts`,
            `/** Part ${String(nth)}. */\nexport function part${String(nth)}() {\n    return '${'x'.repeat(60)}';\n}\n`,
        ]),
    );
    fixture = await indexedFixture({ ...builderFixture, ...manyFiles });
});

afterAll(async () => {
    await (await shippedEmbedder()).close();
});

/** Answers requests for evidence with `ask`, and the question itself with `say`. */
function model(
    ask: (round: number) => string,
    say = 'It is retried [1].',
): ChatModel & { readonly asked: Prompt[]; readonly answered: Prompt[] } {
    const asked: Prompt[] = [];
    const answered: Prompt[] = [];
    return {
        name: 'scripted',
        asked,
        answered,
        async *generate(prompt) {
            const isRound = prompt.messages[0]?.content.startsWith('You prepare the answer') === true;
            (isRound ? asked : answered).push(prompt);
            yield await Promise.resolve(isRound ? ask(asked.length) : say);
        },
    };
}

function portsWith(chatModel: ChatModel, sent: SentPayload[] = []): AnswerPorts {
    const { files } = fixture.ports;
    return {
        ...fixture.ports,
        files: {
            read: path => {
                readPaths.push(path);
                return files.read(path);
            },
        },
        statistics: () => fixture.ports.store.statistics(),
        search: (query, options) => retrieve(query, fixture.ports, options),
        chatModel,
        quotingModel,
        destination: 'the test',
        keepSent: payload => String(sent.push(payload)),
        now: () => 0,
        randomNonce: () => '0'.repeat(32),
    };
}

async function eventsOf(text: string, chatModel: ChatModel, sent: SentPayload[] = []): Promise<readonly AnswerEvent[]> {
    readPaths = [];
    const events: AnswerEvent[] = [];
    for await (const event of answerQuestion({ text }, portsWith(chatModel, sent))) events.push(event);
    return events;
}

function answerOf(events: readonly AnswerEvent[]): Answer {
    const last = events.at(-1);
    if (last?.type !== 'finished') throw new Error('the answer did not finish');
    return last.answer;
}

const HARD = 'How does a failed build get retried after a lost connection?';

describe('rounds of evidence', () => {
    it('a model that knows enough is asked once, and answers', async () => {
        const scripted = model(() => 'ENOUGH');
        const answer = answerOf(await eventsOf(HARD, scripted));
        expect(scripted.asked).toHaveLength(1);
        expect(scripted.answered).toHaveLength(1);
        expect(answer).not.toHaveProperty('trace');
    });

    it('what it asks for becomes evidence that it may cite, and each step is shown as it happens', async () => {
        const scripted = model(
            round => (round === 1 ? 'READ: src/part7.ts:1-4\nREFERENCES: pause\nOUTLINE: src/watch.ts\nLIST: src/build' : 'ENOUGH'),
            'See `part7` [9:2].',
        );
        const events = await eventsOf(HARD, scripted);
        const steps = events.flatMap(event => (event.type === 'step' ? [event.step] : []));
        expect(steps.map(({ round, tool, asked }) => `${String(round)} ${tool} ${asked}`)).toEqual([
            '1 read src/part7.ts:1-4',
            '1 references pause',
            '1 outline src/watch.ts',
        ]);
        expect(steps[0]?.tokens).toBeGreaterThan(100);
        const answer = answerOf(events);
        const part = answer.evidence.find(({ passage }) => passage.path === 'src/part7.ts');
        expect(part?.passage.range).toEqual({ startLine: 1, endLine: 4 });
        expect(scripted.answered[0]?.messages.at(-1)?.content).toContain('path="src/part7.ts"');
        expect(scripted.asked[1]?.messages.at(-1)?.content).toContain('class Watcher, lines 4-10');
        expect(answer.trace).toEqual(steps);
        // All numbers are different, and those of the first evidence stay.
        const numbers = answer.evidence.map(({ number }) => number);
        expect(new Set(numbers).size).toBe(numbers.length);
    });

    it('one that always asks for more is stopped at the cap', async () => {
        const scripted = model(round => [0, 1, 2].map(nth => `READ: src/part${String(round * 3 + nth)}.ts:1-4`).join('\n'));
        const answer = answerOf(await eventsOf(HARD, scripted));
        expect(scripted.asked.length).toBeLessThanOrEqual(MOST_ROUNDS);
        expect(answer.trace).toHaveLength(MOST_STEPS);
        expect(answer.evidence.reduce((sum, { passage }) => sum + passage.text.length, 0)).toBeLessThan(MOST_BYTES);
        expect(scripted.answered).toHaveLength(1);
    });

    it('one that asks for things that do not concern it gets nothing', async () => {
        const scripted = model(round =>
            round === 1
                ? 'READ: ../../etc/passwd:1-10\nREAD: /etc/shadow\nWRITE: src/a.ts'
                : round === 2
                  ? 'RUN: rm -rf /\nFETCH: https://example.org\nSEARCH: ../../etc/passwd\n{"tool_calls":[{"function":{"name":"shell"}}]}'
                  : 'LIST: ../..\nREFERENCES: __proto__',
        );
        const events = await eventsOf(HARD, scripted);
        const answer = answerOf(events);
        const known = new Set([...fixture.disk.keys()]);
        expect(readPaths.filter(path => !known.has(path))).toEqual([]);
        expect(answer.trace?.map(({ tool, found }) => `${tool}: ${found}`)).not.toContainEqual(
            expect.stringMatching(/^(?:write|run|fetch)/),
        );
        expect(
            answer.trace
                ?.filter(({ asked }) => asked.includes('etc/passwd') || asked.includes('shadow'))
                .map(({ tool, found }) => `${tool}: ${found}`),
        ).not.toContainEqual('read: 1 passage');
        expect(answer.evidence.every(({ passage }) => known.has(passage.path))).toBe(true);
    });

    it('in the answer a request is text', async () => {
        const scripted = model(() => 'ENOUGH', 'READ: src/part3.ts:1-4\n\nIt is retried [1].');
        const answer = answerOf(await eventsOf(HARD, scripted));
        expect(answer.text).toContain('READ: src/part3.ts:1-4');
        expect(answer.evidence.some(({ passage }) => passage.path === 'src/part3.ts')).toBe(false);
    });

    it('cheap questions take none', async () => {
        for (const question of [
            'Where is retryBuild defined?',
            'Who calls retryBuild?',
            'Which setting controls how many retries a build gets?',
            'What does deploy do with a dry run?',
        ]) {
            const scripted = model(() => 'SEARCH: more');
            await eventsOf(question, scripted);
            expect(scripted.asked, question).toHaveLength(0);
        }
    });

    it('none are taken when they are switched off', async () => {
        const scripted = model(() => 'SEARCH: more');
        const events: AnswerEvent[] = [];
        const ports = { ...portsWith(scripted), answering: { ...defaultAnswering, evidenceRounds: 0 } };
        for await (const event of answerQuestion({ text: HARD }, ports)) events.push(event);
        expect(scripted.asked).toHaveLength(0);
        expect(scripted.answered).toHaveLength(1);
    });

    it('everything that left for the model is kept, round by round', async () => {
        const sent: SentPayload[] = [];
        const scripted = model(round => (round === 1 ? 'READ: src/part7.ts:1-4' : 'ENOUGH'));
        const answer = answerOf(await eventsOf(HARD, scripted, sent));
        const kept = sent[Number(answer.payloadId) - 1];
        const left = [...scripted.asked, ...scripted.answered].flatMap(({ messages }) => messages);
        expect(kept?.messages).toEqual(left);
    });

    it('what is shown before is what is sent first, and it says that more may follow', async () => {
        const scripted = model(() => 'ENOUGH');
        const preview = await previewPayload({ text: HARD }, portsWith(scripted));
        expect(scripted.asked).toHaveLength(0);
        await eventsOf(HARD, scripted);
        expect(preview?.messages).toEqual(scripted.asked[0]?.messages);
        expect(preview?.note).toContain('footnote.answer.evidenceRounds');
    });

    it('a model that cannot be reached is asked once, and quotations stand in', async () => {
        let asked = 0;
        const failing: ChatModel = {
            name: 'away',
            async *generate() {
                asked++;
                throw await Promise.resolve(
                    new FailureError({ kind: 'model-unreachable', origin: 'http://127.0.0.1:1', detail: 'ECONNREFUSED' }),
                );
            },
        };
        const answer = answerOf(await eventsOf(HARD, failing));
        expect(asked).toBe(1);
        expect(answer.answeredBy).toBe('Quotes');
    });
});

describe('a request', () => {
    const cases: readonly (readonly [string, readonly string[]])[] = [
        ['SEARCH: retry limit', ['search retry limit']],
        ['- READ: src/a.ts:10-40', ['read src/a.ts 10-40']],
        ['1. READ: `src/a.ts`', ['read src/a.ts']],
        ['READ: src/a.ts:7', ['read src/a.ts 7-7']],
        ['I think we should SEARCH: for it', []],
        ['EXECUTE: rm -rf /', []],
        ['search: in small letters', []],
        ['ENOUGH', []],
        ['SEARCH:', []],
    ];
    for (const [text, expected] of cases) {
        it(JSON.stringify(text), () => {
            expect(
                readToolRequests(text).map(
                    ({ tool, argument, range }) =>
                        `${tool} ${argument}${range ? ` ${String(range.startLine)}-${String(range.endLine)}` : ''}`,
                ),
            ).toEqual(expected);
        });
    }
});

describe('a question that nothing is found for', () => {
    const THIN = 'How are parcels handed over to the people who wait for them?';

    it('is looked for in the words of the model, and what they find is answered from', async () => {
        const scripted = model(
            round => (round === 1 ? 'SEARCH: retry a failed build after a lost connection' : 'ENOUGH'),
            'It is retried [2].',
        );
        const answer = answerOf(await eventsOf(THIN, scripted));
        expect(scripted.asked[0]?.messages.at(-1)?.content).toContain('found nothing that fits');
        expect(answer.trace?.[0]).toMatchObject({ tool: 'search', asked: 'retry a failed build after a lost connection' });
        expect(answer).toMatchObject({ answeredBy: 'scripted', isAnswered: true });
    });

    it('stays unanswered when the words of the model find nothing either, and no passage goes to it for that', async () => {
        const scripted = model(() => 'SEARCH: kubernetes ingress certificates\nREFERENCES: IngressController\nREAD: /etc/passwd');
        const answer = answerOf(await eventsOf(THIN, scripted));
        expect(scripted.answered).toHaveLength(0);
        expect(scripted.asked.length).toBeLessThanOrEqual(MOST_ROUNDS);
        expect(answer).toMatchObject({ answeredBy: 'Quotes', isAnswered: false });
        expect(answer.trace?.map(({ found }) => found)).toContain('nothing that fits');
    });

    it('is no answer where the model cites nothing of what it found', async () => {
        const scripted = model(
            round => (round === 1 ? 'SEARCH: retry a failed build after a lost connection' : 'ENOUGH'),
            'Parcels are handed over.',
        );
        expect(answerOf(await eventsOf(THIN, scripted))).toMatchObject({ answeredBy: 'scripted', isAnswered: false });
    });
});

describe('calls of the server’s own tools', () => {
    function check(name: string, [tool, args]: readonly [string, string], expected: string | undefined): void {
        it(name, () => expect(evidenceTools.textOf(tool, args)).toBe(expected));
    }
    check('are read as the lines that ask for the same', ['search', '{"words":"retry limit"}'], 'SEARCH: retry limit');
    check('with lines', ['read', '{"path":"src/a.ts","first":10,"last":"40"}'], 'READ: src/a.ts:10-40');
    check('of a folder', ['list', '{}'], 'LIST: .');
    check('of a history', ['history', '{"path":"src/a.ts","first":3}'], 'HISTORY: src/a.ts:3-3');
    check('of other tools are nothing', ['shell', '{"words":"rm"}'], undefined);
    check('with a name that every object has are nothing', ['constructor', '{}'], undefined);
    check('without what they need are nothing', ['references', '{"words":"x"}'], undefined);
    check('with broken arguments are nothing', ['search', '{"words":'], undefined);
    check('stay one line', ['search', '{"words":"a\\nREAD: /etc/passwd"}'], 'SEARCH: a READ: /etc/passwd');

    it('are offered while evidence is gathered, and in the answer there are none', async () => {
        const offered: boolean[] = [];
        const scripted = model(() => 'ENOUGH');
        const watching: ChatModel = {
            ...scripted,
            generate: (prompt, options) => {
                offered.push(options?.tools !== undefined);
                return scripted.generate(prompt, options);
            },
        };
        await eventsOf(HARD, watching);
        expect(offered).toEqual([true, false]);
    });
});
