import { join } from 'node:path';
import { lstat } from 'node:fs/promises';
import type { SkippedFile } from '../../protocol/indexing.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { StopOptions } from '../ports.ts';
import type { DiskFiles } from './diskFiles.ts';
import type { Scan, ScannedFile, ScanStart } from './scanWorkspace.ts';
import { judgeUnread } from './eligibility.ts';
import { stampOf } from './diskStamp.ts';
import { isPlainRelative } from './resolveInside.ts';
import { scanFolders } from './scanWorkspace.ts';

/** Looks at single paths as a scan of the whole workspace would: what somebody says has changed, a file or a folder, whatever it is now. */
export async function scanPaths(files: DiskFiles, paths: Iterable<WorkspacePath>, options: StopOptions = {}): Promise<Scan> {
    const found: ScannedFile[] = [];
    const skipped: SkippedFile[] = [];
    const starts: ScanStart[] = [];
    for (const path of paths) {
        options.signal?.throwIfAborted();
        const place = files.placeOf(path);
        if (!place || !isPlainRelative(place.relative)) continue;
        const stat = await lstat(join(place.root.folder, place.relative)).catch(() => undefined);
        if (!stat) continue;
        const verdict = await place.root.rules.verdictFor(place.relative, stat.isDirectory());
        if (verdict) skipped.push({ path, ...verdict });
        else if (stat.isDirectory()) {
            starts.push({ root: place.root, folder: place.relative });
        } else if (stat.isSymbolicLink()) skipped.push({ path, reason: 'symlink', detail: 'links are not followed' });
        else if (!stat.isFile()) skipped.push({ path, reason: 'not-a-file', detail: 'a pipe, socket or device' });
        else {
            const behindLink = await files.behindLink(path);
            if (behindLink) {
                skipped.push(behindLink);
                continue;
            }
            const isWanted = await place.root.rules.isWanted(place.relative);
            const ineligible = judgeUnread(path, stat.size, files.maxFileBytes, isWanted);
            if (ineligible) skipped.push({ path, ...ineligible });
            else found.push({ path, stamp: stampOf(stat), ...(isWanted ? { isWanted } : {}) });
        }
    }
    const below = await scanFolders(starts, { ...options, maxFileBytes: files.maxFileBytes });
    const seen = new Set(found.map(({ path }) => path));
    return {
        files: [...found, ...below.files.filter(({ path }) => !seen.has(path))],
        skipped: [...skipped, ...below.skipped],
    };
}

/** Those of the paths where nothing stands. */
export async function pathsGone(files: DiskFiles, paths: readonly WorkspacePath[]): Promise<ReadonlySet<WorkspacePath>> {
    const gone = new Set<WorkspacePath>();
    for (const path of paths) {
        const place = files.placeOf(path);
        const stat = place && (await lstat(join(place.root.folder, place.relative)).catch(() => undefined));
        if (!stat) gone.add(path);
    }
    return gone;
}
