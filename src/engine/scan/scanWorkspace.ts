import { join } from 'node:path';
import { lstat, opendir } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import type { SkippedFile } from '../../protocol/indexing.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { StopOptions } from '../ports.ts';
import type { OpenRoot } from './diskFiles.ts';
import type { DiskStamp } from './diskStamp.ts';
import { FailureError, fail } from '../../protocol/failure.ts';
import { workspacePath } from '../../protocol/text.ts';
import { isMissing } from '../store/durableFile.ts';
import { isShortage, refusalOf } from '../store/systemRefusal.ts';
import { stampOf } from './diskStamp.ts';
import { judgeUnread } from './eligibility.ts';
import { isLetIn } from './ignoreRules.ts';

/** A file that nothing speaks against before it is read. */
export interface ScannedFile {
    readonly path: WorkspacePath;
    readonly stamp: DiskStamp;
    /** Its owner has let it in by name, whatever is in it. */
    readonly isWanted?: boolean;
}

/** The workspace as the disk shows it, without having read a file. */
export interface Scan {
    readonly files: readonly ScannedFile[];
    /** A folder that is left out stands here once, with a `/` at its end, and not with all that is below it. */
    readonly skipped: readonly SkippedFile[];
}

export interface ScanOptions extends StopOptions {
    readonly maxFileBytes: number;
    /** Called now and then with the number of files seen so far. */
    readonly onProgress?: ((files: number) => void) | undefined;
}

/** Deeper folders are loops made of mounts, or hostile. */
const MAX_DEPTH = 64;
/** Folders in flight: the disk's answers overlap, the thread pool of four does the rest. */
const FOLDERS_AT_ONCE = 8;
const STATS_AT_ONCE = 16;

/**
 * Walks the roots without following links and without opening files. A root that cannot be listed fails the scan:
 * an unmounted disk must not look like a workspace whose files were all deleted.
 */
export async function scanWorkspace(roots: readonly OpenRoot[], options: ScanOptions): Promise<Scan> {
    for (const root of roots) {
        root.rules.forget();
        const isThere = await lstat(root.folder).then(
            stat => stat.isDirectory(),
            () => false,
        );
        if (!isThere) fail({ kind: 'folder-missing', folder: root.folder });
    }
    return scanFolders(
        roots.map(root => ({ root, folder: '' })),
        options,
    );
}

/** A folder to begin at; `folder` is relative to the root, and nothing keeps it out. */
export interface ScanStart {
    readonly root: OpenRoot;
    readonly folder: string;
}

export async function scanFolders(starts: readonly ScanStart[], options: ScanOptions): Promise<Scan> {
    const files: ScannedFile[] = [];
    const skipped: SkippedFile[] = [];
    const pending = starts.map(start => ({ ...start, depth: start.folder.split('/').length - 1 }));

    const visit = async (root: OpenRoot, folder: string, depth: number): Promise<void> => {
        const pathOf = (relative: string): WorkspacePath => workspacePath(root.name === '' ? relative : `${root.name}/${relative}`);
        const skip = (relative: string, reason: SkippedFile['reason'], detail: string): void => {
            skipped.push({ path: pathOf(relative), reason, detail });
        };
        const level = await root.rules.enter(folder);
        let waiting: { readonly relative: string; readonly path: WorkspacePath }[] = [];
        const look = async (): Promise<void> => {
            const batch = waiting;
            waiting = [];
            await Promise.all(
                batch.map(async ({ relative, path }) => {
                    const stat = await lstat(join(root.folder, relative)).catch((error: unknown) => {
                        // Gone since it was listed; anything else (a path that is too long, a folder that cannot be entered) is told.
                        if (!isMissing(error)) skip(relative, 'unreadable', error instanceof Error ? error.message : String(error));
                        return undefined;
                    });
                    if (!stat?.isFile()) return;
                    const name = relative.slice(relative.lastIndexOf('/') + 1);
                    const isWanted = isLetIn(level, name);
                    const ineligible = judgeUnread(path, stat.size, options.maxFileBytes, isWanted);
                    if (ineligible) skipped.push({ path, ...ineligible });
                    else files.push({ path, stamp: stampOf(stat), ...(isWanted ? { isWanted } : {}) });
                }),
            );
        };
        try {
            for await (const entry of await opendir(join(root.folder, folder), { bufferSize: 256 })) {
                options.signal?.throwIfAborted();
                const relative = folder === '' ? entry.name : `${folder}/${entry.name}`;
                const kind = kindOf(entry);
                const verdict = root.rules.judge(level, entry.name, kind === 'folder');
                if (verdict) skipped.push({ path: pathOf(kind === 'folder' ? `${relative}/` : relative), ...verdict });
                else if (kind === 'link') skip(relative, 'symlink', 'links are not followed');
                else if (kind === 'other') skip(relative, 'not-a-file', 'a pipe, socket or device');
                else if (entry.name.includes('\uFFFD')) skip(relative, 'unreadable', 'its name is not valid UTF-8');
                else if (kind === 'file') waiting.push({ relative, path: pathOf(relative) });
                else if (depth >= MAX_DEPTH) skip(`${relative}/`, 'unreadable', `more than ${String(MAX_DEPTH)} folders deep`);
                else pending.push({ root, folder: relative, depth: depth + 1 });
                if (waiting.length >= STATS_AT_ONCE) await look();
            }
        } catch (error) {
            options.signal?.throwIfAborted();
            // The root itself was there a moment ago; when it is not any more, nothing below it may be taken for deleted.
            if (folder === '') throw refusalOf(error, root.folder) ?? missing(root.folder, error);
            if (isShortage(error)) throw error;
            skip(`${folder}/`, 'unreadable', error instanceof Error ? error.message : String(error));
        }
        await look();
        options.onProgress?.(files.length);
    };

    const work = async (): Promise<void> => {
        for (let next = pending.pop(); next; next = pending.pop()) await visit(next.root, next.folder, next.depth);
    };
    // Folders are found while others are walked: start over as long as there are any.
    while (pending.length > 0) {
        options.signal?.throwIfAborted();
        await Promise.all(Array.from({ length: FOLDERS_AT_ONCE }, work));
    }
    return { files, skipped };
}

function kindOf(entry: Dirent): 'file' | 'folder' | 'link' | 'other' {
    if (entry.isFile()) return 'file';
    if (entry.isDirectory()) return 'folder';
    return entry.isSymbolicLink() ? 'link' : 'other';
}

function missing(folder: string, cause: unknown): FailureError {
    return new FailureError({ kind: 'folder-missing', folder }, { cause });
}
