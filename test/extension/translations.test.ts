import { afterEach, describe, expect, test } from 'vitest';
import { pseudoTranslations, translationsOf } from '../../scripts/interfaceTranslations.ts';
import { menuEntries } from '../../src/extension/menuEntries.ts';
import { statusLine } from '../../src/extension/statusLine.ts';
import { describeFailure, type Failure } from '../../src/protocol/failure.ts';
import { indexStory } from '../../src/protocol/indexStory.ts';
import type { IndexStatus } from '../../src/protocol/indexing.ts';
import { english, plural, retold, speak, spokenLanguage, t } from '../../src/protocol/l10n.ts';

afterEach(() => speak(english));

const counts = { indexed: 1418, total: 1431, skipped: 13, chunks: 9120 };

describe('a text is said in the language of the process', () => {
    test('which is English until somebody says otherwise', () => {
        expect(t('Answers by {0}, choose another model', 'Quotes')).toBe('Answers by Quotes, choose another model');
        expect(plural(1418, '{0} file', '{0} files')).toBe('1,418 files');
    });

    test('with its arguments where that language has them, and numbers as it writes them', () => {
        speak(translationsOf('de'));
        expect(plural(1418, '{0} file', '{0} files')).toBe('1.418 Dateien');
        expect(plural(1, '{0} file', '{0} files')).toBe('1 Datei');
        speak(translationsOf('ja'));
        expect(t('{0} of {1} this month', '$2', '$5')).toBe('今月 $5 中 $2');
    });

    test('by the rules of that language for one and many: French counts nothing as one, Japanese knows no difference', () => {
        speak(translationsOf('fr'));
        expect([0, 1, 2].map(count => plural(count, '{0} question', '{0} questions'))).toEqual(['0 question', '1 question', '2 questions']);
        speak(translationsOf('ja'));
        expect(plural(1, '{0} file', '{0} files')).toBe('1 個のファイル');
    });

    test('in English where there is no translation, and what looks like a hole in an argument stays', () => {
        speak(translationsOf('de'));
        expect(t('Nobody has translated {0}', '{1}')).toBe('Nobody has translated {1}');
    });

    test('and a language that the system does not know counts as English does', () => {
        speak({ ...pseudoTranslations(), language: 'x_y' });
        expect(spokenLanguage()).toBe('en');
        expect(plural(2, '{0} file', '{0} files')).toContain('2');
    });
});

describe('what the engine says in English is said again in the language of the editor', () => {
    const check = (said: string, german: string): void => {
        test(said, () => {
            speak(translationsOf('de'));
            expect(retold(said)).toBe(german);
        });
    };
    check('close in meaning', 'der Bedeutung nach ähnlich');
    check('defines retryBuild', 'definiert retryBuild');
    check('defines retryBuild, which main calls', 'definiert retryBuild, von main aufgerufen');
    // A name that is a word of the interface stays a name.
    check('defines Stop', 'definiert Stop');
    check('uses {0}', 'verwendet {0}');
    check('is a test, and other files seem to be asked for', 'ist ein Test, und gefragt war wohl nach anderen Dateien');
    check(
        'environment variables with secrets: never indexed or sent',
        'Umgebungsvariablen mit Geheimnissen: wird nie indiziert oder gesendet',
    );
    check(
        'http://127.0.0.1:11434 does not answer; these are quotations instead. Is the server running? (connect ECONNREFUSED)',
        'http://127.0.0.1:11434 antwortet nicht; stattdessen folgen Zitate. Läuft der Server? (connect ECONNREFUSED)',
    );
    check('The model said. Nothing of this is ours.', 'The model said. Nothing of this is ours.');

    test('a failure that another process describes comes out as one that is described here', () => {
        const failures: readonly Failure[] = [
            { kind: 'no-folder' },
            { kind: 'model-unreachable', origin: 'https://models.example', detail: 'status 502' },
            { kind: 'answer-incomplete', model: 'llama3.1', detail: 'it did not come to an end' },
            { kind: 'folder-missing', folder: '/srv/shop' },
        ];
        for (const failure of failures) {
            speak(english);
            const { title, remedy } = describeFailure(failure);
            speak(translationsOf('fr'));
            const here = describeFailure(failure);
            expect(retold(`${title}. ${remedy}`)).toBe(`${here.title}. ${here.remedy}`);
            expect(here.title).not.toBe(title);
        }
    });
});

describe('the status bar and its menu', () => {
    const states: readonly IndexStatus[] = [
        { state: 'empty' },
        { state: 'scanning', counts },
        { state: 'indexing', done: 312, total: 1418, counts, secondsLeft: 90 },
        { state: 'paused', done: 312, total: 1418, counts, because: 'the machine runs on battery' },
        { state: 'ready', counts, hasMeaning: false },
        { state: 'held', holderPid: 4711, counts },
        { state: 'failed', failure: { kind: 'disk-full', folder: '7' } },
    ];

    test.each(states)('leave no word plain in the pseudo-language: $state', status => {
        speak(pseudoTranslations());
        const running = { state: 'running' } as const;
        const told = [
            indexStory(status).title,
            statusLine(running, status).tooltip,
            ...menuEntries(running, status, { areLensesShown: true }).map(({ label }) => label),
        ];
        for (const text of told) expect(text).not.toMatch(/[A-Za-z]{2,}/);
    });
});
