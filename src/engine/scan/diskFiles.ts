import { join, sep } from 'node:path';
import { lstat, realpath } from 'node:fs/promises';
import type { SkippedFile } from '../../protocol/indexing.ts';
import type { WorkspaceRoot } from '../../protocol/engineContract.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { Files, FileToRead, SourceText } from '../ports.ts';
import type { DiskStamp } from './diskStamp.ts';
import type { InsidePath } from './resolveInside.ts';
import type { IgnoreOptions, IgnoreRules } from './readIgnoreRules.ts';
import { contentHash } from '../contentHash.ts';
import { OWN_FOLDERS } from '../store/ownFolders.ts';
import { isShortage } from '../store/systemRefusal.ts';
import { judgeUnread, sizeLimit, type Ineligible } from './eligibility.ts';
import { judgedText } from './judgedText.ts';
import { isSameStamp, stampOf } from './diskStamp.ts';
import { isPlainRelative, readInside, resolveInside } from './resolveInside.ts';
import { readIgnoreRules } from './readIgnoreRules.ts';

export interface DiskFilesOptions extends IgnoreOptions {
    readonly roots: readonly WorkspaceRoot[];
    readonly maxFileBytes: number;
    /** Where Footnote keeps its indexes and vectors: they are not indexed themselves, wherever that is. */
    readonly data?: string;
}

/** A root with its real folder and its rules. */
export interface OpenRoot {
    readonly name: string;
    /** With links resolved. */
    readonly folder: string;
    readonly rules: IgnoreRules;
}

export interface FilePlace {
    readonly root: OpenRoot;
    /** `/`-separated, relative to the root. */
    readonly relative: string;
}

/** What came of reading a file for the index. */
export type ReadOutcome =
    | { readonly state: 'read'; readonly text: string; readonly hash: string; readonly stamp: DiskStamp; readonly bytes: number }
    /** Has a `stamp` when the bytes had to be read to know. */
    | { readonly state: 'skipped'; readonly skipped: SkippedFile; readonly stamp: DiskStamp | undefined }
    | { readonly state: 'gone' };

/** The files of the workspace: unsaved editor text first, then the disk, through containment, ignore rules and eligibility. */
export interface DiskFiles extends Files {
    readonly roots: readonly OpenRoot[];
    /** Text of editors that have not been saved; whoever hears of them writes here. */
    readonly unsaved: Map<WorkspacePath, string>;
    readonly maxFileBytes: number;
    /** Which root a path belongs to, and the rest of it; undefined for a path of no root. */
    placeOf(path: WorkspacePath): FilePlace | undefined;
    /** The file on disk, whatever the editor holds, for the index. Throws only where this process has run out of descriptors or memory. */
    readFromDisk(path: WorkspacePath): Promise<ReadOutcome>;
    /** Where a file may be read by a thread that looks as closely (`readPlainFile`); undefined when its path alone speaks against it. */
    placeToRead(path: WorkspacePath): Promise<FileToRead | undefined>;
    /** A file of rules has changed: from now on nothing that is cached is believed without asking the rules as they are. */
    forgetRules(): void;
    /** Why a path is left out, without reading it; undefined when nothing speaks against it (yet). */
    whyLeftOut(path: WorkspacePath): Promise<SkippedFile | undefined>;
    /** Set where a folder above a file is a link to one inside the workspace: such a file can be read, and is indexed where it really is. */
    behindLink(path: WorkspacePath): Promise<SkippedFile | undefined>;
}

/** A cached text is believed this long without asking the ignore rules again; the disk's stamp is compared every time. */
const TRUSTED_MS = 2000;
/** Characters of text kept for repeated reads: the passages of a few questions. */
const MAX_CACHED = 3 * 1024 * 1024;

export async function openDiskFiles(options: DiskFilesOptions): Promise<DiskFiles> {
    const folders = await realFolders(options.roots);
    const data = options.data === undefined ? undefined : await realpath(options.data).catch(() => options.data);
    const kept = data === undefined ? [] : OWN_FOLDERS.map(name => join(data, name));
    const roots = await Promise.all(
        folders.map(async ({ folder, name }): Promise<OpenRoot> => {
            const innerRoots = folders
                .filter(other => other.folder.startsWith(folder + sep))
                .map(other => relativeTo(folder, other.folder));
            const ownFolders = kept.filter(own => own.startsWith(folder + sep)).map(own => relativeTo(folder, own));
            return { name, folder, rules: await readIgnoreRules(folder, { ...options, innerRoots, ownFolders }) };
        }),
    );
    const unsaved = new Map<WorkspacePath, string>();
    const cache = new Map<WorkspacePath, CachedText>();
    let cached = 0;

    const placeOf = (path: WorkspacePath): FilePlace | undefined => {
        const slash = path.indexOf('/');
        const root = roots.find(({ name }) => name === '' || name === path.slice(0, Math.max(0, slash)));
        return root && { root, relative: root.name === '' ? path : path.slice(slash + 1) };
    };

    const whyLeftOut = async (path: WorkspacePath): Promise<SkippedFile | undefined> => {
        const place = placeOf(path);
        if (!place || !isPlainRelative(place.relative)) return { path, reason: 'not-a-file', detail: 'not a path of this workspace' };
        const stat = await lstat(join(place.root.folder, place.relative)).catch(() => undefined);
        // A rule such as `build/` is about folders alone.
        const verdict = await place.root.rules.verdictFor(place.relative, stat?.isDirectory());
        if (verdict) return { path, ...verdict };
        if (stat?.isSymbolicLink())
            return { path, reason: 'symlink', detail: 'links are not followed; the file is indexed where it really is' };
        if (stat && !stat.isFile())
            return { path, reason: 'not-a-file', detail: stat.isDirectory() ? 'a folder' : 'a pipe, socket or device' };
        if (stat && !(await resolveInside(place.root.folder, place.relative)))
            return { path, reason: 'symlink', detail: 'a folder above it is a link that leads out of the workspace' };
        const ineligible = judgeUnread(path, stat?.size ?? 1, options.maxFileBytes, await place.root.rules.isWanted(place.relative));
        return ineligible && { path, ...ineligible };
    };

    const behindLink = async (path: WorkspacePath): Promise<SkippedFile | undefined> => {
        const place = placeOf(path);
        const inside = place && (await resolveInside(place.root.folder, place.relative));
        if (!inside || !isReachedByLink(inside.relative, place.relative)) return undefined;
        return { path, reason: 'symlink', detail: `a folder above it is a link; the file itself is ${inside.relative}` };
    };

    const readFromDisk = async (path: WorkspacePath): Promise<ReadOutcome> => {
        const place = placeOf(path);
        if (!place) return { state: 'gone' };
        let inside: InsidePath | undefined;
        try {
            inside = await resolveInside(place.root.folder, place.relative);
            if (!inside) return { state: 'gone' };
            const verdict = await place.root.rules.verdictFor(inside.relative);
            if (verdict) return { state: 'skipped', skipped: { path, ...verdict }, stamp: undefined };
            const isWanted = await place.root.rules.isWanted(inside.relative);
            const judge = (name: string, size: number): Ineligible | undefined => judgeUnread(name, size, options.maxFileBytes, isWanted);
            const named = judge(path, 1) ?? judge(inside.relative, 1);
            if (named) return { state: 'skipped', skipped: { path, ...named }, stamp: undefined };
            const opened = await readInside(inside, sizeLimit(path, options.maxFileBytes));
            if (!opened) return { state: 'gone' };
            const { stamp, bytes } = opened;
            const unread = judge(path, stamp.size);
            if (unread || !bytes) return { state: 'skipped', skipped: { path, ...(unread ?? TOO_LARGE) }, stamp };
            const judged = judgedText(path, bytes, isWanted);
            if ('unfit' in judged) return { state: 'skipped', skipped: { path, ...judged.unfit }, stamp };
            return { state: 'read', text: judged.text, hash: contentHash(judged.text), stamp, bytes: bytes.length };
        } catch (error) {
            if (isShortage(error)) throw error;
            return { state: 'skipped', skipped: { path, reason: 'unreadable', detail: messageOf(error) }, stamp: undefined };
        }
    };

    const placeToRead = async (path: WorkspacePath): Promise<FileToRead | undefined> => {
        const place = placeOf(path);
        if (!place || !isPlainRelative(place.relative)) return undefined;
        const { root, relative } = place;
        // Rules that cannot be read are an error of `readFromDisk`, which is asked next.
        if (await root.rules.verdictFor(relative).catch(() => true)) return undefined;
        const isWanted = await root.rules.isWanted(relative);
        if (judgeUnread(path, 1, options.maxFileBytes, isWanted) ?? judgeUnread(relative, 1, options.maxFileBytes, isWanted))
            return undefined;
        return { path, root: root.folder, relative, maxBytes: sizeLimit(path, options.maxFileBytes), isWanted };
    };

    const readCached = async (path: WorkspacePath): Promise<SourceText | undefined> => {
        const known = cache.get(path);
        if (known && performance.now() - known.trustedAt < TRUSTED_MS) {
            const stat = await lstat(known.absolute).catch(() => undefined);
            if (stat?.isFile() && isSameStamp(stampOf(stat), known.stamp)) return known.source;
        }
        if (known) {
            cache.delete(path);
            cached -= known.source.text.length;
        }
        const outcome = await readFromDisk(path).catch((error: unknown) => {
            // A question does without the file rather than fail.
            if (isShortage(error)) return undefined;
            throw error;
        });
        if (outcome?.state !== 'read') return undefined;
        const place = placeOf(path);
        const source: SourceText = { text: outcome.text, hash: outcome.hash, isUnsaved: false };
        if (place && !cache.has(path)) {
            cache.set(path, {
                source,
                stamp: outcome.stamp,
                absolute: join(place.root.folder, place.relative),
                trustedAt: performance.now(),
            });
            cached += source.text.length;
        }
        for (const [oldest, { source: old }] of cache) {
            if (cached <= MAX_CACHED) break;
            cache.delete(oldest);
            cached -= old.text.length;
        }
        return source;
    };

    const forgetRules = (): void => {
        for (const { rules } of roots) rules.forget();
        cache.clear();
        cached = 0;
    };

    return {
        roots,
        unsaved,
        forgetRules,
        maxFileBytes: options.maxFileBytes,
        placeOf,
        readFromDisk,
        placeToRead,
        whyLeftOut,
        behindLink,
        async read(path) {
            const text = unsaved.get(path);
            if (text === undefined) return readCached(path);
            if (await whyLeftOut(path)) return undefined;
            return { text, hash: contentHash(text), isUnsaved: true };
        },
    };
}

/** Whether the disk has another place for a path than the one it was asked for by; a disk that folds case or accents spells it otherwise. */
function isReachedByLink(real: string, asked: string): boolean {
    const folded = (path: string): string => path.normalize('NFC').toLowerCase();
    return folded(real) !== folded(asked);
}

/** Each folder once, links resolved: a folder that was opened twice is the first. */
async function realFolders(roots: readonly WorkspaceRoot[]): Promise<readonly WorkspaceRoot[]> {
    const byFolder = new Map<string, WorkspaceRoot>();
    for (const { folder, name } of roots) {
        // A root that is missing now may come back; its files are gone until then.
        const real = await realpath(folder).catch(() => folder);
        if (!byFolder.has(real)) byFolder.set(real, { folder: real, name });
    }
    return [...byFolder.values()];
}

function relativeTo(outer: string, inner: string): string {
    return inner.slice(outer.length + 1).replaceAll(sep, '/');
}

interface CachedText {
    readonly source: SourceText;
    readonly stamp: DiskStamp;
    readonly absolute: string;
    readonly trustedAt: number;
}

const TOO_LARGE = { reason: 'too-large', detail: 'it grew while it was read' } as const;

function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
