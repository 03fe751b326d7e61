import type { AttachmentRefusal } from '../../protocol/attachmentRefusal.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { StopOptions } from '../ports.ts';
import type { DiskFiles } from '../scan/diskFiles.ts';
import { workingChanges, type WorkingChanges } from '../../git/workingChanges.ts';
import { GIT_CHANGES, differencePath } from '../../protocol/attachedDifference.ts';
import { workspacePath } from '../../protocol/text.ts';
import { visibleName } from '../../protocol/visibleText.ts';
import { redactText } from '../redact/redactText.ts';
import { linesOf } from '../answer/sourceLines.ts';
import { differenceText, type ComparedLines } from './differenceText.ts';

/** What differs from the last commit: a text for each file, and one with the names of those that have none. */
export interface ChangesText {
    readonly files: readonly ChangedFileText[];
    readonly overview: readonly string[];
}

export interface ChangedFileText {
    readonly path: WorkspacePath;
    /** Of its own text, `/Git changes/src/cart.ts`. */
    readonly textPath: WorkspacePath;
    readonly lines: readonly string[];
}

/**
 * The difference of index, working tree and unsaved editors against the last commit, in the unified format, without running git. Files
 * that are ignored, excluded, secret or no text are counted and not named; untracked ones are named. Secrets are taken out of both sides
 * as whole files before a line is shown. A refusal says why there is nothing to compare with.
 */
export async function attachChanges(
    files: DiskFiles,
    scanned: () => Promise<readonly WorkspacePath[]>,
    { signal }: StopOptions = {},
): Promise<ChangesText | AttachmentRefusal> {
    const texts: ChangedFileText[] = [];
    const untracked: WorkspacePath[] = [];
    const further: WorkspacePath[] = [];
    let hidden = 0;
    let repositories = 0;
    for (const { name, folder } of files.roots) {
        const changes = await workingChanges(folder, { signal });
        if (typeof changes === 'string') return { code: changes };
        if (!changes) continue;
        repositories++;
        const pathOf = (below: string): WorkspacePath => workspacePath(name === '' ? below : `${name}/${below}`);
        const belowOf = (path: WorkspacePath): string | undefined =>
            name === '' ? path : path.startsWith(`${name}/`) ? path.slice(name.length + 1) : undefined;
        const candidates = new Map(changes.candidates.map(candidate => [candidate.path, candidate]));
        for (const { path, before, isConflict } of candidates.values()) {
            signal?.throwIfAborted();
            if (texts.length === MOST_FILES) {
                further.push(pathOf(path));
                continue;
            }
            const text = await changedFile(pathOf(path), { before, isConflict }, changes, files);
            if (text === 'hidden') hidden++;
            else if (text) texts.push(text);
        }
        for (const path of await scanned()) {
            const below = belowOf(path);
            if (below !== undefined && !changes.isTracked(below) && !candidates.has(below)) untracked.push(path);
        }
    }
    if (repositories === 0) return { code: 'no-repository' };
    return { files: texts, overview: overviewOf({ untracked, further, hidden }) };
}

/** More is a merge or a move, whose names say enough. */
const MOST_FILES = 200;
const MOST_NAMED = 100;

async function changedFile(
    path: WorkspacePath,
    { before: id, isConflict }: { readonly before: string | undefined; readonly isConflict: boolean },
    changes: WorkingChanges,
    files: DiskFiles,
): Promise<ChangedFileText | 'hidden' | undefined> {
    // The rules decide on what is gone as well: a secret file that was removed is in the last commit still.
    const why = await files.whyLeftOut(path);
    if (why && why.reason !== 'empty') return 'hidden';
    const now = await files.read(path);
    const was = id === undefined ? undefined : await changes.textOf(id);
    if (id !== undefined && was === undefined) return 'hidden';
    const isThere = now !== undefined || (await files.readFromDisk(path)).state !== 'gone';
    // What is there and cannot be read as text is no text to compare.
    if (isThere && !now && why?.reason !== 'empty') return 'hidden';
    if (was?.includes('\0')) return 'hidden';
    const state = isConflict ? 'in conflict' : was === undefined ? 'added' : isThere ? 'modified' : 'deleted';
    const textPath = differencePath(GIT_CHANGES, path);
    return comparedFile({ path, textPath, state }, await comparable(was ?? ''), await comparable(now?.text ?? ''));
}

/** The difference of a file as a text with what happened to it at its head; undefined when both sides are the same. */
export function comparedFile(
    { path, textPath, state }: Pick<ChangedFileText, 'path' | 'textPath'> & { readonly state: string },
    before: ComparedLines,
    after: ComparedLines,
): ChangedFileText | undefined {
    const { lines, added, removed } = differenceText(before, after);
    if (lines.length === 0) return undefined;
    return { path, textPath, lines: [`${state}: ${visibleName(path)}, ${countOf(added)} added, ${countOf(removed)} removed`, ...lines] };
}

/** A text as it is compared and as it is shown. Line ends do not count, since git may translate them; neither does the last one. */
export async function comparable(text: string): Promise<ComparedLines> {
    const linesOfText = (of: string): readonly string[] => {
        const lines = linesOf(of);
        return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
    };
    return { lines: linesOfText(text), shown: linesOfText((await redactText(text)).text) };
}

function overviewOf({
    untracked,
    further,
    hidden,
}: {
    readonly untracked: readonly WorkspacePath[];
    readonly further: readonly WorkspacePath[];
    readonly hidden: number;
}): readonly string[] {
    const named = (what: string, paths: readonly WorkspacePath[]): readonly string[] => [
        ...paths.slice(0, MOST_NAMED).map(path => `${what}: ${visibleName(path)}`),
        ...(paths.length > MOST_NAMED ? [`${what}: ${String(paths.length - MOST_NAMED)} more`] : []),
    ];
    return [
        ...named('untracked', untracked),
        ...named('changed as well', further),
        ...(hidden > 0 ? [`changed, and not shown because they are left out or no text: ${String(hidden)}`] : []),
    ];
}

function countOf(lines: number): string {
    return lines === 1 ? '1 line' : `${String(lines)} lines`;
}
