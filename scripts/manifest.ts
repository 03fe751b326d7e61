/** What package.json and README.md say about settings and commands, derived from the one place where each is written. */
import * as z from 'zod';
import { contributions, manifestFields } from '../src/extension/contributions.ts';
import { settingMeta, settingsSchema } from '../src/settings/settings.ts';
import { manifestTranslationsOf } from './interfaceTranslations.ts';
import { nameTexts } from './manifestTexts.ts';

/** `contributes` of package.json, and the fields beside it that belong to the extension; what people read stands as `%name%`. */
export function manifestFromSources(): Readonly<Record<string, unknown>> {
    return nameTexts(plainManifest()).manifest;
}

/** What people read of the manifest, in English, by the name that package.json has in its place: `package.nls.json`. */
export function manifestTexts(): Readonly<Record<string, string>> {
    return nameTexts(plainManifest()).texts;
}

/** The same in another language; a text that nobody has translated yet stays English. */
export function translatedManifestTexts(language: string): Readonly<Record<string, string>> {
    const translations = manifestTranslationsOf(language);
    return Object.fromEntries(Object.entries(manifestTexts()).map(([name, text]) => [name, translations[text] ?? text]));
}

function plainManifest(): Readonly<Record<string, unknown>> {
    return { ...manifestFields, contributes: { ...contributions, configuration: { title: 'Footnote', properties: settingProperties() } } };
}

/** The settings table of README.md, between its two marks. */
export function settingsTable(): string {
    const rows = Object.entries(settingProperties()).map(
        ([id, property]) => `| \`${id}\` | \`${JSON.stringify(property['default'])}\` | ${String(property['markdownDescription'])} |`,
    );
    return ['| Setting | Default | What it does |', '| --- | --- | --- |', ...rows].join('\n');
}

export const TABLE_BEGIN = '<!-- settings: written by npm run manifest -->';
export const TABLE_END = '<!-- end of settings -->';

/** README.md with the table of today between the marks. */
export function withSettingsTable(readme: string): string {
    const [before, rest] = readme.split(TABLE_BEGIN);
    const after = rest?.split(TABLE_END)[1];
    if (before === undefined || after === undefined) throw new Error('README.md has lost the marks of its settings table');
    return `${before}${TABLE_BEGIN}\n${settingsTable()}\n${TABLE_END}${after}`;
}

function settingProperties(): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
    const schema = z.toJSONSchema(settingsSchema, { io: 'input', metadata: settingMeta });
    return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([id, property]) => [id, { ...(property as Record<string, unknown>) }]),
    );
}
