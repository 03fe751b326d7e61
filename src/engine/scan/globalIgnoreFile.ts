import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { readRuleFile } from './resolveInside.ts';

/** Where a user's configuration of git is looked for; the environment and home folder of the process when absent. */
export interface GitSurroundings {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly home: string;
    /** The configuration of the machine. */
    readonly systemConfig: string;
}

/**
 * The user's own ignore file, as git finds it (git-config, `core.excludesFile`): named in the configuration of the machine or the user,
 * the last one wins, and `$XDG_CONFIG_HOME/git/ignore` when none is named. Git itself is not run, because it would run what a repository tells it;
 * for the same reason the repository's own configuration has no say in which file of this disk is read.
 */
export async function globalIgnoreFile(around: GitSurroundings = SURROUNDINGS): Promise<string> {
    const { env, home, systemConfig } = around;
    const xdg = join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'git');
    const ofUser = env['GIT_CONFIG_GLOBAL'] === undefined ? [join(xdg, 'config'), join(home, '.gitconfig')] : [env['GIT_CONFIG_GLOBAL']];
    const ofMachine = env['GIT_CONFIG_NOSYSTEM'] ? [] : [env['GIT_CONFIG_SYSTEM'] ?? systemConfig];
    let named: string | undefined;
    for (const path of [...ofMachine, ...ofUser]) named = (await excludesFileIn(path, home, 0)) ?? named;
    return named ?? join(xdg, 'ignore');
}

const SURROUNDINGS: GitSurroundings = { env: process.env, home: homedir(), systemConfig: '/etc/gitconfig' };

async function excludesFileIn(path: string, home: string, depth: number): Promise<string | undefined> {
    const bytes = await readRuleFile(path, MAX_CONFIG_BYTES);
    if (!bytes || depth > MAX_INCLUDES) return undefined;
    let found: string | undefined;
    for (const { section, key, value } of settingsOf(bytes.toString('utf8'))) {
        const file = resolvePath(value, home, dirname(path));
        if (section === 'core' && key === 'excludesfile') found = file;
        else if (section === 'include' && key === 'path') found = (await excludesFileIn(file, home, depth + 1)) ?? found;
    }
    return found;
}

interface GitSetting {
    /** In lower case; sections with a subsection are left out, none of them is of interest. */
    readonly section: string;
    readonly key: string;
    readonly value: string;
}

/** The lines of a configuration file (git-config, "Syntax"). */
export function settingsOf(text: string): readonly GitSetting[] {
    const settings: GitSetting[] = [];
    let section = '';
    for (const line of text.replaceAll(/\\\r?\n/g, '').split(/\r?\n/)) {
        const header = /^\s*\[\s*([A-Za-z0-9.-]+)\s*("(?:[^"\\]|\\.)*")?\s*\]/.exec(line);
        if (header) section = header[2] === undefined ? (header[1] ?? '').toLowerCase() : '';
        const [, key, value] = /^\s*([A-Za-z][A-Za-z0-9-]*)\s*=(.*)$/.exec(header ? line.slice(header[0].length) : line) ?? [];
        if (key !== undefined && value !== undefined && section !== '')
            settings.push({ section, key: key.toLowerCase(), value: valueOf(value) });
    }
    return settings;
}

/** Without comments and quotes; blanks at both ends count only within quotes. */
function valueOf(text: string): string {
    let value = '';
    let keptTo = 0;
    let isQuoted = false;
    for (let at = 0; at < text.length; at++) {
        const character = text[at] ?? '';
        if (character === '"') isQuoted = !isQuoted;
        else if (!isQuoted && (character === '#' || character === ';')) break;
        else if (character === '\\') value += ESCAPES[text[++at] ?? ''] ?? text[at] ?? '';
        else if (isQuoted || !/\s/.test(character) || value !== '') value += character;
        if (isQuoted || !/\s/.test(character)) keptTo = value.length;
    }
    return value.slice(0, keptTo);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', b: '\b' };
const MAX_CONFIG_BYTES = 1024 * 1024;
const MAX_INCLUDES = 10;

function resolvePath(value: string, home: string, folder: string): string {
    if (value === '~' || value.startsWith('~/')) return join(home, value.slice(1));
    return isAbsolute(value) ? value : join(folder, value);
}
