import type { MadeFor } from './nativeBinary.ts';

/** What a package holds beside what is the same for all. */
export interface PackageTarget {
    /** The native package of LanceDB, and what its library must be made for; without one words answer alone, and the status says so. */
    readonly native?: { readonly name: string; readonly madeFor: MadeFor };
    /** The folder of ONNX Runtime's binaries, which only embedding models that a user brings along need. */
    readonly onnx?: string;
}

/**
 * By the names that `vsce` and the marketplace have for platforms. There is no LanceDB for Intel Macs and for what `universal` is left to
 * serve (32-bit ARM, FreeBSD); ONNX Runtime is made for glibc and does not load on Alpine.
 */
export const packageTargets: Readonly<Record<string, PackageTarget>> = {
    'linux-x64': { ...lancedb('linux-x64-gnu', { os: 'linux', arch: 'x64', libc: 'glibc' }), onnx: 'linux/x64' },
    'linux-arm64': { ...lancedb('linux-arm64-gnu', { os: 'linux', arch: 'arm64', libc: 'glibc' }), onnx: 'linux/arm64' },
    'alpine-x64': lancedb('linux-x64-musl', { os: 'linux', arch: 'x64', libc: 'musl' }),
    'alpine-arm64': lancedb('linux-arm64-musl', { os: 'linux', arch: 'arm64', libc: 'musl' }),
    'darwin-arm64': { ...lancedb('darwin-arm64', { os: 'darwin', arch: 'arm64' }), onnx: 'darwin/arm64' },
    'darwin-x64': { onnx: 'darwin/x64' },
    'win32-x64': { ...lancedb('win32-x64-msvc', { os: 'win32', arch: 'x64' }), onnx: 'win32/x64' },
    'win32-arm64': { ...lancedb('win32-arm64-msvc', { os: 'win32', arch: 'arm64' }), onnx: 'win32/arm64' },
    universal: {},
};

/** The target of this machine. */
export function ownTarget(): string {
    const report = process.report.getReport() as { readonly header: { readonly glibcVersionRuntime?: string } };
    const isMusl = process.platform === 'linux' && report.header.glibcVersionRuntime === undefined;
    const own = `${isMusl ? 'alpine' : process.platform}-${process.arch}`;
    return own in packageTargets ? own : 'universal';
}

function lancedb(platform: string, madeFor: MadeFor): PackageTarget {
    return { native: { name: `@lancedb/lancedb-${platform}`, madeFor } };
}
