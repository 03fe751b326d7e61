import type { SpokenLanguage } from './language/spokenLanguages.ts';

/**
 * The language of a question, by its script and its small words: names and technical words are the same in all of them. `other` for one that
 * is none of the six, undefined for a question of such words alone. English is what a doubt is decided for, since most questions are, and
 * an English question must be read as it always was.
 */
export function languageOfQuestion(question: string): SpokenLanguage | 'other' | undefined {
    const counts = countSmallWords(question);
    const byScript = languageOfScript(question, counts.english);
    if (byScript) return byScript;
    let best: SpokenLanguage | undefined;
    let most = 0;
    for (const [language, { certain, possible }] of counts.foreign) {
        // `die`, `on` and `des` are words of programs as well: they count only beside a word that is nothing else.
        const score = certain + possible / 2;
        if (certain > 0 && score > most) [best, most] = [language, score];
    }
    if (best && most > counts.english) return best;
    if (!isEnglish(question)) return 'other';
    return counts.english > 0 ? 'en' : undefined;
}

/**
 * True unless the small words of a question belong to another language. Names and technical words are the same in all of them, so a phrase
 * without small words counts as English.
 */
export function isEnglish(question: string): boolean {
    let english = 0;
    let foreign = 0;
    for (const [word] of question.toLowerCase().matchAll(/\p{L}+/gu)) {
        if (ENGLISH.has(word)) english++;
        else if (FOREIGN.has(word) || !/\p{Script=Latin}/u.test(word)) foreign++;
    }
    return foreign <= english;
}

/** True for a small word of German, French, Spanish or Italian, which names nothing in code. */
export function isForeignSmallWord(word: string): boolean {
    return FOREIGN.has(word.toLowerCase());
}

/** Japanese has its own letters between the Chinese ones; a name or two of such letters makes no English sentence foreign. */
function languageOfScript(question: string, english: number): 'ja' | 'zh-cn' | undefined {
    const kana = question.match(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
    const han = question.match(/\p{Script=Han}/gu)?.length ?? 0;
    if (kana + han < 2 || kana + han <= english * 2) return undefined;
    return kana > 0 ? 'ja' : 'zh-cn';
}

interface SmallWords {
    readonly english: number;
    readonly foreign: ReadonlyMap<SpokenLanguage, { certain: number; possible: number }>;
}

function countSmallWords(question: string): SmallWords {
    let english = 0;
    const foreign = new Map(SMALL_WORDS.map(([language]) => [language, { certain: 0, possible: 0 }]));
    // What stands in backticks is code.
    for (const [word] of question
        .toLowerCase()
        .replaceAll(/`[^`]*`/g, ' ')
        .matchAll(/[\p{L}\p{M}]+/gu)) {
        if (ENGLISH.has(word)) english++;
        for (const [language, words, letters] of SMALL_WORDS) {
            const count = foreign.get(language);
            if (!count) continue;
            if (words.has(word)) count[ALSO_ELSEWHERE.has(word) ? 'possible' : 'certain']++;
            else if (letters.test(word)) count.possible++;
        }
    }
    return { english, foreign };
}

function wordSet(words: string): ReadonlySet<string> {
    return new Set(words.split(' '));
}

const ENGLISH = wordSet(
    'a an and are be by can do does for from get how i in is it of on or should the this to we what when where which who why with you',
);

/** With letters that a word of the language may have and English has not. */
const SMALL_WORDS: readonly (readonly [SpokenLanguage, ReadonlySet<string>, RegExp])[] = [
    [
        'de',
        wordSet(
            'wie wo warum wieso weshalb wann wer was wohin woher wodurch womit wofür welche welcher welches welchen wird werden wurde wurden ist sind war ' +
                'hat haben kann können muss müssen soll sollen der die das den dem des ein eine einen einer einem und oder aber nicht kein keine von vom mit ' +
                'für auf aus bei beim zu zum zur im am nach über unter zwischen wenn dass ob es gibt sich ich wir man mir uns dieser diese dieses hier dort ' +
                'verwendet benutzt nutzt ruft macht tut passiert funktioniert funktionieren dafür dazu irgendetwas etwas alle zeig zeige erkläre finde nenne',
        ),
        /[äöüß]/,
    ],
    [
        'es',
        wordSet(
            'qué cuál cuáles cómo dónde cuándo quién quiénes por para según con sin sobre desde hasta entre pero también los las una unos unas del al ' +
                'está están es son ser hay hace hacen se lo la el de en un y que como no su sus este esta esto estos más cuando donde si funciona funcionan muestra explica',
        ),
        /[ñ¿¡áíóú]/,
    ],
    [
        'fr',
        wordSet(
            'comment où pourquoi quand qui quel quelle quels quelles quoi est sont les des une dans avec sans pour sur sous par du au aux ce cette ces ' +
                'cela ça ils elle elles il nous vous je on ne pas plus et ou mais que qu le la un de en se son sa ses leur fait font peut peuvent doit ' +
                'fonctionne fonctionnent trouve explique montre',
        ),
        /[çèêëîïôûùœ]/,
    ],
];

/** Words of English or of programs, and words that two of the languages share. */
const ALSO_ELSEWHERE = wordSet(
    'die was war man des am im es on se un de en no la le son pour sans du par si con que al el lo y sur hat sa ou ne il ce plus note mir als hier alle',
);

/** Those that are English words too (`die`, `was`, `on`, `des`) are told apart by the rest of the sentence. */
const FOREIGN: ReadonlySet<string> = new Set(
    (
        'wie wo warum wieso wann wer welche welcher welches wird werden wurde ist sind hat haben kann können der die das den dem des ein eine einen einer und oder ' +
        'nicht von mit für auf aus bei zu zum zur im was comment où pourquoi quand qui quel quelle est sont les une dans avec pour sur cómo dónde ' +
        'qué cuándo quién cuál por los las una con para como está están perché dove quando chi quale il lo gli della nel'
    ).split(' '),
);
