import type { WorkspacePath } from '../../protocol/text.ts';
import type { Commit } from '../../git/commits.ts';
import type { Repository } from '../../git/gitFiles.ts';
import type { GitObjects } from '../../git/gitObjects.ts';
import type { StopOptions } from '../ports.ts';
import type { DiskFiles } from '../scan/diskFiles.ts';
import { commitAt } from '../../git/commits.ts';
import { FilesInTrees } from '../../git/filesInTrees.ts';
import { prefixOf } from '../../git/gitFiles.ts';
import { treeDifference, type FileDifference } from '../../git/treeDifference.ts';
import { attachedTextPath, shortRevision } from '../../protocol/attachment.ts';
import { differencePath } from '../../protocol/attachedDifference.ts';
import { workspacePath } from '../../protocol/text.ts';
import { visibleName } from '../../protocol/visibleText.ts';
import { comparable, comparedFile } from '../attach/attachChanges.ts';
import { revisionOverview } from '../attach/revisionOverview.ts';
import { redactText } from '../redact/redactText.ts';
import { termsOf } from '../retrieve/terms.ts';
import { blobText } from '../scan/blobText.ts';

/** A commit as lines that can be quoted and opened: what it is, and what it changed at one place. */
export interface CommitText {
    readonly id: string;
    /** Of UTC, `2021-03-02`; the author's name, without address. */
    readonly day: string;
    readonly author: string;
    readonly textPath: WorkspacePath;
    /** Id, author and day; then the message; then the files that it changed. Without secrets. */
    readonly lines: readonly string[];
    /** How many of them are the message, from the second on. */
    readonly messageLines: number;
    /** The stretch of its difference that is asked about; undefined where that is no text, or left out. */
    readonly difference: { readonly textPath: WorkspacePath; readonly file: WorkspacePath; readonly lines: readonly string[] } | undefined;
}

export interface WantedOfCommit extends StopOptions {
    /** The file of the repository that is meant, as it was called then; without one, the changed file whose path fits `words` best. */
    readonly file?: string;
    /** What it is called today. */
    readonly showAs?: WorkspacePath;
    /** Lines of it, as the commit has them; without any, the beginning of its difference. */
    readonly lines?: readonly number[];
    readonly words?: string;
}

/** Files that the rules keep out are counted and not named, and none of their lines is shown. */
export async function commitText(
    commit: Commit,
    repository: Repository,
    objects: GitObjects,
    files: DiskFiles,
    wanted: WantedOfCommit,
): Promise<CommitText> {
    const { signal } = wanted;
    const [parentId] = commit.parents;
    const parent = parentId === undefined ? undefined : await commitAt(parentId, objects);
    const name = `Git commit ${shortRevision(commit.id)}`;
    const told = revisionOverview({ attachment: { kind: 'commit', rev: commit.id, subject: '' }, tip: commit, base: parent, commits: [] });
    const redacted = (await redactText(told.join('\n'))).text.split('\n');
    // A clone without the parent cannot say what the commit changed.
    const isKnown = parentId === undefined || parent !== undefined;
    const changed = isKnown
        ? await changedFiles(parent?.tree, commit.tree, repository, objects, files, signal)
        : { eligible: [], hidden: 0, isCut: false };
    const chosen = chooseFile(changed.eligible, wanted);
    const difference = chosen && (await differenceOf(chosen, { name, parent, commit, objects, files, wanted }));
    const rest = changed.eligible.length - MOST_NAMED;
    return {
        id: commit.id,
        day: new Date(commit.committedAt * 1_000).toISOString().slice(0, 10),
        author: visibleName(commit.author),
        textPath: attachedTextPath(name),
        lines: [
            `commit ${shortRevision(commit.id)}, ${(redacted[0] ?? '').replace(/^commit [0-9a-f]+, /, '')} (${commit.id})`,
            ...redacted.slice(1),
            ...changed.eligible.slice(0, MOST_NAMED).map(({ shown }) => `changed: ${visibleName(shown)}`),
            ...(rest > 0 ? [`changed as well: ${String(rest)} more${changed.isCut ? ' at least' : ''}`] : []),
            ...(changed.hidden > 0 ? [`changed, and not shown because they are left out or no text: ${String(changed.hidden)}`] : []),
        ],
        messageLines: redacted.length - 1,
        difference,
    };
}

const MOST_NAMED = 20;
const MOST_CHANGED = 2_000;
const MOST_JUDGED = 200;

interface EligibleFile extends FileDifference {
    /** As the workspace calls it. */
    readonly shown: WorkspacePath;
    /** In the repository. */
    readonly file: string;
}

async function changedFiles(
    before: string | undefined,
    after: string,
    repository: Repository,
    objects: GitObjects,
    files: DiskFiles,
    signal: AbortSignal | undefined,
): Promise<{ readonly eligible: readonly EligibleFile[]; readonly hidden: number; readonly isCut: boolean }> {
    const eligible: EligibleFile[] = [];
    let hidden = 0;
    let isCut = false;
    for (const root of files.roots) {
        const prefix = prefixOf(repository.top, root.folder);
        // Another folder of the workspace is in another repository.
        if (prefix.startsWith('..')) continue;
        const difference = await treeDifference(before, after, objects, { prefix, most: MOST_CHANGED, signal });
        isCut ||= difference.isCut || difference.files.length > MOST_JUDGED;
        for (const file of difference.files.slice(0, MOST_JUDGED)) {
            const shown = workspacePath(root.name === '' ? file.path : `${root.name}/${file.path}`);
            const why = await files.whyLeftOut(shown);
            if (why && why.reason !== 'empty') hidden++;
            else eligible.push({ ...file, shown, file: prefix + file.path });
        }
    }
    return { eligible, hidden, isCut };
}

function chooseFile(eligible: readonly EligibleFile[], { file, words = '' }: WantedOfCommit): EligibleFile | undefined {
    if (file !== undefined) return eligible.find(one => one.file === file);
    const asked = new Set(termsOf(words));
    const score = ({ path }: EligibleFile): number =>
        termsOf(path).filter(term => asked.has(term)).length +
        (/\.(?:md|rst|txt|lock|json)$|(?:^|\/)(?:docs?|tests?)\//i.test(path) ? 0 : 0.5);
    let best: EligibleFile | undefined;
    for (const one of eligible) if (!best || score(one) > score(best)) best = one;
    return best;
}

async function differenceOf(
    chosen: EligibleFile,
    {
        name,
        parent,
        commit,
        objects,
        files,
        wanted,
    }: {
        readonly name: string;
        readonly parent: Commit | undefined;
        readonly commit: Commit;
        readonly objects: GitObjects;
        readonly files: DiskFiles;
        readonly wanted: WantedOfCommit;
    },
): Promise<CommitText['difference']> {
    const renamed =
        chosen.before === undefined && parent
            ? await new FilesInTrees(objects).renamedFrom(parent.tree, commit.tree, chosen.file, wanted.signal)
            : undefined;
    const [was, now] = [await blobText(chosen.before ?? renamed?.id, objects, files), await blobText(chosen.after, objects, files)];
    if (was === undefined || now === undefined) return undefined;
    const file = wanted.showAs ?? chosen.shown;
    const textPath = differencePath(name, file);
    const state = renamed ? 'renamed' : chosen.before === undefined ? 'added' : chosen.after === undefined ? 'deleted' : 'modified';
    const told = comparedFile({ path: chosen.shown, textPath, state }, await comparable(was), await comparable(now));
    return told && { textPath, file, lines: aroundLines(told.lines, wanted) };
}

/** The first line, and of the stretches of a difference those that bring these lines; the first where none is named. */
function aroundLines(lines: readonly string[], { lines: wanted, words = '' }: WantedOfCommit): readonly string[] {
    const [head = '', ...rest] = lines;
    const stretches: string[][] = [];
    for (const line of rest) {
        if (/^@@ -\d+,\d+ \+\d+,\d+ @@/.test(line)) stretches.push([]);
        stretches.at(-1)?.push(line);
    }
    const isMeant = ([at = '']: readonly string[]): boolean => {
        const [, from = 0, count = 0] = (/\+(\d+),(\d+)/.exec(at) ?? []).map(Number);
        return wanted?.some(line => line >= from && line < from + count) ?? false;
    };
    const meant = (wanted ? stretches.find(isMeant) : mostWords(stretches, words)) ?? stretches[0] ?? [];
    const brought = wanted ? meant.findIndex((line, nth) => line.startsWith('+') && wanted.includes(lineAt(meant, nth, '-'))) : 0;
    // A long stretch, such as a new file, is shown around the lines.
    const from = brought > FAR_DOWN ? brought - BEFORE : 1;
    const part = meant.slice(from, from + MOST_SHOWN);
    const span = (other: '-' | '+'): string =>
        `${String(lineAt(meant, from, other))},${String(part.filter(line => !line.startsWith(other)).length)}`;
    return part.length === 0 ? [head] : [head, `@@ -${span('+')} +${span('-')} @@`, ...part];
}

/** The stretch that has most of these words in what it changed; the first of equals. */
function mostWords(stretches: readonly (readonly string[])[], words: string): readonly string[] | undefined {
    const asked = new Set(termsOf(words));
    let [best, most]: [readonly string[] | undefined, number] = [undefined, 0];
    for (const stretch of stretches) {
        const held = new Set(stretch.slice(1).flatMap(line => (/^[+-]/.test(line) ? termsOf(line.slice(1)) : [])));
        const count = [...asked].filter(term => held.has(term)).length;
        if (count > most) [best, most] = [stretch, count];
    }
    return best;
}

/** The line of one side, that whose lines do not begin with `other`, at which a line of a stretch stands. */
function lineAt(stretch: readonly string[], nth: number, other: '-' | '+'): number {
    const start = Number((other === '-' ? /\+(\d+)/ : /-(\d+)/).exec(stretch[0] ?? '')?.[1] ?? 1);
    return start + stretch.slice(1, nth).filter(line => !line.startsWith(other)).length;
}

const MOST_SHOWN = 60;
const FAR_DOWN = 12;
const BEFORE = 8;
