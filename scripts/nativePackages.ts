/** Native packages of platforms other than the one that packs, which npm does not install here: fetched by npm, held to the lock file. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { madeFor, type MadeFor } from './nativeBinary.ts';

const repository = path.resolve(import.meta.dirname, '..');

/** What `package-lock.json` says of a package. */
export interface LockedPackage {
    readonly version: string;
    /** `sha512-` and the digest in base64. */
    readonly integrity: string;
    readonly os: readonly string[];
    readonly cpu: readonly string[];
    readonly libc?: readonly string[];
}

/** Throws for a package that the lock file does not name or names without a digest. */
export function lockedPackage(name: string): LockedPackage {
    const lock = JSON.parse(readFileSync(path.join(repository, 'package-lock.json'), 'utf8')) as {
        readonly packages: Readonly<Record<string, Partial<LockedPackage>>>;
    };
    const { version, integrity, os = [], cpu = [], libc } = lock.packages[`node_modules/${name}`] ?? {};
    if (version === undefined || !integrity?.startsWith('sha512-')) throw new Error(`package-lock.json does not hold ${name} to a digest`);
    return { version, integrity, os, cpu, ...(libc ? { libc } : {}) };
}

/**
 * The folder of a native package: where npm has installed it, else out/native, fetched once by `npm pack`.
 * Throws when what comes is not, byte for byte, what the lock file names, or holds a library for another platform than `platform`.
 */
export function nativePackageFolder(name: string, platform: MadeFor): string {
    const installed = path.join(repository, 'node_modules', name);
    const folder = existsSync(installed) ? installed : fetchedFolder(name);
    const libraries = readdirSync(folder).filter(file => file.endsWith('.node'));
    if (libraries.length !== 1) throw new Error(`${name} holds ${String(libraries.length)} libraries where one is expected`);
    const found = madeFor(path.join(folder, libraries[0] ?? ''));
    if (found.os !== platform.os || found.arch !== platform.arch || found.libc !== platform.libc)
        throw new Error(`${name} is made for ${JSON.stringify(found)} and not for ${JSON.stringify(platform)}`);
    return folder;
}

function fetchedFolder(name: string): string {
    const { version, integrity } = lockedPackage(name);
    const native = path.join(repository, 'out/native');
    const folder = path.join(native, `${name.replace('/', '+')}@${version}`);
    if (existsSync(folder)) return folder;
    mkdirSync(native, { recursive: true });
    const scratch = mkdtempSync(path.join(native, 'fetch-'));
    try {
        // Not in the folder of the repository, whose package.json would have a say.
        run('npm', ['pack', `${name}@${version}`, '--ignore-scripts', '--loglevel=error'], scratch);
        const archive = readdirSync(scratch).find(file => file.endsWith('.tgz'));
        if (archive === undefined) throw new Error(`npm pack ${name}@${version} left no archive`);
        const digest = createHash('sha512')
            .update(readFileSync(path.join(scratch, archive)))
            .digest('base64');
        if (`sha512-${digest}` !== integrity) throw new Error(`${name}@${version} is not what package-lock.json names`);
        run('tar', ['-xzf', archive], scratch);
        renameSync(path.join(scratch, 'package'), folder);
        return folder;
    } finally {
        rmSync(scratch, { recursive: true, force: true });
    }
}

function run(command: string, args: readonly string[], cwd: string): void {
    // npm is a script of the shell on Windows; none of the arguments comes from outside the lock file.
    const isShell = process.platform === 'win32' && command === 'npm';
    const { status, error } = spawnSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'], shell: isShell });
    if (error || status !== 0) throw new Error(`${command} ${args.slice(0, 2).join(' ')} failed${error ? `: ${error.message}` : ''}`);
}
