import type { WorkspaceConfiguration } from 'vscode';
import { parseSettings, scopeOf, settingsSchema, type SettingId } from '../settings/settings.ts';

/**
 * Settings out of VS Code's configuration. Of a setting that decides where data goes only the user's own value counts:
 * VS Code filters such settings by scope as well, but that filter has had holes (a nested object got through it until VS Code 1.132).
 */
export function ownSettings(configuration: Pick<WorkspaceConfiguration, 'get' | 'inspect'>): ReturnType<typeof parseSettings> {
    const found: Record<string, unknown> = {};
    for (const id of Object.keys(settingsSchema.shape) as SettingId[]) {
        const scope = scopeOf(id);
        const isUsersOwn = scope === 'application' || scope === 'machine';
        found[id] = isUsersOwn ? configuration.inspect(id)?.globalValue : configuration.get(id);
    }
    return parseSettings(found);
}
