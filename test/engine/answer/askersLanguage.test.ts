import path from 'node:path';
import type { Answer } from '../../../src/protocol/answer.ts';
import type { AnswerPorts } from '../../../src/engine/answer/prepareQuestion.ts';
import type { ChatModel } from '../../../src/engine/modelPorts.ts';
import type { SpokenLanguage } from '../../../src/engine/answer/language/spokenLanguages.ts';
import type { Translations } from '../../../src/protocol/l10n.ts';
import type { IndexedFixture } from '../retrieve/indexedFixture.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerTranslationsOf, pseudoText, translatedLanguages } from '../../../scripts/interfaceTranslations.ts';
import { languageOfAnswer } from '../../../src/engine/answer/language/languageOfAnswer.ts';
import { AnswerTexts } from '../../../src/engine/answerTexts.ts';
import { inEnglish } from '../../../src/engine/answer/language/inEnglish.ts';
import { languageOfQuestion } from '../../../src/engine/answer/questionLanguage.ts';
import { questionShape } from '../../../src/engine/answer/questionShape.ts';
import { quotingModel } from '../../../src/engine/models/quotingModel.ts';
import { readPack } from '../../retrieval/pack.ts';
import { builderFixture } from './builderFixture.ts';
import { answerOver } from './fixturePorts.ts';
import { indexedFixture, shippedEmbedder } from '../retrieve/indexedFixture.ts';

const knowsNothing = { rowsWith: () => 0 };

describe('the language of a question', () => {
    it.each<[question: string, language: ReturnType<typeof languageOfQuestion>]>([
        ['Where is the configuration read?', 'en'],
        ['does the process die on exit', 'en'],
        ['Wo wird die Konfiguration gelesen?', 'de'],
        ['Was macht retryBuild?', 'de'],
        ['¿Dónde se lee la configuración?', 'es'],
        ['Où la configuration est-elle lue ?', 'fr'],
        ['設定はどこで読み込まれますか？', 'ja'],
        ['配置在哪里读取？', 'zh-cn'],
        ['Dove è la configurazione e perché?', 'other'],
        ['retryBuild', undefined],
        ['src/build/retry.ts', undefined],
        ['What does “日本” in the list of countries do?', 'en'],
    ])('%s', (question, language) => {
        expect(languageOfQuestion(question)).toBe(language);
    });

    it('is that of the answer, unless another is set; names alone leave it to the interface', () => {
        const asked = 'Wo wird die Konfiguration gelesen?';
        expect(languageOfAnswer(asked, { language: '' })).toBe('de');
        expect(languageOfAnswer(asked, { language: 'French', interfaceLanguage: 'ja' })).toBe('fr');
        expect(languageOfAnswer('Where is it read?', { language: '', interfaceLanguage: 'de' })).toBe('en');
        expect(languageOfAnswer('retryBuild', { language: '', interfaceLanguage: 'de-AT' })).toBe('de');
        expect(languageOfAnswer('retryBuild', { language: '' })).toBe('en');
    });
});

describe('what is searched for', () => {
    it('is an English question as it stands: all of the pack', () => {
        const { queries, sides, heldBack, plainWords, later } = readPack();
        const all = [...queries, ...sides, ...heldBack, ...plainWords, ...later];
        expect(all.length).toBeGreaterThan(600);
        expect(all.filter(({ query }) => inEnglish(query, knowsNothing) !== undefined).map(({ query }) => query)).toEqual([]);
    });

    it.each([
        ['Wo wird die Konfiguration gelesen?', 'Where is the configuration read?'],
        ['Wie funktioniert die Dateiüberwachung?', 'How work the file watcher?'],
        ['Wo werden abgelaufene Sitzungen gelöscht?', 'Where are expire session delete?'],
        ['¿Dónde se validan las contraseñas?', 'Where validate the password?'],
        ['Où les mots de passe sont-ils vérifiés ?', 'Where the password are it check?'],
        ['パスワードはどこで検証されますか？', 'Where is password validate?'],
        ['密码在哪里验证？', 'Where is password validate?'],
    ])('%s', (question, english) => {
        expect(inEnglish(question, knowsNothing)?.toLowerCase()).toBe(english.toLowerCase());
    });

    it('keeps names, and words of the question that the index has as they are', () => {
        expect(inEnglish('Was macht `retryBuild` mit cart_total?', knowsNothing)).toBe('What does `retryBuild` with cart_total?');
        const german = { rowsWith: (term: string) => (term === 'konfiguration' ? 3 : 0) };
        expect(inEnglish('Wo wird die Konfiguration gelesen?', german)).toBe('Where is the configuration read?\nKonfiguration');
    });

    it.each(translatedLanguages())('is understood where an answer suggests how to go on: %s', language => {
        const { texts } = answerTranslationsOf(language);
        const shapes = ['What uses {0}?', 'Which tests cover {0}?', 'Where is {0} configured?'].map(text =>
            questionShape(inEnglish((texts[text] ?? '').replace('{0}', 'retryBuild'), knowsNothing) ?? ''),
        );
        expect(shapes).toEqual(['users', 'tests', 'configuration']);
    });
});

let fixture: IndexedFixture;

beforeAll(async () => {
    fixture = await indexedFixture(builderFixture);
});

afterAll(async () => {
    await (await shippedEmbedder()).close();
});

function answerTo(text: string, answerTexts: AnswerPorts['answerTexts'], chatModel: ChatModel = quotingModel): Promise<Answer> {
    return answerOver(fixture, text, {
        coverage: () => Promise.resolve({ searchedFiles: 3, totalFiles: 3, skippedFiles: 0, isPartial: false, hasMeaning: true }),
        chatModel,
        ...(answerTexts ? { answerTexts } : {}),
    });
}

const shipped = new AnswerTexts(path.resolve(import.meta.dirname, '../../../l10n'), { warn: () => undefined });

const questions: readonly string[] = [
    'Wie wird ein fehlgeschlagener Build wiederholt?',
    'Wo wird gewartet, bevor ein Build wiederholt wird?',
    'Was ist `retryBuild`?',
    'Wer ruft retryBuild auf?',
    'Welche Tests prüfen retryBuild?',
    'Wo wird build.retries konfiguriert?',
    'Wie viele Funktionen gibt es?',
    'Wie führe ich die Tests aus?',
    'Wie backe ich ein Sauerteigbrot?',
];

describe('an answer by quotation', () => {
    it.each(questions)('has no sentence that is not said in the language of the question: %s', async question => {
        const texts = Object.fromEntries(Object.keys(answerTranslationsOf('de').texts).map(text => [text, pseudoText(text)]));
        const asked: SpokenLanguage[] = [];
        const pseudo: NonNullable<AnswerPorts['answerTexts']> = {
            in: language => {
                asked.push(language);
                // A language that `Intl` knows and none is English in.
                return Promise.resolve<Translations>({ language: 'fi', texts });
            },
        };
        const { text } = await answerTo(question, pseudo);
        expect(asked).toEqual(['de']);
        const said = text
            .replaceAll(/```[\s\S]*?```/g, '')
            .replaceAll(/^ {4}.*$/gm, '')
            .replaceAll(/`[^`]*`|“[^”]*”|\[\d[\d:,-]*\]/g, '')
            .replaceAll(/\{\d\}/g, '');
        expect(said).toMatch(/[àéïöü]/);
        // Finnish for `and`, and a command.
        expect(said.match(/[A-Za-z]{2,}/g)?.filter(word => !['ja', 'npm', 'test', 'run'].includes(word)) ?? []).toEqual([]);
    });

    it.each(questions.slice(0, 7))('has footnotes that all hold in German: %s', async question => {
        const { text, citations, doubts, isAnswered, notice } = await answerTo(question, shipped);
        expect(isAnswered).toBe(true);
        expect(citations.length).toBeGreaterThan(0);
        expect([...citations.filter(({ state }) => state !== 'verified'), ...(doubts ?? [])]).toEqual([]);
        expect(text).toMatch(/\b(?:in|ist|wird|kommt|Aus|gibt|Zeile)\b/);
        expect(notice).toMatch(/^Gesucht wurde auf Englisch: /);
    });

    it.each([
        ['es', '¿Qué es retryBuild?', 'es una función en'],
        ['fr', "Qu'est-ce que retryBuild ?", 'est une fonction dans'],
        ['ja', 'retryBuild とは何ですか？', 'の関数です'],
        ['zh-cn', 'retryBuild 是什么？', '中的函数'],
    ])('speaks %s as well, and its footnotes hold', async (_, question, said) => {
        const { text, citations, doubts } = await answerTo(question, shipped);
        expect(text).toContain(said);
        expect([...citations.filter(({ state }) => state !== 'verified'), ...(doubts ?? [])]).toEqual([]);
    });

    it('says so in German where nothing was found, and in English what was asked in English', async () => {
        expect((await answerTo('Wie backe ich ein Sauerteigbrot?', shipped)).text).toContain(
            'habe ich in diesem Repository nichts gefunden',
        );
        const { text, followUps = [] } = await answerTo('How does `retryBuild` retry a build?', shipped);
        expect(text).toContain('is a function in');
        expect(followUps.every(question => /^(?:What|Which|Where)/.test(question))).toBe(true);
        const german = await answerTo('Wie wiederholt `retryBuild` einen Build?', shipped);
        expect((german.followUps ?? []).length).toBe(followUps.length);
        expect((german.followUps ?? []).every(question => /^(?:Was|Welche|Wo)/.test(question))).toBe(true);
    });
});
