import { readdirSync, readFileSync } from 'node:fs';
import type { Translations } from '../src/protocol/l10n.ts';

/** The interface's texts as they ship: one bundle a language, by the English of each text. */
export function translationsOf(language: string): Translations {
    return { language, texts: readTexts(`bundle.l10n.${language}.json`) };
}

/** What answers by quotation say, which the engine alone reads: kept apart, so that the panel does not carry it. */
export function answerTranslationsOf(language: string): Translations {
    return { language, texts: readTexts(`answers.${language}.json`) };
}

/** The texts of the manifest by their English, those that the interface shows as well included. */
export function manifestTranslationsOf(language: string): Readonly<Record<string, string>> {
    return { ...translationsOf(language).texts, ...readTexts(`manifest.${language}.json`) };
}

/** The languages that there is a bundle for, in the order of the alphabet. */
export function translatedLanguages(): readonly string[] {
    return readdirSync(BUNDLES)
        .flatMap(name => /^bundle\.l10n\.([\w-]+)\.json$/.exec(name)?.[1] ?? [])
        .sort();
}

/**
 * A language that is none: every text that goes through the translations comes out as `[!!Šéñð!!!]`, readable, with no plain letter and
 * two fifths longer, as German and French are. What stays plain on a screen was forgotten; what is cut off is too narrow.
 */
export function pseudoTranslations(): Translations {
    const { texts } = translationsOf('de');
    return { language: 'qps-ploc', texts: Object.fromEntries(Object.keys(texts).map(text => [text, pseudoText(text)])) };
}

/** `{0}`, `$(icon)`, links and names in backticks stay as they are: they are no words. */
export function pseudoText(text: string): string {
    const accented = text.replaceAll(/\{\d+\}|\$\([\w-]+\)|\]\([^)]*\)|`[^`]*`|[A-Za-z]/g, found =>
        found.length === 1 ? (ACCENTED.get(found) ?? found) : found,
    );
    // A joint between parts (`, `) is no text that somebody reads.
    return accented === text ? text : `[!!${accented}${'!'.repeat(Math.ceil(text.length * 0.4))}]`;
}

function readTexts(name: string): Readonly<Record<string, string>> {
    return JSON.parse(readFileSync(new URL(name, BUNDLES), 'utf8')) as Readonly<Record<string, string>>;
}

const PLAIN = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const WITH_ACCENTS = 'àƀçďéƒĝĥïĵķļɱñöþɋŕšţüṽŵẋýžÀƁÇĎÉƑĜĤÏĴĶĻṀÑÖÞɊŔŠŢÜṼŴẊÝŽ';
const ACCENTED: ReadonlyMap<string, string> = new Map(Array.from(PLAIN, (letter, place) => [letter, WITH_ACCENTS[place] ?? letter]));

const BUNDLES = new URL('../l10n/', import.meta.url);
