import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { manifestFromSources, withSettingsTable } from '../../scripts/manifest.ts';
import { scopeOf, settingsSchema, type SettingId } from '../../src/settings/settings.ts';

const root = path.resolve(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Record<string, unknown> & {
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
};

describe('package.json', () => {
    test('says what settings.ts and commandTable.ts say (npm run manifest)', () => {
        const derived = JSON.parse(JSON.stringify(manifestFromSources())) as Record<string, unknown>;
        for (const [field, value] of Object.entries(derived)) expect(manifest[field], field).toEqual(value);
    });

    test('README has the settings table of today (npm run manifest)', () => {
        const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
        expect(withSettingsTable(readme)).toBe(readme);
    });

    test('every setting that decides where data goes counts only in user settings', () => {
        const decidesWhereDataGoes = (id: string): boolean =>
            /^footnote\.(model|embedder|network)\./.test(id) || id === 'footnote.index.location';
        const loose = (Object.keys(settingsSchema.shape) as SettingId[]).filter(
            id => decidesWhereDataGoes(id) && !['application', 'machine'].includes(scopeOf(id)),
        );
        expect(loose).toEqual([]);
    });

    test('dependencies are pinned exactly', () => {
        const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
            ([, version]) => !/^(\d+\.\d+\.\d+|file:\.\/stubs\/\w+)$/.test(version),
        );
        expect(loose).toEqual([]);
    });

    test('the lock file names a LanceDB binary for every platform', () => {
        const lock = readFileSync(path.join(root, 'package-lock.json'), 'utf8');
        const platforms = [
            'darwin-arm64',
            'linux-arm64-gnu',
            'linux-arm64-musl',
            'linux-x64-gnu',
            'linux-x64-musl',
            'win32-arm64-msvc',
            'win32-x64-msvc',
        ];
        expect(platforms.filter(platform => !lock.includes(`"node_modules/@lancedb/lancedb-${platform}"`))).toEqual([]);
    });

    test('the icons that the manifest names exist', () => {
        const named = [...JSON.stringify(manifest).matchAll(/media\/[\w.-]+/g)].map(([file]) => file);
        expect(named.length).toBeGreaterThan(0);
        expect(named.filter(file => !existsSync(path.join(root, file)))).toEqual([]);
    });
});
