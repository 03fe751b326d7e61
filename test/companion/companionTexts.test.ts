import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { translatedLanguages } from '../../scripts/interfaceTranslations.ts';

const companion = path.resolve(import.meta.dirname, '../../companion');
const source = readFileSync(path.resolve(companion, '../src/companion/companion.ts'), 'utf8');

function keysOf(file: string): readonly string[] {
    return Object.keys(JSON.parse(readFileSync(path.join(companion, file), 'utf8')) as object).sort();
}

test.each(translatedLanguages())('%s has every text of the companion, and none that nobody shows', language => {
    const shown = [...source.matchAll(/l10n\.t\(\s*'([^']+)'/g)].map(([, text]) => text ?? '').sort();
    expect(shown.length).toBe([...source.matchAll(/l10n\.t\(/g)].length);
    expect(keysOf(`l10n/bundle.l10n.${language}.json`)).toEqual(shown);
    expect(keysOf(`package.nls.${language}.json`)).toEqual(keysOf('package.nls.json'));
});

test('the manifest names texts that are there, and settings that neither a folder nor the other machine can set', () => {
    const manifest = readFileSync(path.join(companion, 'package.json'), 'utf8');
    const named = [...manifest.matchAll(/"%([^%"]+)%"/g)].map(([, name]) => name ?? '').sort();
    expect(named).toEqual(keysOf('package.nls.json'));
    const { contributes } = JSON.parse(manifest) as { contributes: { configuration: { properties: Record<string, { scope: string }> } } };
    expect(Object.values(contributes.configuration.properties).map(({ scope }) => scope)).toEqual(['application', 'application']);
});
