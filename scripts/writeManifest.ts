/** `npm run manifest`: writes what `scripts/manifest.ts` derives into package.json, its texts in each language, and README.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { manifestFromSources, manifestTexts, translatedManifestTexts, withSettingsTable } from './manifest.ts';
import { translatedLanguages } from './interfaceTranslations.ts';

const root = path.resolve(import.meta.dirname, '..');

const packageFile = path.join(root, 'package.json');
const current = JSON.parse(readFileSync(packageFile, 'utf8')) as Record<string, unknown>;
writeJson('package.json', { ...current, ...manifestFromSources() });

writeJson('package.nls.json', manifestTexts());
for (const language of translatedLanguages()) writeJson(`package.nls.${language}.json`, translatedManifestTexts(language));

const readmeFile = path.join(root, 'README.md');
writeFileSync(readmeFile, withSettingsTable(readFileSync(readmeFile, 'utf8')));

function writeJson(name: string, value: unknown): void {
    writeFileSync(path.join(root, name), `${JSON.stringify(value, null, 2)}\n`);
}
