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

const ENGLISH: ReadonlySet<string> = new Set(
    'a an and are be by can do does for from get how i in is it of on or should the this to we what when where which who why with you'.split(
        ' ',
    ),
);

/** Those that are English words too (`die`, `was`, `on`, `des`) are told apart by the rest of the sentence. */
const FOREIGN: ReadonlySet<string> = new Set(
    (
        'wie wo warum wieso wann wer welche welcher welches wird werden wurde ist sind hat haben kann können der die das den dem des ein eine einen einer und oder ' +
        'nicht von mit für auf aus bei zu zum zur im was comment où pourquoi quand qui quel quelle est sont les une dans avec pour sur cómo dónde ' +
        'qué cuándo quién cuál por los las una con para como está están perché dove quando chi quale il lo gli della nel'
    ).split(' '),
);
