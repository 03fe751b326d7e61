import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { JudgedQuery } from './score.ts';

/** A tree that can be had without any mirror: prometheus, as Debian packs its source. Either where it lies, or why it cannot be had here. */
export type DebianTree = { readonly state: 'there'; readonly folder: string } | { readonly state: 'unavailable'; readonly reason: string };

/**
 * Gets the tree through the machine's own package manager, once; later calls find it in the temporary folder.
 * Nothing of the machine's configuration is changed: the source list and its index live in a folder of their own.
 */
export function debianTree(): DebianTree {
    const folder = path.join(tmpdir(), 'footnote-retrieval-prometheus');
    if (existsSync(folder)) return { state: 'there', folder };
    if (process.platform !== 'linux' || !existsSync('/etc/debian_version')) return unavailable('this is not Debian');
    if (process.getuid?.() !== 0) return unavailable('apt-get wants root');
    const work = mkdtempSync(path.join(tmpdir(), 'footnote-debian-'));
    try {
        const archive = download(work);
        const hash = createHash('sha256').update(readFileSync(archive)).digest('hex');
        if (hash !== ARCHIVE_SHA256) return unavailable(`${path.basename(archive)} is not the version that was judged`);
        const unpacked = path.join(work, 'tree');
        mkdirSync(unpacked);
        execFileSync('tar', ['-xJf', archive, '-C', unpacked, '--strip-components=1'], { stdio: 'pipe' });
        renameSync(unpacked, folder);
        return { state: 'there', folder };
    } catch (error) {
        return unavailable(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
    } finally {
        rmSync(work, { recursive: true, force: true });
    }
}

/** The package leaves the web interface out, and with it the gold of two queries. */
export function isAboutDebianTree({ id, repo }: JudgedQuery): boolean {
    return repo === 'prometheus' && id !== 'prometheus/change-030' && id !== 'prometheus/change-048';
}

/** prometheus_2.42.0+ds.orig.tar.xz of Debian 12. */
const ARCHIVE_SHA256 = '62d510f128aac02f138d6fa839589bc4649f65cae3bd0917aeee033a8889af61';
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

function download(work: string): string {
    // Whatever server the machine installs its packages from has their sources too.
    const [site] = apt([], ['indextargets', '--format', '$(SITE) $(RELEASE) $(COMPONENT)'], work)
        .split('\n')
        .filter(line => line.endsWith(' bookworm main'))
        .map(line => line.split(' ')[0] ?? '');
    if (site === undefined || site === '') throw new Error('no package server of Debian 12 is configured');
    const list = path.join(work, 'sources.list');
    const lists = path.join(work, 'lists');
    mkdirSync(path.join(lists, 'partial'), { recursive: true });
    writeFileSync(list, `deb-src [signed-by=${KEYRING}] ${site} bookworm main\n`);
    const own = [`Dir::Etc::sourcelist=${list}`, 'Dir::Etc::sourceparts=-', `Dir::State::lists=${lists}`, 'APT::Sandbox::User=root'];
    apt(own, ['update'], work);
    apt(own, ['source', '--download-only', '--only-source', 'prometheus'], work);
    const archive = readdirSync(work).find(name => name.endsWith('.orig.tar.xz'));
    if (archive === undefined) throw new Error('apt-get brought no archive');
    return path.join(work, archive);
}

function apt(options: readonly string[], args: readonly string[], cwd: string): string {
    const settings = ['Acquire::http::Timeout=20', 'Acquire::Retries=1', ...options].flatMap(option => ['-o', option]);
    return execFileSync('apt-get', [...settings, '-q', ...args], { cwd, encoding: 'utf8', stdio: 'pipe', timeout: 90_000 });
}

function unavailable(reason: string): DebianTree {
    return { state: 'unavailable', reason };
}
