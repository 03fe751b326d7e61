/** `npm run manifest`: writes what `scripts/manifest.ts` derives into package.json and README.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { manifestFromSources, withSettingsTable } from './manifest.ts';

const root = path.resolve(import.meta.dirname, '..');

const packageFile = path.join(root, 'package.json');
const current = JSON.parse(readFileSync(packageFile, 'utf8')) as Record<string, unknown>;
writeFileSync(packageFile, `${JSON.stringify({ ...current, ...manifestFromSources() }, null, 2)}\n`);

const readmeFile = path.join(root, 'README.md');
writeFileSync(readmeFile, withSettingsTable(readFileSync(readmeFile, 'utf8')));
