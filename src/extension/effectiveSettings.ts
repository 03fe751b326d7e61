import { plural, retold, t, textTable } from '../protocol/l10n.ts';
import * as z from 'zod';
import { parseSettings, scopeOf, settingsSchema, type SettingId } from '../settings/settings.ts';

/** What VS Code has of a setting, by place; undefined where it is not set. */
export interface InspectedSetting {
    readonly globalValue?: unknown;
    readonly workspaceValue?: unknown;
    readonly workspaceFolderValue?: unknown;
}

/**
 * Every setting as it counts, with where it comes from, and every value that does not count, with the reason: a folder may not decide
 * where data goes, and a value may not be what the setting takes. The same rules as in `ownSettings`, told instead of followed.
 */
export function effectiveSettings(inspect: (id: SettingId) => InspectedSetting | undefined): readonly EffectiveSetting[] {
    return (Object.keys(settingsSchema.shape) as SettingId[]).map(id => {
        const found = inspect(id) ?? {};
        const isUsersOwn = ['application', 'machine'].includes(scopeOf(id));
        const ignored: IgnoredValue[] = [];
        // The nearest wins, as in VS Code.
        for (const place of PLACES) {
            const value = found[place];
            if (value === undefined) continue;
            if (isUsersOwn && place !== 'globalValue') {
                ignored.push({ place: PLACE_WORDS[place], value: shown(value), reason: t('only your own settings decide this') });
                continue;
            }
            const problem = problemWith(id, value);
            if (problem === undefined) return { id, value: shown(value), from: PLACE_WORDS[place], ignored };
            ignored.push({ place: PLACE_WORDS[place], value: shown(value), reason: problem });
            // VS Code hands over one value, the nearest: when it does not fit the default stands in, not the next one.
            break;
        }
        return { id, value: shown(defaultOf(id)), from: PLACE_WORDS.default, ignored };
    });
}

export interface EffectiveSetting {
    readonly id: SettingId;
    readonly value: string;
    readonly from: string;
    readonly ignored: readonly IgnoredValue[];
}

export interface IgnoredValue {
    readonly place: string;
    readonly value: string;
    readonly reason: string;
}

const PLACE_WORDS = textTable({
    workspaceFolderValue: "the folder's settings",
    workspaceValue: "the workspace's settings",
    globalValue: 'your settings',
    default: 'default',
} as const);

/** The nearest first. */
const PLACES = ['workspaceFolderValue', 'workspaceValue', 'globalValue'] as const;

/** As a page to read. */
export function effectiveSettingsText(settings: readonly EffectiveSetting[], { isTrusted }: { readonly isTrusted: boolean }): string {
    const ignored = settings.flatMap(setting => setting.ignored).length;
    const lines = settings.flatMap(({ id, value, from, ignored: refused }) => [
        `${id}: ${value}  (${retold(from)})`,
        ...refused.map(one => `    ${t('ignored: {0} in {1}: {2}', one.value, retold(one.place), retold(one.reason))}`),
    ]);
    return [
        t('What Footnote goes by, and where it comes from.'),
        ignored === 0
            ? t('No value is ignored.')
            : plural(ignored, '{0} value is ignored; it says why.', '{0} values are ignored; each says why.'),
        ...(isTrusted ? [] : [t('This folder is not trusted: VS Code keeps back what its settings say about indexing.')]),
        t('Keys of model servers are kept in the keychain of this machine and stand in no settings.'),
        '',
        ...lines,
        '',
    ].join('\n');
}

function problemWith(id: SettingId, value: unknown): string | undefined {
    const parsed = settingsSchema.shape[id].safeParse(value);
    return parsed.success
        ? undefined
        : z
              .prettifyError(parsed.error)
              .replaceAll(/\s*\n\s*/g, ' ')
              .replace(/^✖ /, '');
}

function defaultOf(id: SettingId): unknown {
    return parseSettings({}).settings[id];
}

/** On one line; credentials that somebody has written into an address stay hidden. */
function shown(value: unknown): string {
    const text = JSON.stringify(value).replaceAll(/\/\/[^/@\s"]*@/g, '//…@');
    return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

const LONGEST_VALUE = 200;
