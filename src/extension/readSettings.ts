import os from 'node:os';
import { env, workspace, type LogOutputChannel, type TextDocument } from 'vscode';
import type { EngineOptions } from '../protocol/engineContract.ts';
import { dataFolder } from '../settings/dataFolder.ts';
import { courtesyOf, engineOptions } from '../settings/engineOptions.ts';
import { parseSettings, type SettingId, type Settings } from '../settings/settings.ts';
import { activePatterns } from './activePatterns.ts';
import type { InspectedSetting } from './effectiveSettings.ts';
import type { Keys } from './keyStore.ts';
import { ownSettings } from './ownSettings.ts';
import { embedderKeyOf, keyOf } from './secretName.ts';
import { ownReferenceLenses } from './surfaces/ownReferenceLenses.ts';

/** The one reader of VS Code's configuration; what counts of it is decided in `ownSettings`. */
export function readSettings(log: LogOutputChannel): Settings {
    const { settings, ignored } = ownSettings(workspace.getConfiguration());
    for (const { id, reason } of ignored) log.warn(`setting ignored: ${id}: ${reason}`);
    return settings;
}

/** Where a setting is set, and to what; for telling, not for following. */
export function inspectSetting(id: SettingId): InspectedSetting | undefined {
    return workspace.getConfiguration().inspect(id);
}

/** Settings as the engine takes them, with the keys that belong to the addresses, what was agreed to, and the editor's own excludes. */
export async function readEngineOptions(settings: Settings, secrets: Keys, agreedEmbedder = ''): Promise<EngineOptions> {
    const configuration = workspace.getConfiguration();
    const options = engineOptions(settings, {
        apiKey: await keyOf(settings, secrets),
        embedderKey: await embedderKeyOf(settings, secrets),
        agreedEmbedder,
        excludes: [...activePatterns(configuration.get('files.exclude')), ...activePatterns(configuration.get('search.exclude'))],
        language: env.language,
        cores: os.availableParallelism(),
    });
    return { ...options, courtesy: courtesyOf(settings) };
}

/** The directory that window and command line share. */
export function readDataFolder(settings: Settings): string {
    return dataFolder({ platform: process.platform, env: process.env, home: os.homedir() }, settings['footnote.index.location']);
}

/** The proxy that the user has told VS Code to use; a folder has no say in it. Empty for none. */
export function readProxy(): string {
    const proxy: unknown = workspace.getConfiguration().inspect('http.proxy')?.globalValue;
    return typeof proxy === 'string' && URL.canParse(proxy) ? proxy : '';
}

/** Where the account of what models cost is: the user's own directory, wherever the indexes are kept. */
export function accountFolder(): string {
    return dataFolder({ platform: process.platform, env: process.env, home: os.homedir() }, '');
}

/** Writes settings of the user, never of the workspace, in the order given. */
export async function writeUserSettings(settings: Partial<Settings>): Promise<void> {
    for (const [id, value] of Object.entries(settings)) await workspace.getConfiguration().update(id, value, true);
}

const SURFACE_IDS = ['footnote.hover.enabled', 'footnote.codeLens.references', 'footnote.codeLens.ask', 'footnote.codeLens.kinds'] as const;

/** What is shown in a document: the only settings that a folder or a language may choose, so they are read for each document. */
export function surfaceSettings(document: TextDocument): Pick<Settings, (typeof SURFACE_IDS)[number]> {
    const configuration = workspace.getConfiguration(undefined, document);
    return parseSettings(Object.fromEntries(SURFACE_IDS.map(id => [id, configuration.get(id)]))).settings;
}

/** True when the language's own extension shows reference lenses in this document. */
export function hasOwnReferenceLenses(document: TextDocument): boolean {
    const configuration = workspace.getConfiguration(undefined, document);
    return ownReferenceLenses(document.languageId).some(id => configuration.get(id) === true);
}

const LENS_SETTINGS = ['footnote.codeLens.references', 'footnote.codeLens.ask'] as const;

/** True when the user's or the workspace's settings show code lenses. */
export function areLensesShown(): boolean {
    const configuration = workspace.getConfiguration();
    return LENS_SETTINGS.some(id => configuration.get(id) === true);
}

/** Writes where the choice was made: over a workspace's value the user's own would change nothing. */
export async function showLenses(isShown: boolean): Promise<void> {
    const configuration = workspace.getConfiguration();
    for (const id of LENS_SETTINGS) await configuration.update(id, isShown, configuration.inspect(id)?.workspaceValue === undefined);
}
