import type { WorkspacePath } from '../../protocol/text.ts';

/** When a file was last written, as the index saw it. */
export interface WrittenFile {
    readonly path: WorkspacePath;
    /** Milliseconds since 1970, by the file system. */
    readonly mtimeMs: number;
}

/**
 * The files that somebody works on, told by their times on disk: written well after the bulk of the folder, and in the last two weeks.
 * A checkout gives all files about the same time, so that in a fresh one there are none, and in a folder that was copied or is written
 * as a whole there are none either. At most twenty, the newest: who has changed hundreds of files works on all of them.
 */
export function changedLately(files: readonly WrittenFile[], now: number): ReadonlySet<WorkspacePath> {
    const step = Math.ceil(files.length / SAMPLED);
    const times = Float64Array.from(
        files.filter((_, nth) => nth % step === 0),
        ({ mtimeMs }) => mtimeMs,
    ).sort();
    const bulk = times[Math.floor((times.length - 1) * BULK)] ?? now;
    const since = Math.max(bulk + CHECKOUT_MS, now - LATELY_MS);
    const lately = files.filter(({ mtimeMs }) => mtimeMs > since).sort((a, b) => b.mtimeMs - a.mtimeMs || (a.path < b.path ? -1 : 1));
    return new Set(lately.slice(0, MOST_FILES).map(({ path }) => path));
}

/** Looks again when the index has changed, and not at every save of a busy minute: at 100,000 files it takes some milliseconds. */
export function latelyChangedFiles(
    store: { readonly revision: number; readonly manifest: { records(): Iterable<WrittenFile> } },
    now: () => number,
): () => ReadonlySet<WorkspacePath> {
    let known: { readonly revision: number; readonly at: number; readonly files: ReadonlySet<WorkspacePath> } | undefined;
    return () => {
        const at = now();
        if (!known || (known.revision !== store.revision && Math.abs(at - known.at) > STALE_MS))
            known = { revision: store.revision, at, files: changedLately([...store.manifest.records()], at) };
        return known.files;
    };
}

const SAMPLED = 2_000;
const STALE_MS = 20_000;
const BULK = 0.9;
/** A large checkout takes minutes; what is written within them belongs to it. */
const CHECKOUT_MS = 10 * 60_000;
const LATELY_MS = 14 * 24 * 60 * 60_000;
const MOST_FILES = 20;
