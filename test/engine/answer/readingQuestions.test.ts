import type { QuestionShape } from '../../../src/engine/answer/questionShape.ts';
import { describe, expect, it } from 'vitest';
import { bestShare, judgeEvidence, type JudgedQuestion } from '../../../src/engine/answer/judgeEvidence.ts';
import type { EvidenceMeasure } from '../../../src/engine/answer/measureEvidence.ts';
import { namesIn } from '../../../src/engine/answer/questionNames.ts';
import { isEnglish } from '../../../src/engine/answer/questionLanguage.ts';
import { questionShape } from '../../../src/engine/answer/questionShape.ts';

describe('the shape of a question', () => {
    const cases: readonly (readonly [question: string, shape: QuestionShape])[] = [
        ['Where is a build retried?', 'where'],
        ['Which function parses dates?', 'where'],
        ['What does retryBuild do?', 'what'],
        ['How does retrying work?', 'how'],
        ['How is the cache used while building?', 'how'],
        ['Why is the pause doubled?', 'why'],
        ['Who calls retryBuild?', 'users'],
        ['Where is retryBuild used?', 'users'],
        ['what else depends on the cart', 'users'],
        ['callers of retryBuild', 'users'],
        ['What is the interaction between the test that validates references and the index?', 'what'],
        ['Which tests cover retryBuild?', 'tests'],
        ['How is retryBuild tested?', 'tests'],
        ['Which setting limits retries?', 'configuration'],
        ['How do I change the number of retries?', 'configuration'],
        ['How do I run the tests?', 'running'],
        ['how to install', 'running'],
        ['JSON object with named fields', 'topic'],
    ];
    for (const [question, shape] of cases) {
        it(`${question} → ${shape}`, () => {
            expect(questionShape(question)).toBe(shape);
        });
    }
});

describe('names that a question spells out', () => {
    const cases: readonly (readonly [question: string, names: readonly string[]])[] = [
        ['Where is retryBuild called?', ['retryBuild']],
        ['What does `retry` do?', ['retry']],
        ['What does Cart.addItem() do', ['Cart.addItem', 'addItem']],
        ['What does `#dispatch` do?', ['#dispatch']],
        ['Cart#total, `Cart#total`', ['Cart#total', 'total']],
        ['Why MAX_SIZE in src/cart.ts?', ['MAX_SIZE', 'src/cart.ts']],
        ['How does HTTPServer start', ['HTTPServer']],
        ['Where do we retry a build?', []],
        ['a built-in type, e.g. a list', []],
    ];
    for (const [question, names] of cases) {
        it(question, () => {
            expect(namesIn(question)).toEqual(names);
        });
    }
});

describe('answering, or saying that nothing relevant was found', () => {
    const word = (term: string, weight = 1, occurs = true) => ({ term, written: term, weight, occurs });
    const near = (best: number) => ({ best, tenth: best, hundredth: best });
    const measure: EvidenceMeasure = {
        words: [word('retri', 4), word('build', 1), word('kubernet', 5, false)],
        heldByPassage: [new Set(['build']), new Set(['retri', 'build'])],
        overUse: [3, 1, -2],
        pairs: 0,
        nearness: undefined,
        lead: 0,
        rows: 50,
        knownNames: 0,
        unknownNames: 0,
        isNamesFromElsewhere: false,
    };
    const large = { rows: 9_000, nearness: { best: 0.4, tenth: 0.3, hundredth: 0.15 } };
    const asked: JudgedQuestion = { isEnglish: true, asksForUsers: false, hasSelection: false };
    const cases: readonly (readonly [rule: string, changes: Partial<EvidenceMeasure & JudgedQuestion>, expected: string])[] = [
        ['the best passage has enough of the words', {}, 'relevant'],
        ['it has too little of them', { heldByPassage: [new Set(['build'])] }, 'thin'],
        ['near in meaning is relevant with few words', { heldByPassage: [new Set(['build'])], nearness: near(0.45) }, 'relevant'],
        ['far in meaning is not, even with some words', { nearness: near(0.2) }, 'thin'],
        ['of another language only the known words count', { isEnglish: false, nearness: near(0) }, 'relevant'],
        ['a known name is enough', { knownNames: 1, nearness: near(0) }, 'relevant'],
        [
            'a known name is enough in a large repository when little else is said',
            { knownNames: 1, rows: 9_000, nearness: near(0) },
            'relevant',
        ],
        ['in a large repository pairs and nearness weigh', { rows: 9_000, pairs: 1, nearness: near(0.6) }, 'relevant'],
        ['in a large repository words that are nowhere weigh against', { rows: 9_000, nearness: near(0.2) }, 'thin'],
        ['in a large repository that says its words no more often than others do', { ...large, overUse: [-1, 0, -4] }, 'thin'],
        ['in a large repository that says them far more often', { ...large, overUse: [4, 3, 0] }, 'relevant'],
        ['in a large repository where one file stands out', { ...large, overUse: [2, 1, -1], lead: 2.5 }, 'relevant'],
        ['in a large repository where all files are alike', { ...large, overUse: [2, 1, -1], lead: 0.2 }, 'thin'],
        ['names alone that not even a text has', { unknownNames: 1, isNamesFromElsewhere: true, nearness: near(0.9) }, 'unknown-names'],
        ['the users of something unknown', { unknownNames: 1, asksForUsers: true, nearness: near(0.9) }, 'unknown-names'],
        ['words that are nowhere', { words: [word('kubernet', 5, false)] }, 'unknown-words'],
        ['no word that tells anything', { words: [] }, 'no-words'],
        ['nothing found', { heldByPassage: [] }, 'nothing-found'],
        ['a selection is always evidence', { heldByPassage: [], hasSelection: true }, 'relevant'],
    ];
    for (const [rule, changes, expected] of cases) {
        it(rule, () => {
            const verdict = judgeEvidence({ ...measure, ...changes }, { ...asked, ...changes });
            expect(verdict.isRelevant ? 'relevant' : verdict.reason).toBe(expected);
        });
    }

    it('a word that the repository does not have weighs against every passage', () => {
        expect(bestShare(measure)).toBeCloseTo(0.5);
    });
});

describe('the language of a question', () => {
    const cases: readonly (readonly [question: string, isEnglish: boolean])[] = [
        ['How does a build get retried?', true],
        ['JSON object with named fields', true],
        ['retryBuild', true],
        ['Where does the process die?', true],
        ['Wie wird ein Build wiederholt?', false],
        ['Wo ist retryBuild definiert?', false],
        ['Pourquoi les tests sont lents ?', false],
        ['ビルドはどこで再試行されますか', false],
    ];
    for (const [question, expected] of cases) {
        it(question, () => {
            expect(isEnglish(question)).toBe(expected);
        });
    }
});
