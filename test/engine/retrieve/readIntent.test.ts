import { describe, expect, test } from 'vitest';
import { figuresOf, judgeUnseen } from '../../../training/intent/evaluateModel.ts';
import { readLabelledQuestions } from '../../../training/intent/labelledQuestions.ts';
import { askingPart } from '../../../src/engine/retrieve/askingPart.ts';
import { INTENTS, likeliest, type Intent } from '../../../src/engine/retrieve/intent.ts';
import { intentFeatures } from '../../../src/engine/retrieve/intentFeatures.ts';
import { packModel, probabilities, unpackModel } from '../../../src/engine/retrieve/intentModel.ts';
import { readIntent } from '../../../src/engine/retrieve/readIntent.ts';

describe('what kind of file is likely wanted', () => {
    // None of these is among the questions that the weights were learnt from.
    describe('asked with the word for it', () => {
        check('which tests cover the retry logic?', 'tests');
        check('where is the plugin API documented?', 'docs');
        check('how do I install this', 'docs');
        check('where are the lint rules? the lint config', 'config', 'build');
        check('what does the CI workflow run?', 'build', 'config');
        check('what is the scope of this project', 'purpose');
    });
    describe('asked without it', () => {
        check('is it made sure anywhere that the lock is given back when the thread panics', 'tests');
        check('may I send a pull request without opening an issue first', 'docs');
        check('what do I have to change when I go from 3 to 4', 'docs');
        check('who bumps our dependencies, and how often', 'config', 'build');
        check('what ends up in the archive that people download', 'build');
    });
    describe('code, whatever it speaks of', () => {
        check('how does the parser recover from errors?', 'code');
        check('where is the configuration loaded?', 'code');
        check('Fix flaky test by waiting for the server to start', 'code', 'tests');
        check('test runner hangs when a test fails', 'code');
        check('autodoc: an object which descriptors returns is documented', 'code');
        check('Where does the manual page writer end a line?', 'code');
        check(`Tests fail on Windows\n\n${'The tests of the parser fail. '.repeat(20)}`, 'code');
    });
    describe('told first, asked last', () => {
        check('The hook refused my commit because of a long line. Which file says how long one may be?', 'config');
        check('I am new to all this and somewhat lost. Is there a tutorial that starts from nothing?', 'docs');
        check('Our users saw a deadlock last week and it was fixed in a hurry. Does any test keep it from coming back?', 'tests');
        check('The tests pass and the docs say so too, but it is slow. Where is the cache looked up?', 'code');
    });

    function check(question: string, ...expected: readonly Intent[]): void {
        test(`${expected.join(' or ')}: ${question.slice(0, 70)}`, () => expect(expected).toContain(likeliest(readIntent(question))));
    }
});

// As people ask them every day; none is among the questions that the weights were learnt from, though the first four are why some of those were written.
test.each([
    'what does retryBuild do',
    'explain the release lock',
    'why is the loop bounded by three',
    'Where are builds retried?',
    'what is testConnection for',
    'how does buildQuery escape its arguments',
    'who calls parseConfig?',
    'where is releaseLock defined',
    'explain Cache::evict',
    'why does `flush` wait for the timer',
    'what happens when the socket is closed while writing',
    'show me the code that compares two trees',
    'is ConnectionPool thread-safe?',
    'difference between openIndex and loadIndex',
    'MAX_DOC_LENGTH, where is it used',
    'how are duplicates removed',
    'what sets docId',
    'load_settings in app.py',
    'where do we decide that a file is binary',
    'purpose of build_table',
])('an everyday question about code: %s', question => expect(readIntent(question).code).toBeGreaterThan(0.5));

test.each(['buildQuery', 'test_connection', 'Config::parse', 'docs.release()', '`release`'])('%s is a name, not the words in it', name => {
    const [asked, other] = [name, 'frobNicate'].map(one => intentFeatures(`explain ${one} to me`));
    expect([...(asked ?? [])].filter(feature => feature !== '#code')).toEqual([...(other ?? [])]);
});

test.each([
    ['I pinned it. Then a deploy hung. What does it wait for?', 'What does it wait for?'],
    ['after the last upgrade it got slow, where is that decided', 'where is that decided'],
    [
        'Nothing is printed, see the log of Foo.bar. Where is the message put together? Thanks in advance.',
        'Where is the message put together?',
    ],
    ['where is it set that lines end so, and who said so', 'where is it set that lines end so, and who said so'],
    ['fix: names with e.g. blanks', 'fix: names with e.g. blanks'],
])('what is asked in "%s"', (text, ask) => expect(askingPart(text).ask).toBe(ask));

test('the shares of all intents make one', () => {
    for (const question of ['', 'x', '?', 'how is it built', '試験はどこにありますか', 'a\n'.repeat(4000)]) {
        const shares = Object.values(readIntent(question));
        expect(shares).toHaveLength(INTENTS.length);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
    }
});

test('names, versions and files count by their sort: the same question about another project is read the same', () => {
    const about = (name: string, version: string): Set<string> => new Set(intentFeatures(`since ${version} ${name} warns`));
    const [one, other] = [about('parse_args', '1.2'), about('load_page', 'v3.10.x')];
    expect([...one].filter(feature => !other.has(feature)).every(feature => feature.startsWith('in name: '))).toBe(true);
});

test('rounding the weights to bytes moves no probability by more than a hundredth', () => {
    const exact = {
        bias: [0.3, -0.1, 0, 0, 0, -0.2],
        weights: new Map([
            ['test', [-1.234, 2.345, 0.1, -0.3, 0.01, 0]],
            ['where', [0.5, -0.25, 0.125, 0.3, -0.7, 0.9]],
            ['nothing', [0.001, -0.001, 0, 0, 0, 0]],
        ]),
    };
    const rounded = unpackModel(packModel(exact, 0.05));
    expect([...rounded.weights.keys()]).toEqual(['test', 'where']);
    const before = probabilities(exact, ['test', 'where', 'nothing']);
    for (const [at, share] of probabilities(rounded, ['test', 'where', 'nothing']).entries()) {
        expect(Math.abs(share - (before[at] ?? 0))).toBeLessThan(0.01);
    }
});

test('weights that do not fit their features are refused', () => {
    expect(() => unpackModel({ step: 1, bias: [0, 0, 0, 0, 0, 0], features: 'a\nb', weights: 'AAAA' })).toThrow('do not fit');
});

test('trained on three writers, it reads the fourth far better than by always saying code', () => {
    const questions = readLabelledQuestions();
    const written = questions.filter(({ writer }) => 'abc'.includes(writer));
    const unseen = written.filter(({ writer }) => writer === 'a');
    const others = questions.filter(({ writer }) => writer !== 'a');
    const figures = figuresOf(judgeUnseen(unseen, others, ({ writer }) => writer));
    expect(unseen.filter(({ wants }) => wants === 'code').length / unseen.length).toBeLessThan(0.4);
    expect(figures.accuracy).toBeGreaterThan(0.66);
    expect(figures.code).toBeGreaterThan(0.8);
    expect(figures.logLoss).toBeLessThan(0.85);
});
