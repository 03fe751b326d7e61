import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Attachment } from '../../protocol/attachment.ts';
import type { AttachmentRefusal } from '../../protocol/attachmentRefusal.ts';
import type { TextRange, WorkspacePath } from '../../protocol/text.ts';
import type { Files, StopOptions, SymbolTable } from '../ports.ts';
import type { DiskFiles } from '../scan/diskFiles.ts';
import type { AttachedPart } from './attachedPart.ts';
import { LONGEST_PASTE, MOST_PROBLEMS, attachedTextPath } from '../../protocol/attachment.ts';
import { GIT_CHANGES } from '../../protocol/attachedDifference.ts';
import { visibleText } from '../../protocol/visibleText.ts';
import { linesOf } from '../answer/sourceLines.ts';
import { LiveFiles, placeNow } from '../answer/liveFiles.ts';
import { isBelow } from '../retrieve/fuseRankings.ts';
import { isPlainRelative, resolveInside } from '../scan/resolveInside.ts';
import { scanPaths } from '../scan/scanPaths.ts';
import { attachChanges } from './attachChanges.ts';
import { attachRevision } from './attachRevision.ts';
import { inOrderOfWeight, placesAround, problemLines } from './problemsText.ts';

export interface AttachPorts {
    readonly files: DiskFiles;
    readonly symbols: Pick<SymbolTable, 'definitionsOf' | 'factsOf'>;
    /** Every file that may be attached, whether the index has it yet or not. */
    readonly allFiles: () => Promise<readonly WorkspacePath[]>;
}

/** An attachment with all that it holds, before its share is known. */
export type ResolvedAttachment =
    | { readonly state: 'refused'; readonly attachment: Attachment; readonly why: AttachmentRefusal }
    | { readonly state: 'searched'; readonly attachment: Attachment; readonly files: number }
    | { readonly state: 'empty'; readonly attachment: Attachment }
    | {
          readonly state: 'read';
          readonly attachment: Attachment;
          readonly parts: readonly AttachedPart[];
          /** Go along where there is room left, and are not missed where there is none: the lines around problems. */
          readonly extras: readonly AttachedPart[];
          /** What too large a one is counted in, and whether it is cut between its parts or anywhere. */
          readonly unit: 'lines' | 'files' | 'problems';
      };

/**
 * Reads what an attachment names, through the same rules as everything else: nothing that is outside of the workspace, ignored, excluded,
 * secret or no text comes back, but why not. A folder that was said to be a file is a folder, and the other way round.
 */
export async function resolveAttachment(
    attachment: Attachment,
    ports: AttachPorts,
    options: StopOptions = {},
): Promise<ResolvedAttachment> {
    switch (attachment.kind) {
        case 'file':
        case 'folder':
            return await resolvePath(attachment.path, ports, options);
        case 'lines':
            return await resolveLines(attachment, attachment.range, ports);
        case 'symbol': {
            const live = new LiveFiles(ports.files);
            const lines = await live.lines(attachment.path);
            const known = ports.symbols
                .definitionsOf(attachment.name.split('.').at(-1) ?? attachment.name)
                .filter(({ path }) => path === attachment.path)
                .sort((a, b) => distance(a.range, attachment.range) - distance(b.range, attachment.range))[0];
            const now = known && lines && placeNow(known, lines);
            const range = now ? { startLine: now.doc?.startLine ?? now.range.startLine, endLine: now.range.endLine } : attachment.range;
            return await resolveLines(
                attachment,
                { startLine: Math.min(range.startLine, now?.range.startLine ?? range.startLine), endLine: range.endLine },
                ports,
            );
        }
        case 'problems': {
            const { files } = ports;
            const problems: (typeof attachment.problems)[number][] = [];
            for (const problem of inOrderOfWeight(attachment.problems).slice(0, MOST_PROBLEMS))
                // A message may quote the file it is about: what must not be read must not be told by the way.
                if ((await whyNot(problem.path, files)) === undefined) problems.push(problem);
            if (problems.length === 0) return { state: 'empty', attachment };
            const extras: AttachedPart[] = [];
            for (const place of placesAround(problems)) {
                const lines = await linesIn(place.path, files);
                if (lines && place.range.startLine <= lines.length)
                    extras.push({ ...place, range: clipped(place.range, lines.length), lines, beginnings: [] });
            }
            return {
                state: 'read',
                attachment: { kind: 'problems', problems },
                parts: [ownText('Problems', problemLines(problems))],
                extras,
                unit: 'problems',
            };
        }
        case 'changes': {
            const changes = await attachChanges(ports.files, ports.allFiles, options);
            if ('code' in changes) return refused(attachment, changes);
            const texts = changes.files.map(({ textPath, lines }) => wholeOf(textPath, lines));
            const overview = changes.overview.length === 0 ? [] : [ownText(GIT_CHANGES, changes.overview)];
            if (texts.length + overview.length === 0) return { state: 'empty', attachment };
            return { state: 'read', attachment, parts: [...overview, ...texts], extras: [], unit: 'files' };
        }
        case 'commit':
        case 'branch': {
            const told = await attachRevision(attachment, ports.files, options);
            if ('code' in told) return refused(attachment, told);
            // A branch that has nothing of its own is named, and empty.
            if (told.files.length === 0 && told.attachment.kind === 'branch') return { state: 'empty', attachment: told.attachment };
            const texts = told.files.map(({ textPath, lines }) => wholeOf(textPath, lines));
            return {
                state: 'read',
                attachment: told.attachment,
                parts: [ownText(told.name, told.overview), ...texts],
                extras: [],
                unit: 'files',
            };
        }
        case 'pasted': {
            const lines = readableLines(attachment.text.slice(0, LONGEST_PASTE));
            if (!lines.some(line => line.trim() !== '')) return { state: 'empty', attachment };
            return { state: 'read', attachment, parts: [ownText('Pasted text', lines)], extras: [], unit: 'lines' };
        }
    }
}

async function resolvePath(path: WorkspacePath, ports: AttachPorts, options: StopOptions): Promise<ResolvedAttachment> {
    const { files } = ports;
    const asFile: Attachment = { kind: 'file', path };
    const asFolder: Attachment = { kind: 'folder', path };
    if (files.roots.some(({ name }) => name !== '' && name === path)) {
        const count = (await ports.allFiles()).filter(file => isBelow(file, path)).length;
        return { state: 'searched', attachment: asFolder, files: count };
    }
    const place = files.placeOf(path);
    if (!place || !isPlainRelative(place.relative)) return refused(asFile, { code: 'outside' });
    const stat = await lstat(join(place.root.folder, place.relative)).catch(() => undefined);
    if (!stat && !files.unsaved.has(path)) return refused(asFile, { code: 'missing' });
    if (!stat?.isDirectory()) {
        const why = await whyNot(path, files);
        if (why !== undefined) return refused(asFile, why);
        const lines = await linesIn(path, files);
        if (!lines) return refused(asFile, await whyUnreadable(path, files));
        return { state: 'read', attachment: asFile, parts: [partOf(path, lines, ports)], extras: [], unit: 'lines' };
    }
    // A link somewhere above it would lead the walk elsewhere, and a folder is walked before its files are looked at.
    const inside = await resolveInside(place.root.folder, place.relative);
    if (inside?.relative !== place.relative) return refused(asFolder, { code: 'linked-folder' });
    const scan = await scanPaths(files, [path], options);
    const own = scan.skipped.find(skipped => skipped.path === path);
    if (own) return refused(asFolder, { code: 'left-out', detail: own.detail });
    if (scan.files.length === 0) return refused(asFolder, { code: 'nothing-indexed' });
    return { state: 'searched', attachment: asFolder, files: scan.files.length };
}

async function resolveLines(
    attachment: Extract<Attachment, { kind: 'lines' | 'symbol' }>,
    range: TextRange,
    { files }: AttachPorts,
): Promise<ResolvedAttachment> {
    const { path } = attachment;
    const why = await whyNot(path, files);
    if (why !== undefined) return refused(attachment, why);
    const lines = await linesIn(path, files);
    if (!lines) return refused(attachment, await whyUnreadable(path, files));
    if (range.startLine > lines.length) return refused(attachment, { code: 'lines-missing', lines: lines.length });
    const part = { path, range: clipped(range, lines.length), lines, beginnings: [] };
    return { state: 'read', attachment, parts: [part], extras: [], unit: 'lines' };
}

/** The rule that keeps a file out; undefined when nothing speaks against it before it is read. */
async function whyNot(path: WorkspacePath, files: DiskFiles): Promise<AttachmentRefusal | undefined> {
    const why = await files.whyLeftOut(path);
    return why && { code: 'left-out', detail: why.detail };
}

async function whyUnreadable(path: WorkspacePath, files: DiskFiles): Promise<AttachmentRefusal> {
    const outcome = await files.readFromDisk(path);
    return outcome.state === 'skipped' ? { code: 'left-out', detail: outcome.skipped.detail } : { code: 'missing' };
}

async function linesIn(path: WorkspacePath, files: Files): Promise<readonly string[] | undefined> {
    const source = await files.read(path);
    return source && linesOf(source.text);
}

function partOf(path: WorkspacePath, lines: readonly string[], { symbols }: AttachPorts): AttachedPart {
    const definitions = symbols.factsOf(path)?.definitions ?? [];
    const last = lines.at(-1) === '' && lines.length > 1 ? lines.length - 1 : lines.length;
    return {
        path,
        range: { startLine: 1, endLine: last },
        lines,
        beginnings: definitions.map(({ range, doc }) => Math.min(range.startLine, doc?.startLine ?? range.startLine)),
    };
}

function ownText(name: string, lines: readonly string[]): AttachedPart {
    return wholeOf(attachedTextPath(name), lines);
}

function wholeOf(path: WorkspacePath, lines: readonly string[]): AttachedPart {
    return { path, range: { startLine: 1, endLine: lines.length }, lines, beginnings: [] };
}

function refused(attachment: Attachment, why: AttachmentRefusal): ResolvedAttachment {
    return { state: 'refused', attachment, why };
}

function clipped(range: TextRange, last: number): TextRange {
    return { startLine: range.startLine, endLine: Math.min(range.endLine, last) };
}

function distance(one: TextRange, other: TextRange): number {
    return Math.abs(one.startLine - other.startLine);
}

/** Colours of terminals and characters that hide are shown, not obeyed; a line that nobody could cite a part of is broken into several. */
function readableLines(text: string): readonly string[] {
    return linesOf(text).flatMap(line => {
        const visible = visibleText(line);
        return visible.length <= LONGEST_LINE ? [visible] : (visible.match(/.{1,1000}/gsu) ?? []);
    });
}

const LONGEST_LINE = 1_000;
