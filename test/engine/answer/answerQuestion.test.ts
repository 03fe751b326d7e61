import type { Answer, AnswerEvent, Question } from '../../../src/protocol/answer.ts';
import type { AnswerPorts } from '../../../src/engine/answer/prepareQuestion.ts';
import type { ChatModel, Prompt } from '../../../src/engine/modelPorts.ts';
import type { IndexedFixture } from '../retrieve/indexedFixture.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FailureError, isAbort } from '../../../src/protocol/failure.ts';
import { answerQuestion } from '../../../src/engine/answer/answerQuestion.ts';
import { builderFixture } from './builderFixture.ts';
import { indexedFixture, shippedEmbedder } from '../retrieve/indexedFixture.ts';
import { placeLabel, workspacePath } from '../../../src/protocol/text.ts';
import { quotingModel } from '../../../src/engine/models/quotingModel.ts';
import { retrieve } from '../../../src/engine/retrieve/retrieve.ts';

let fixture: IndexedFixture;

beforeAll(async () => {
    fixture = await indexedFixture(builderFixture);
});

afterAll(async () => {
    await (await shippedEmbedder()).close();
});

function ports(chatModel: ChatModel = quotingModel): AnswerPorts {
    return {
        ...fixture.ports,
        statistics: () => fixture.ports.store.statistics(),
        search: (query, options) => retrieve(query, fixture.ports, options),
        chatModel,
        quotingModel,
        destination: 'the test',
        keepSent: ({ messages }) => `${String(messages.length)} messages`,
        now: () => 0,
        randomNonce: () => '0'.repeat(32),
    };
}

async function eventsOf(question: Question, chatModel?: ChatModel, signal?: AbortSignal): Promise<readonly AnswerEvent[]> {
    const events: AnswerEvent[] = [];
    for await (const event of answerQuestion(question, ports(chatModel), { signal })) events.push(event);
    return events;
}

function finishedOf(events: readonly AnswerEvent[]): Answer {
    const last = events.at(-1);
    if (last?.type !== 'finished') throw new Error('the answer did not finish');
    return last.answer;
}

async function ask(text: string, chatModel?: ChatModel): Promise<Answer> {
    return finishedOf(await eventsOf({ text }, chatModel));
}

/** The whole answer as a reader sees it, with its sources. */
function printed(question: string, answer: Answer): string {
    const sources = answer.evidence.map(({ number, role, passage }) => `[${String(number)}] ${role} ${placeLabel(passage)}`);
    const citations = answer.citations.map(({ mark, path, range, state }) => `[${mark}] ${placeLabel({ path, range })} ${state}`);
    return [`# ${question}`, '', answer.text, '', '--- sources', ...sources, '--- citations', ...citations, ''].join('\n');
}

/** Says what it is told, whatever the prompt; remembers the prompts. */
function scripted(...tokens: readonly (string | Error)[]): ChatModel & { readonly prompts: Prompt[] } {
    const prompts: Prompt[] = [];
    return {
        name: 'scripted',
        prompts,
        async *generate(prompt) {
            prompts.push(prompt);
            for (const token of tokens) {
                if (token instanceof Error) throw token;
                yield await Promise.resolve(token);
            }
        },
    };
}

const unreachable = new FailureError({ kind: 'model-unreachable', origin: 'http://127.0.0.1:1', detail: 'ECONNREFUSED' });

describe('quoting', () => {
    const questions = {
        how: 'How does a failed build get retried?',
        where: 'Where is retryBuild defined?',
        users: 'Who calls retryBuild?',
        tests: 'Which tests cover retryBuild?',
        testsOfTopic: 'Which tests show that a build that keeps failing is given up?',
        what: 'What does deploy do with a dry run?',
        configuration: 'Which setting controls how many retries a build gets?',
        running: 'How do I build after each change?',
        topic: 'errors that pass by themselves',
        nothing: 'How are invoices sent to Kubernetes customers?',
        nothingCertain: 'Does the billing service pause subscriptions while an invoice is disputed?',
    };
    for (const [name, question] of Object.entries(questions)) {
        it(`${name}: ${question}`, async () => {
            await expect(printed(question, await ask(question))).toMatchFileSnapshot(`./golden/${name}.txt`);
        });
    }

    it('cites only lines that stand as cited, and every mark is a citation', async () => {
        for (const question of Object.values(questions)) {
            const { text, citations } = await ask(question);
            const outsideCode = text.replaceAll(/```[\s\S]*?```|`[^`]*`/g, '');
            const marks = [...outsideCode.matchAll(/\[(\d+(?::[\d-]+)?)\]/g)].map(([, mark]) => mark);
            expect(new Set(citations.map(({ mark }) => mark))).toEqual(new Set(marks));
            expect(citations.map(({ state }) => state)).toEqual(citations.map(() => 'verified'));
        }
    });

    it('says the same twice', async () => {
        expect(await ask(questions.how)).toEqual(await ask(questions.how));
    });

    it('takes what the reader points at as evidence first', async () => {
        const place = { kind: 'lines', path: workspacePath('src/deploy.py'), range: { startLine: 10, endLine: 11 } } as const;
        const { text = '' } = (await fixture.ports.files.read(place.path)) ?? {};
        const attached = { pieces: [{ ...place, lines: text.split('\n') }], texts: new Map(), measured: [], scope: [] };
        const asking = answerQuestion(
            { text: 'What is this?', attachments: [place] },
            { ...ports(), attach: () => Promise.resolve(attached) },
        );
        const events: AnswerEvent[] = [];
        for await (const event of asking) events.push(event);
        const answer = finishedOf(events);
        expect(answer.evidence[0]).toMatchObject({ number: 1, passage: { path: 'src/deploy.py' } });
        expect(answer.text).toContain('`deploy`');
        expect(answer.isAnswered).toBe(true);
    });
});

describe('a German question', () => {
    it('is searched in English, and says so; without sentences in its language it is answered in English', async () => {
        const answer = await ask('Wie wird ein fehlgeschlagener Build von `retryBuild` wiederholt?', quotingModel);
        expect(answer.notice).toBe('Searched in English: fail, Build, `retryBuild`, retry.');
        expect(answer.text).toContain('`retryBuild` is a function in');
        expect(await ask('How does `retryBuild` retry a build?', quotingModel)).not.toHaveProperty('notice');
    });
    it('in a language that is not spoken here says that quotations stand in English', async () => {
        expect((await ask('Dove è la `retryBuild` e perché?', quotingModel)).notice).toContain('English sentences');
    });
    it('goes to a model as it is, with the rule to answer in its language', async () => {
        const model = scripted('Durch `retryBuild` [1].');
        const answer = await ask('Wie wird ein fehlgeschlagener Build von `retryBuild` wiederholt?', model);
        expect(model.prompts.at(-1)?.messages[0]?.content).toContain('Answer in the language of the question.');
        expect(model.prompts.at(-1)?.messages.at(-1)?.content).toContain('Wie wird ein fehlgeschlagener Build');
        expect(answer).toMatchObject({ text: 'Durch `retryBuild` [1].', answeredBy: 'scripted' });
        expect(answer.notice).toContain('Searched in English');
    });
});

describe('a model', () => {
    it('gets text and citations out, each mark checked as it comes', async () => {
        const events = await eventsOf({ text: 'How is a build retried?' }, scripted('It is retried [1', ':1', '3]. See [99] and [1].'));
        expect(events.map(({ type }) => type)).toEqual([
            'searching',
            'evidence',
            'text',
            'text',
            'citation',
            'text',
            'text',
            'text',
            'text',
            'citation',
            'text',
            'finished',
        ]);
        const answer = finishedOf(events);
        expect(answer.text).toBe('It is retried [1:13]. See [99] and [1].');
        expect(answer.citations.map(({ mark, state }) => `${mark} ${state}`)).toEqual(['1:13 verified', '1 verified']);
        expect(answer).toMatchObject({ answeredBy: 'scripted', isAnswered: true });
        expect(answer).not.toHaveProperty('notice');
    });

    it('that cannot be reached is stood in for by quotations, and the answer says so', async () => {
        const answer = await ask('How is a build retried?', scripted(unreachable));
        expect(answer.answeredBy).toBe('Quotes');
        expect(answer.notice).toContain('http://127.0.0.1:1 does not answer');
        expect(answer.text).toContain('`retryBuild`');
    });

    it('that breaks off keeps what it said, and quotations follow', async () => {
        const answer = await ask('How is a build retried?', scripted('With `retryBuild` [1].', unreachable));
        expect(answer.text).toMatch(/^With `retryBuild` \[1\]\.\n\n---\n\n.*`retryBuild`/);
        expect(answer.citations[0]).toMatchObject({ mark: '1', state: 'verified' });
    });

    it('is not asked for an answer when nothing relevant was found, and it has no better words to look for', async () => {
        const model = scripted('Surely.');
        const answer = await ask('How are invoices sent to Kubernetes customers?', model);
        expect(model.prompts.map(({ messages }) => messages[0]?.content.slice(0, 22))).toEqual(['You prepare the answer']);
        expect(answer).toMatchObject({ isAnswered: false, answeredBy: 'Quotes' });
    });

    it('with a defect is a defect', async () => {
        await expect(ask('How is a build retried?', scripted(new TypeError('defect')))).rejects.toThrow('defect');
    });

    it('is stopped with the question', async () => {
        const controller = new AbortController();
        const asking = (async () => {
            for await (const event of answerQuestion({ text: 'How is a build retried?' }, ports(scripted('a', 'b')), {
                signal: controller.signal,
            })) {
                if (event.type === 'text') controller.abort();
            }
        })();
        await expect(asking).rejects.toSatisfy(isAbort);
    });
});

describe('text that changes', () => {
    it('between answer and end is told by the state of the citation', async () => {
        const { disk } = fixture;
        const before = disk.get('src/build/retry.ts') ?? '';
        const meddling: ChatModel = {
            name: 'meddling',
            async *generate() {
                yield await Promise.resolve('See [1:13].');
                disk.set('src/build/retry.ts', `// A new first line.\n${before}`);
            },
        };
        try {
            const answer = await ask('Where is retryBuild defined?', meddling);
            expect(answer.citations).toMatchObject([{ mark: '1:13', state: 'moved', range: { startLine: 14, endLine: 14 } }]);
        } finally {
            disk.set('src/build/retry.ts', before);
        }
    });
});
