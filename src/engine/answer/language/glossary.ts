import type { SpokenLanguage } from './spokenLanguages.ts';
import { MORE_WORDS_OF_CODE } from './moreWordsOfCode.ts';
import { SMALL_WORDS } from './smallWordsOfQuestions.ts';
import { WORDS_OF_CODE } from './wordsOfCode.ts';

export type ForeignLanguage = Exclude<SpokenLanguage, 'en'>;

/** The words of one language with their English. */
export interface Glossary {
    /** By the word or phrase as it is looked up, see `folded`. */
    readonly english: ReadonlyMap<string, string>;
    /** The same words without their endings; only those that are one word. */
    readonly byBase: ReadonlyMap<string, string>;
    /** The most words that a phrase has; the most characters of an entry where words are not set apart. */
    readonly longest: number;
}

/** Read from the tables when a language is first asked for. */
export function glossaryOf(language: ForeignLanguage): Glossary {
    const known = glossaries.get(language) ?? readGlossary(language);
    glossaries.set(language, known);
    return known;
}

const glossaries = new Map<ForeignLanguage, Glossary>();

/** Lower case, without accents; `ä` is `ae` and `ß` is `ss`, and an apostrophe ends a word. */
export function folded(text: string): string {
    return (
        text
            .toLowerCase()
            .normalize('NFC')
            // `zählen` is not `zahlen`.
            .replaceAll(/[äöü]/g, letter => UMLAUTS[letter] ?? letter)
            .normalize('NFD')
            .replaceAll(/[\u0300-\u036f]/g, '')
            .normalize('NFC')
            .replaceAll('ß', 'ss')
            .replaceAll('œ', 'oe')
            .replaceAll(/['’-]/g, ' ')
            .trim()
    );
}

const UMLAUTS: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue' };

function readGlossary(language: ForeignLanguage): Glossary {
    const english = new Map<string, string>();
    const byBase = new Map<string, string>();
    let longest = 1;
    const column = COLUMNS.indexOf(language);
    // Small words come first and keep their place.
    for (const line of `${SMALL_WORDS}\n${WORDS_OF_CODE}\n${MORE_WORDS_OF_CODE}`.split('\n')) {
        const [told = '', ...words] = line.split('|');
        for (const written of (words[column] ?? '').split(',')) {
            const isUnspaced = UNSPACED.has(language);
            const word = isUnspaced ? written.trim() : folded(written);
            if (word === '' || english.has(word)) continue;
            english.set(word, told.trim());
            longest = Math.max(longest, isUnspaced ? word.length : word.split(' ').length);
            if (isUnspaced || word.includes(' ')) continue;
            for (const base of basesOf(word, language)) if (!byBase.has(base)) byBase.set(base, told.trim());
        }
    }
    return { english, byBase, longest };
}

const COLUMNS: readonly ForeignLanguage[] = ['de', 'es', 'fr', 'ja', 'zh-cn'];
export const UNSPACED: ReadonlySet<SpokenLanguage> = new Set(['ja', 'zh-cn']);

/** A word without each of the endings that it may have, itself first. */
export function basesOf(word: string, language: ForeignLanguage): readonly string[] {
    const bases = [word];
    for (const ending of ENDINGS[language] ?? [])
        if (word.endsWith(ending) && word.length - ending.length >= SHORTEST_BASE) bases.push(word.slice(0, -ending.length));
    return bases;
}

/** What is left of a shorter one could be anything. */
const SHORTEST_BASE = 4;

/** Of nouns, adjectives and regular verbs, without accents, the short ones first. */
const ENDINGS: Readonly<Partial<Record<ForeignLanguage, readonly string[]>>> = {
    de: 'e n s t en er es em et te st ern ten ter tes tem ens end ende ung ungen'.split(' '),
    es: 's o a e es os as an en ar er ir ado ada ido ida ados adas idos idas ando iendo aron ieron ara cion'.split(' '),
    fr: 's e x es ee ees er ez nt ent ant ait ais is it ir re eur'.split(' '),
};
