import type { WordBag } from '../wordBag.ts';
import { bagOfWords } from '../wordBag.ts';

/**
 * The words of a text as the index and the questions see them: identifiers are split (`HTTPServer`, `snake_case`, `sha256`),
 * lower-cased and lightly stemmed, and an identifier of several parts also counts as a whole (`httpserver`),
 * so that `retry build`, `retryBuild` and `retry_build` meet. Index and question must go through the same function;
 * a change here means that every index is built again.
 */
export function termsOf(text: string): string[] {
    const terms: string[] = [];
    forEachIdentifier(text, identifier => {
        for (const term of termsOfIdentifier(identifier)) terms.push(term);
    });
    return terms;
}

/** The words of a text in the form a row keeps; the order of the text is gone. */
export function bagOf(text: string): WordBag {
    return bagOfWords(termsOf(text));
}

/** Words that say nothing about what is looked for. Only questions drop them; in the index they cost little and are never asked for. */
export function isStopWord(term: string): boolean {
    return STOP_WORDS.has(term);
}

/** The longest term kept; longer runs are encoded data, and LanceDB's tokenizer drops them at 40 as well. */
const MAX_TERM = 40;

/** Bounds the memory of the memo below to some four megabytes. */
const MAX_REMEMBERED = 20_000;

const remembered = new Map<string, readonly string[]>();

/** The terms of one identifier, remembered, because source code repeats its identifiers. */
function termsOfIdentifier(identifier: string): readonly string[] {
    const known = remembered.get(identifier);
    if (known) return known;
    // A slice keeps the whole text it was cut from alive in V8; what is remembered must stand on its own.
    const own = ` ${identifier}`.slice(1);
    const terms = NON_ASCII.test(own) ? splitUnicode(own) : splitAscii(own);
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(own, terms);
    return terms;
}

const NON_ASCII = /[\u0080-\uffff]/;

function splitAscii(identifier: string): string[] {
    const parts = identifier.match(PARTS) ?? [];
    const terms: string[] = [];
    for (const part of parts) if (part.length > 1 && part.length <= MAX_TERM) terms.push(stem(part.toLowerCase()));
    if (parts.length > 1) {
        const whole = parts.join('').toLowerCase();
        if (whole.length > 1 && whole.length <= MAX_TERM) terms.push(whole);
    }
    return terms;
}

/** `HTTPServer` is HTTP + Server, `getURL` is get + URL, `sha256` is sha + 256, `_private` is private, and `URLs` is URL and not UR + Ls. */
const PARTS = /[A-Z]{2,}(?=s(?![a-z]))|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g;

/** Words of other scripts: as they are in lower case; Chinese and Japanese, which write no blanks, as pairs of characters. */
function splitUnicode(identifier: string): string[] {
    const terms: string[] = [];
    for (const [word] of identifier.normalize('NFKC').matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
        const characters = Array.from(word.toLowerCase());
        if (!UNSPACED.test(word) || characters.length <= 2) {
            if (characters.length > 1 && word.length <= MAX_TERM) terms.push(characters.join(''));
            continue;
        }
        for (let at = 0; at + 1 < characters.length; at++) terms.push(`${characters[at] ?? ''}${characters[at + 1] ?? ''}`);
    }
    return terms;
}

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/**
 * Brings plural, past and progressive forms to one stem: `retries` and `retry`, `loaded`, `loading` and `load`.
 * Far lighter than Porter's stemmer, which would join `general` and `generate`.
 */
function stem(word: string): string {
    return withoutFinalE(withoutEnding(word));
}

function withoutEnding(word: string): string {
    const length = word.length;
    if (length <= 3) return word;
    if (word.endsWith('s')) {
        if (length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
        if (word.endsWith('sses') || /(?:x|ch|sh|ss)es$/.test(word)) return word.slice(0, -2);
        return word.endsWith('ss') || word.endsWith('us') ? word : word.slice(0, -1);
    }
    if (length > 5 && word.endsWith('ing')) return withoutDouble(word.slice(0, -3));
    if (length > 4 && word.endsWith('ed')) return withoutDouble(word.slice(0, -2));
    return word;
}

/** `stopp` is stop, but `call`, `pass` and `buzz` stay. */
function withoutDouble(word: string): string {
    const last = word.at(-1) ?? '';
    return word.length > 3 && last === word.at(-2) && !'lsz'.includes(last) ? word.slice(0, -1) : word;
}

function withoutFinalE(word: string): string {
    return word.length > 4 && word.endsWith('e') ? word.slice(0, -1) : word;
}

/** Hands over each run of letters, digits, `_` and `$`; runs of a single digit are not words. */
function forEachIdentifier(text: string, take: (identifier: string) => void): void {
    const length = text.length;
    let at = 0;
    while (at < length) {
        while (at < length && !isWordCode(text.charCodeAt(at))) at++;
        const start = at;
        while (at < length && isWordCode(text.charCodeAt(at))) at++;
        if (at - start > 1) take(text.slice(start, at));
    }
}

/** Everything beyond ASCII counts as a letter here; `splitUnicode` looks closer. */
function isWordCode(code: number): boolean {
    return code >= 128 || WORD_CODES[code] === 1;
}

const WORD_CODES = Uint8Array.from({ length: 128 }, (_, code) => (/[A-Za-z0-9_$]/.test(String.fromCharCode(code)) ? 1 : 0));

/** English function words and the small talk of issues, as `stem` leaves them. */
const STOP_WORDS = new Set(
    `a about also am an and any are aren as at be because been being but by can cannot could couldn did didn do does doesn doing don done
    for from get gets got had has hasn have haven having he hello help her here hi hers him his how i if im in into is isn it its itself ive
    just know let like look made make makes me more most much my need needs no nor not now of off ok on once one only or other our out over
    own please question same see seem she should shouldn so some such than thank thanks that the their them then there these they thing this
    those though through to too two under until up upon us use used uses using very want wants was wasn way we were weren what when where
    whether which while who whom whose why will with won would wouldn yes you your http https www com org github issue new`
        .split(/\s+/)
        .flatMap(word => [word, stem(word)]),
);
