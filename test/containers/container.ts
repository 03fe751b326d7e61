/** Containers without a container engine: a root of Debian packages, entered with namespaces of its own, as an engine does it. */
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export interface Container {
    /** Where the root of the container is, seen from outside. */
    readonly root: string;
    dispose(): void;
}

export interface EnterOptions {
    /** Folders and files of this machine that are seen under the same path inside, read-only. */
    readonly shares: readonly string[];
    /** Shares the machine's network instead of having none, for a server that is to be reached from outside. */
    readonly isReachable?: boolean;
}

/** Why no container can be entered here, if so. */
export function whyNoContainer(): string | undefined {
    if (process.platform !== 'linux') return 'containers are entered with the namespaces of Linux';
    const { status } = spawnSync('unshare', [...NAMESPACES, '--net', 'mount', '-t', 'tmpfs', 'none', '/mnt'], { stdio: 'ignore' });
    return status === 0 ? undefined : 'containers need namespaces, which are not allowed here';
}

/** A root of the smallest set of Debian packages on which Node runs, as Debian's own archive has them. A string says why there is none. */
export function makeDebianRoot(): Container | string {
    const root = mkdtempSync(path.join(os.tmpdir(), 'footnote-root-'));
    const dispose = (): void => {
        rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    };
    const packages = path.join(root, 'packages');
    mkdirSync(packages);
    const fetched = spawnSync('apt-get', ['download', '-qq', '-o', 'APT::Sandbox::User=root', ...PACKAGES], {
        cwd: packages,
        stdio: 'ignore',
        timeout: 120_000,
    });
    const archives = existsSync(packages) ? readdirSync(packages).filter(name => name.endsWith('.deb')) : [];
    if (fetched.status !== 0 || archives.length !== PACKAGES.length) {
        dispose();
        return 'the Debian archive cannot be reached with apt-get';
    }
    // The package that lays out the folders of the system first.
    for (const archive of archives.sort((one, other) => Number(other.startsWith('base-files')) - Number(one.startsWith('base-files')))) {
        const { status, stderr } = spawnSync('dpkg-deb', ['-x', archive, root], { cwd: packages, encoding: 'utf8' });
        if (status !== 0) throw new Error(`dpkg-deb -x ${archive}: ${stderr}`);
    }
    rmSync(packages, { recursive: true });
    for (const name of ['proc', 'dev', 'tmp', 'root']) mkdirSync(path.join(root, name), { recursive: true });
    return { root, dispose };
}

/**
 * The words before a command that has it run inside: mounts, processes, users, host name and network of its own, and the container's root as
 * root. When this process ends, everything inside ends with it.
 */
export function enter(container: Container, { shares, isReachable = false }: EnterOptions): readonly string[] {
    const { root } = container;
    for (const shared of shares) {
        const inside = path.join(root, shared);
        mkdirSync(lstatSync(shared).isDirectory() ? inside : path.dirname(inside), { recursive: true });
        if (!lstatSync(shared).isDirectory() && !existsSync(inside)) writeFileSync(inside, '');
    }
    const script = [
        'set -e',
        'root=$1; shift',
        'mount -t proc proc "$root/proc"',
        'for name in null zero random urandom; do touch "$root/dev/$name"; mount --bind "/dev/$name" "$root/dev/$name"; done',
        'while [ "$1" != -- ]; do mount --rbind "$1" "$root$1"; mount -o remount,bind,ro "$root$1"; shift; done; shift',
        'exec chroot "$root" "$@"',
    ].join('\n');
    return ['unshare', ...NAMESPACES, ...(isReachable ? [] : ['--net']), 'sh', '-c', script, 'sh', root, ...shares, '--'];
}

/** Variables inside: nothing of this machine comes along. */
export const containerEnvironment: Readonly<Record<string, string>> = {
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: '/root',
    LANG: 'C.UTF-8',
};

const NAMESPACES = ['--user', '--map-root-user', '--mount', '--pid', '--fork', '--kill-child', '--ipc', '--uts'];

/** glibc and the C++ library that Node is linked to, a shell, and what says which system this is. */
const PACKAGES = ['base-files', 'libc6', 'libgcc-s1', 'libstdc++6', 'busybox-static'];
