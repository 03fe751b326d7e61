import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandRows, commandTable } from '../../src/extension/commandTable.ts';
import type { contributions } from '../../src/extension/contributions.ts';
import { walkthrough } from '../../src/extension/walkthrough.ts';
import { manifestFromSources, manifestTexts, translatedManifestTexts, withSettingsTable } from '../../scripts/manifest.ts';
import { translatedLanguages } from '../../scripts/interfaceTranslations.ts';
import { scopeOf, settingsSchema, type SettingId } from '../../src/settings/settings.ts';

const root = path.resolve(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Record<string, unknown> & {
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
};

type Context = Readonly<Record<string, string | number | boolean>>;

const anywhere: Context = {
    'config.footnote.codeLens.references': true,
    'config.footnote.codeLens.ask': true,
    'config.footnote.model.provider': 'quotes',
    'config.footnote.network.enabled': true,
};
const trusted: Context = { ...anywhere, workspaceFolderCount: 1, isWorkspaceTrusted: true, 'footnote.indexState': 'ready' };

/** Context keys that `extension.ts` and `handleIntent.ts` set. */
const KEYS_WE_SET = [
    'footnote.indexState',
    'footnote.hasTurns',
    'footnote.hasHistory',
    'footnote.hasOpenedCitation',
    'footnote.did.read',
    'footnote.did.ask',
];

/** A `when` clause in the forms that the manifest uses: `||` over `&&` over comparisons. */
function holds(when: string | undefined, context: Context): boolean {
    if (when === undefined) return true;
    const isTrue = (term: string): boolean => {
        const match = /^(!?)([\w.]+)(?:\s*(==|>|=~)\s*(.+))?$/.exec(term.trim());
        if (term.trim() === 'false') return false;
        if (!match) throw new Error(`not understood: ${term}`);
        const [, not, key = '', operator, operand = ''] = match;
        const value = context[key];
        if (operator === '==') return String(value) === operand;
        if (operator === '>') return Number(value ?? 0) > Number(operand);
        if (operator === '=~') return new RegExp(operand.slice(1, -1)).test(String(value));
        return Boolean(value) !== (not === '!');
    };
    // A regular expression may hold a bar of its own, but no two in a row.
    return when.split('||').some(all => all.split('&&').every(isTrue));
}

/** Titles of what the palette offers, in the order of the alphabet. */
function inPalette(context: Context): readonly string[] {
    return commandRows
        .filter(({ palette, enablement }) => holds(palette, context) && holds(enablement, context))
        .map(({ title }) => title)
        .sort();
}

describe('package.json', () => {
    test('says what settings.ts and commandTable.ts say (npm run manifest)', () => {
        const derived = JSON.parse(JSON.stringify(manifestFromSources())) as Record<string, unknown>;
        for (const [field, value] of Object.entries(derived)) expect(manifest[field], field).toEqual(value);
        const written = (name: string): unknown => JSON.parse(readFileSync(path.join(root, name), 'utf8'));
        expect(written('package.nls.json')).toEqual(manifestTexts());
        for (const language of translatedLanguages())
            expect(written(`package.nls.${language}.json`), language).toEqual(translatedManifestTexts(language));
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

    test('without a folder the palette offers what makes sense without one', () => {
        const everywhere = [
            'Choose Model',
            'Delete All Data…',
            'Disable Network',
            'Focus on the Panel',
            'Report Issue…',
            'Show Log',
            'Show Settings That Count',
        ];
        expect(inPalette({ ...anywhere })).toEqual(everywhere);
        expect(inPalette({ ...anywhere, workspaceFolderCount: 1 }), 'nor in a folder that is not trusted').toEqual(everywhere);
        expect(inPalette({ ...anywhere, 'config.footnote.network.enabled': false })).toContain('Enable Network');
    });

    test('with a folder it offers all that can be done now, and nothing else', () => {
        const ready = [
            'Ask About This Repo',
            'Choose Model',
            'Choose Embedding Model',
            'Choose Persona for This Conversation',
            'Back Up Conversations…',
            'Restore Conversations…',
            'Clear Index',
            'Focus on the Panel',
            'Hide Code Lenses',
            'Import Conversation…',
            'Index Workspace',
            'New Private Conversation',
        ];
        const always = [
            'Re-check an Exported Conversation…',
            'Rebuild Index',
            'Remove Indexes No Longer Needed',
            'Verify Index',
            'Restart Engine',
            'Show Files That Are Not Indexed',
            'Show Index Details',
            'Show Index Status',
            'Show Log',
        ];
        const help = ['Delete All Data…', 'Disable Network', 'Report Issue…', 'Show Settings That Count', 'Test the Embedding Model'];
        expect(inPalette(trusted)).toEqual([...ready, ...always, ...help].sort());
        const more = (context: Context) => inPalette({ ...trusted, ...context }).filter(title => !inPalette(trusted).includes(title));
        expect(more({ 'footnote.indexState': 'indexing' })).toEqual(['Pause Indexing']);
        expect(more({ 'footnote.indexState': 'paused' })).toEqual(['Resume Indexing']);
        expect(more({ 'footnote.indexState': 'held' })).toEqual(['Take Over the Index']);
        expect(more({ 'config.footnote.model.provider': 'openai-compatible' })).toEqual([
            'Choose Model for This Conversation',
            'Forget Consent to Send Questions',
            'Remove API Key',
            'Set API Key',
            'Show What Would Be Sent…',
            'Test the Connection to the Model',
        ]);
        expect(more({ 'config.footnote.embedder.provider': 'openai-compatible' })).toEqual([
            'Remove API Key of the Embedding Server',
            'Set API Key of the Embedding Server',
            'Show What Is Sent to Be Embedded',
            'Stop Sending This Workspace to the Embedding Server',
        ]);
        expect(more({ 'config.footnote.model.provider': 'vscode-lm' })).toEqual([
            'Choose Model for This Conversation',
            'Show What Would Be Sent…',
            'Test the Connection to the Model',
        ]);
        expect(more({ 'footnote.hasTurns': true })).toEqual([
            'Delete This Conversation',
            'Export Conversation…',
            'New Conversation',
            'Re-check Citations',
            'Rename This Conversation',
        ]);
        expect(more({ 'footnote.hasHistory': true })).toEqual(['Show Earlier Conversations']);
        expect(more({ 'footnote.hasProposal': true })).toEqual(['Apply Proposed Change']);
        const withEditor = [
            'Ask About Selection',
            'Ask About This File',
            'Copy Permalink to the Selected Lines',
            'Explain Selection',
            'Why Is This File (Not) in the Index?',
        ];
        for (const resourceScheme of ['file', 'vscode-remote'])
            expect(more({ editorIsOpen: true, resourceScheme }), resourceScheme).toEqual(withEditor);
        expect(more({ editorIsOpen: true, resourceScheme: 'output' })).toEqual([]);
        expect(inPalette({ ...trusted, 'config.footnote.codeLens.references': false, 'config.footnote.codeLens.ask': false })).toContain(
            'Show Code Lenses',
        );
    });

    test('editor and explorer have one submenu each, in files of a trusted folder', () => {
        const { menus } = manifestFromSources()['contributes'] as typeof contributions;
        for (const place of ['editor/context', 'explorer/context'] as const) {
            const rows = (menus as Readonly<Record<string, readonly { readonly when?: string }[]>>)[place] ?? [];
            expect(rows, place).toHaveLength(1);
            expect(holds(rows[0]?.when, { ...trusted, resourceScheme: 'file' }), place).toBe(true);
            expect(holds(rows[0]?.when, { ...trusted, resourceScheme: 'file', isWorkspaceTrusted: false }), place).toBe(false);
        }
    });

    test('the submenus offer what suits the thing that was clicked', () => {
        const { menus } = manifestFromSources()['contributes'] as typeof contributions;
        const offered = (menu: string, context: Context): readonly string[] =>
            ((menus as Readonly<Record<string, readonly { readonly command?: string; readonly when?: string }[]>>)[menu] ?? [])
                .filter(({ when }) => holds(when, context))
                .map(({ command = '' }) => commandTable[command as keyof typeof commandTable].title)
                .sort();
        const file = { ...trusted, resourceScheme: 'file' };
        expect(offered('footnote.explorer', file)).toEqual(['Ask About This File', 'Why Is This File (Not) in the Index?']);
        expect(offered('footnote.explorer', { ...file, explorerResourceIsFolder: true })).toEqual([
            'Ask About This Folder',
            'What of This Folder Is in the Index?',
        ]);
        expect(offered('footnote.editor', file)).toEqual([
            'Ask About Selection',
            'Ask About This File',
            'Copy Permalink to the Selected Lines',
            'Explain Selection',
            'Why Is This File (Not) in the Index?',
        ]);
    });

    test('the walkthrough has at most five steps, each with something to do or to see, and a useful answer before any model', () => {
        const { steps } = walkthrough;
        expect(steps.length).toBeLessThanOrEqual(5);
        const commands = new Set<string>(['vscode.openFolder', ...Object.keys(commandTable)]);
        for (const { id, description, completionEvents, media } of steps) {
            for (const [, command = ''] of description.matchAll(/\(command:([\w.]+)\)/g))
                expect(commands, `${id}: ${command}`).toContain(command);
            expect(completionEvents.length, id).toBeGreaterThan(0);
            for (const event of completionEvents) {
                const [kind, rest = ''] = event.split(/:(.*)/s);
                expect(['onCommand', 'onContext'], `${id}: ${event}`).toContain(kind);
                if (kind === 'onCommand') expect(commands, `${id}: ${event}`).toContain(rest);
                else expect(KEYS_WE_SET, `${id}: ${event}`).toContain(rest.split(' ')[0]);
            }
            const drawing = readFileSync(path.join(root, media.svg), 'utf8');
            // The theme's colours; what stands behind the comma is for viewers that have none.
            const colours = [...drawing.matchAll(/ (?:fill|stroke)="([^"]*)"/g)].map(([, colour = '']) => colour);
            const fixed = colours.filter(colour => colour !== 'none' && !colour.startsWith('var(--vscode-'));
            expect(fixed, media.svg).toEqual([]);
            // The page that shows it allows no styles of its own.
            expect(drawing, media.svg).not.toMatch(/<script|href|url\(|style=/);
        }
        const told = steps.map(({ title, description }) => `${title} ${description}`);
        expect(told.findIndex(text => /model|key\b(?<!no key)/i.test(text))).toBe(steps.length - 1);
    });

    test('the icons and drawings that the manifest names exist', () => {
        const named = [...JSON.stringify(manifest).matchAll(/media\/[\w./-]+/g)].map(([file]) => file);
        expect(named.length).toBeGreaterThan(0);
        expect(named.filter(file => !existsSync(path.join(root, file)))).toEqual([]);
    });
});
