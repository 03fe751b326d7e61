/** Questions that are searched in other words than they are asked in: by what was said before, and by a model. */
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { Answer, AnswerEvent, Question } from '../../../src/protocol/answer.ts';
import type { SentPayload } from '../../../src/protocol/payload.ts';
import type { ChatModel } from '../../../src/engine/modelPorts.ts';
import type { AnswerPorts } from '../../../src/engine/answer/prepareQuestion.ts';
import { defaultAnswering } from '../../../src/protocol/answering.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { FailureError } from '../../../src/protocol/failure.ts';
import { answerQuestion } from '../../../src/engine/answer/answerQuestion.ts';
import { leansOnConversation, standingAlone } from '../../../src/engine/answer/rewrite/followUp.ts';
import { readWords } from '../../../src/engine/answer/rewrite/rewriteQuestion.ts';
import { quotingModel } from '../../../src/engine/models/quotingModel.ts';
import { retrieve } from '../../../src/engine/retrieve/retrieve.ts';
import { indexedFixture, shippedEmbedder, type IndexedFixture } from '../retrieve/indexedFixture.ts';
import { vagueQuestions, vagueTree } from './vagueQuestions.ts';

describe('a question that leans on the conversation', () => {
    const known = new Set(['retryBuild', 'Watcher', 'pause']);
    const symbols = {
        definitionsOf: (name: string) =>
            known.has(name)
                ? [
                      {
                          name,
                          kind: 'function' as const,
                          container: '',
                          path: workspacePath('a.ts'),
                          nameLine: 1,
                          range: LINE,
                          signature: LINE,
                      },
                  ]
                : [],
    };
    const about = (question: string, answer = 'It stands in `src/build/retry.ts` [1].') => [{ question, answer }];
    function check(text: string, history: Question['history'], expected: string): void {
        test(`${text} → ${expected}`, () => expect(standingAlone({ text, ...(history ? { history } : {}) }, symbols)).toBe(expected));
    }
    const said = about('What does `retryBuild` do?');
    check('and where is that tested?', said, 'where is `retryBuild` tested?');
    check('who calls it?', said, 'who calls `retryBuild`?');
    check('and the tests?', said, 'the tests `retryBuild`?');
    check('Wo wird das getestet?', said, 'Wo wird `retryBuild` getestet?');
    check('Und wo ist es konfiguriert?', said, 'wo ist `retryBuild` konfiguriert?');
    check('¿Dónde se prueba eso?', said, '¿Dónde se prueba `retryBuild`?');
    check('Où est-ce que cela est testé ?', said, 'Où est-ce que `retryBuild` est testé ?');
    check('それはどこでテストされていますか？', said, '`retryBuild`はどこでテストされていますか？');
    check('它在哪里被测试？', said, '`retryBuild`在哪里被测试？');
    for (const alone of [
        'Wie viele Klassen gibt es?',
        'Wo wird das Passwort im Programm geprüft?',
        '¿Qué es un lector de configuración?',
        '設定ファイルはどこで読み込まれていますか？',
        '配置文件在哪里读取和解析？',
    ])
        check(alone, said, alone);
    check('where is it configured?', about('How are builds retried?', '`retryBuild` does it [1].'), 'where is `retryBuild` configured?');
    check('what does Watcher do with it?', said, 'what does Watcher do with `retryBuild`?');
    check('what does `Watcher` do with it?', said, 'what does `Watcher` do with it?');
    check('where is it tested?', undefined, 'where is it tested?');
    check('where is it tested?', about('How is the weather?', 'Nothing was found.'), 'where is it tested?');
    check(
        'how is the configuration read when the program starts and no file is there at all?',
        said,
        'how is the configuration read when the program starts and no file is there at all?',
    );
    check('which function is it that reads this file?', said, 'which function is `retryBuild` that reads this file?');
    it('is told from one that stands alone', () => {
        expect(leansOnConversation({ text: 'where is the function that parses dates', history: said })).toBe(false);
        expect(leansOnConversation({ text: 'and after that?', history: said })).toBe(true);
    });
});

const LINE = { startLine: 1, endLine: 1 };

describe('the words of a model', () => {
    function check(name: string, reply: string, expected: string | undefined): void {
        test(name, () => expect(readWords(reply, { text: 'How is it done?' })).toBe(expected));
    }
    check('are its first line', 'retryBuild, backoff, maxAttempts\nI hope this helps', 'retryBuild backoff maxAttempts');
    check('may come with marks and names', '\n- Search: "retry build" | backoff', 'retry build | backoff'.replaceAll(' |', ''));
    check('may stand in a fence', '```\nretryBuild backoff\n```', 'retryBuild backoff');
    check(
        'are no more than a line of them',
        Array.from({ length: 60 }, (_, nth) => `w${String(nth)}`).join(' '),
        Array.from({ length: 24 }, (_, nth) => `w${String(nth)}`).join(' '),
    );
    check('are none when it says nothing', ' \n ', undefined);
    check('are none when it repeats the question', 'How is it done?', undefined);
    check('show what is not visible', 'retry\u202ebuild', 'retry\\u{202e}build');
});

let fixture: IndexedFixture;

beforeAll(async () => {
    fixture = await indexedFixture(vagueTree);
});

afterAll(async () => {
    await (await shippedEmbedder()).close();
});

/** Answers the wish for words with `rewrite`, and everything else with a sentence. */
function model(rewrite: (question: string) => string | Promise<string>): ChatModel & { readonly asked: string[] } {
    const asked: string[] = [];
    return {
        name: 'scripted',
        asked,
        async *generate(prompt) {
            const isRewriting = prompt.messages[0]?.content.startsWith('You prepare a search') === true;
            asked.push(isRewriting ? 'rewrite' : 'answer');
            yield isRewriting ? await rewrite(prompt.question.text) : 'It is here [1].';
        },
    };
}

async function answerTo(
    question: Question,
    chatModel: ChatModel,
    rewriting: 'off' | 'when-hard' = 'when-hard',
    sent: SentPayload[] = [],
): Promise<Answer> {
    const ports: AnswerPorts = {
        ...fixture.ports,
        statistics: () => fixture.ports.store.statistics(),
        search: (query, options) => retrieve(query, fixture.ports, options),
        chatModel,
        quotingModel,
        answering: { ...defaultAnswering, rewriting, evidenceRounds: 0 },
        destination: 'the test',
        keepSent: payload => String(sent.push(payload)),
        now: () => 0,
        randomNonce: () => '0'.repeat(32),
    };
    let last: AnswerEvent | undefined;
    for await (const event of answerQuestion(question, ports)) last = event;
    if (last?.type !== 'finished') throw new Error('the answer did not finish');
    return last.answer;
}

const pathsOf = (answer: Answer): readonly string[] =>
    answer.evidence.map(({ passage }) => `${passage.path}:${String(passage.range.startLine)}`);

describe('ten vague questions', () => {
    it('good words raise how many find their file, and what the question found by itself stays', async () => {
        let plainHits = 0;
        let rewordedHits = 0;
        for (const { question, words, file } of vagueQuestions) {
            const asked = await answerTo(
                { text: question },
                model(() => ''),
                'off',
            );
            const plain = pathsOf(asked);
            const reworded = pathsOf(
                await answerTo(
                    { text: question },
                    model(() => words),
                ),
            );
            plainHits += Number(plain.some(place => place.startsWith(`${file}:`)));
            rewordedHits += Number(reworded.some(place => place.startsWith(`${file}:`)));
            if (asked.isAnswered) expect(reworded.slice(0, plain.length)).toEqual(plain);
        }
        console.log(
            `vague questions whose file is among the evidence: ${String(plainHits)} of 10 as asked, ${String(rewordedHits)} with good words`,
        );
        expect(rewordedHits).toBeGreaterThan(plainHits);
        expect(rewordedHits).toBeGreaterThanOrEqual(9);
    });

    it('bad words take nothing away: every passage is there that the question found by itself', async () => {
        for (const [nth, { question }] of vagueQuestions.entries()) {
            const bad = vagueQuestions[(nth + 3) % vagueQuestions.length]?.words ?? '';
            const plain = await answerTo(
                { text: question },
                model(() => ''),
                'off',
            );
            const reworded = await answerTo(
                { text: question },
                model(() => bad),
            );
            if (plain.isAnswered) expect(pathsOf(reworded).slice(0, plain.evidence.length)).toEqual(pathsOf(plain));
        }
    });

    it('words that are nowhere change nothing', async () => {
        for (const { question } of vagueQuestions) {
            const plain = await answerTo(
                { text: question },
                model(() => ''),
                'off',
            );
            const reworded = await answerTo(
                { text: question },
                model(() => 'zzyzx qwertz blorf'),
            );
            expect(pathsOf(reworded)).toEqual(pathsOf(plain));
            expect(reworded.isAnswered).toBe(plain.isAnswered);
        }
    });
});

describe('the request for words', () => {
    const HARD = 'How does a failed build get retried after a lost connection?';

    it('is a step that shows them, and is seen with what was sent', async () => {
        const sent: SentPayload[] = [];
        const answer = await answerTo(
            { text: HARD },
            model(() => 'retryBuild backoff'),
            'when-hard',
            sent,
        );
        expect(answer.trace?.[0]).toMatchObject({ tool: 'rewrite', asked: 'retryBuild backoff', found: 'searched as well' });
        expect(sent.at(-1)?.messages[0]?.content).toContain('You prepare a search');
    });

    it('holds no passage of the repository', async () => {
        const sent: SentPayload[] = [];
        await answerTo(
            { text: HARD },
            model(() => 'retryBuild'),
            'when-hard',
            sent,
        );
        const request =
            sent
                .at(-1)
                ?.messages.slice(0, 2)
                .map(({ content }) => content)
                .join('\n') ?? '';
        expect(request).toContain(HARD);
        expect(request).not.toContain('<<<');
    });

    it('is not made for a question that one search answers', async () => {
        const scripted = model(() => 'x');
        await answerTo({ text: 'Where is `retryBuild` defined?' }, scripted);
        expect(scripted.asked).toEqual(['answer']);
    });

    it('that fails is told, and the question is answered as it stands', async () => {
        const failing = model(() => {
            throw new FailureError({ kind: 'model-unreachable', origin: 'http://127.0.0.1:1', detail: 'gone' });
        });
        const answer = await answerTo({ text: HARD }, failing);
        expect(answer.trace?.[0]).toMatchObject({ tool: 'rewrite', found: 'http://127.0.0.1:1 does not answer' });
        expect(answer.text).toBe('It is here [1].');
    });
});
