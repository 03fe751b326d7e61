import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandRows } from '../../src/extension/commandTable.ts';
import { engineTexts } from '../../scripts/engineTexts.ts';
import { interfaceTexts } from '../../scripts/interfaceTexts.ts';
import { answerTranslationsOf, manifestTranslationsOf, translatedLanguages, translationsOf } from '../../scripts/interfaceTranslations.ts';
import { manifestTexts, translatedManifestTexts } from '../../scripts/manifest.ts';

const root = path.resolve(import.meta.dirname, '../..');
const { texts, unknown } = interfaceTexts(root);

/** What answers by quotation say is read by the engine alone. */
const isOfAnswers = ({ place }: { readonly place: string }): boolean => /^src\/engine\/(?:answer|models)\/(?!rounds\/)/.test(place);
const answers = new Set(texts.filter(isOfAnswers).map(({ text }) => text));

/** Everything that people read of the interface, in English. */
const shown = new Set([
    ...texts.filter(text => !isOfAnswers(text)).map(({ text }) => text),
    ...commandRows.map(({ title }) => title),
    ...engineTexts,
]);
const inManifest = new Set(Object.values(manifestTexts()));

/** What a translation must have as its English has it: places for arguments, icons, addresses of links, names in backticks. */
function fixedParts(text: string): readonly string[] {
    return [...text.matchAll(/\{(?:text)?\d+\}|\$\([\w~-]+\)|\]\([^)]*\)|`[^`]*`/g)].map(([part]) => part).sort();
}

describe('the texts of the interface', () => {
    test('are literals, or come from a table of literals, so that they can be translated', () => {
        expect(unknown).toEqual([]);
    });

    test('are made when they are shown, not when their module is loaded', () => {
        expect(texts.filter(({ isTooEarly }) => isTooEarly).map(({ place }) => place)).toEqual([]);
    });

    test('that the engine says are still in its sources', () => {
        const written = sourcesBelow(path.join(root, 'src/engine'));
        // A text may stand in what is put into another.
        const sources = `${written}\n${withHoles(written)}`;
        const isSaid = (text: string): boolean => ["'", '"', '`'].some(quote => sources.includes(`${quote}${text}${quote}`));
        const gone = engineTexts.filter(text => !isSaid(text.replaceAll(/\{(?:text)?\d+\}/g, '{}')));
        expect(gone).toEqual([]);
    });

    test('are there in English, German, Spanish, French, Japanese and Simplified Chinese', () => {
        expect(translatedLanguages()).toEqual(['de', 'es', 'fr', 'ja', 'zh-cn']);
    });
});

describe.each(translatedLanguages())('%s', language => {
    const { texts: translated } = translationsOf(language);
    const ofManifest = manifestTranslationsOf(language);

    test('has every text, and none that nobody shows any more', () => {
        expect([...shown].filter(text => !(text in translated))).toEqual([]);
        expect(Object.keys(translated).filter(text => !shown.has(text))).toEqual([]);
    });

    test('has every sentence of answers by quotation, with its arguments, and none that is not said', () => {
        const own = answerTranslationsOf(language).texts;
        expect([...answers].filter(text => !(text in own))).toEqual([]);
        expect(Object.keys(own).filter(text => !answers.has(text))).toEqual([]);
        const broken = Object.entries(own).filter(
            ([text, translation]) => translation.trim() === '' || fixedParts(text).join() !== fixedParts(translation).join(),
        );
        expect(broken).toEqual([]);
    });

    test('has every text of the manifest, and none that is not in it', () => {
        expect([...inManifest].filter(text => !(text in ofManifest))).toEqual([]);
        const own = Object.keys(JSON.parse(readFileSync(path.join(root, `l10n/manifest.${language}.json`), 'utf8')) as object);
        expect(own.filter(text => !inManifest.has(text) || shown.has(text))).toEqual([]);
        expect(Object.keys(translatedManifestTexts(language))).toEqual(Object.keys(manifestTexts()));
    });

    test('leaves arguments, icons, links and names in code as they are, and no text empty', () => {
        const broken = Object.entries(ofManifest).filter(
            ([text, translation]) => translation.trim() === '' || fixedParts(text).join() !== fixedParts(translation).join(),
        );
        expect(broken).toEqual([]);
    });

    test('names commands as the palette does', () => {
        const titles = new Set(commandRows.map(({ title }) => translated[title]));
        const named = [...Object.values(ofManifest)].flatMap(text =>
            [...text.matchAll(/(?:\*\*|\*|[“„"«]\s?)Footnote: ([^*”“"»]+?)(?:\*|\s?[”“"»])/g)].map(([, title = '']) => title),
        );
        expect(named.filter(title => !titles.has(title))).toEqual([]);
        expect(named.length).toBeGreaterThan(3);
    });
});

function sourcesBelow(folder: string): string {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
        .map(entry => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
        .join('\n');
}

/** `${…}` of template literals as `{}`, however deep the braces in it go. */
function withHoles(source: string): string {
    let text = '';
    for (let at = 0; at < source.length; at++) {
        if (!source.startsWith('${', at)) {
            text += source[at] ?? '';
            continue;
        }
        let depth = 1;
        for (at += 2; at < source.length; at++) {
            if (source[at] === '{') depth++;
            if (source[at] === '}' && --depth === 0) break;
        }
        text += '{}';
    }
    return text;
}
