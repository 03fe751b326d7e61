import type { Passage, PassageOrigin, RankedFile } from '../../protocol/passage.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { StopOptions } from '../ports.ts';

/** A file that somebody else may put in another place, with the best passage that was found in it. */
export interface OrderCandidate {
    readonly path: WorkspacePath;
    readonly passage: Passage;
}

/** What somebody else made of the candidates. */
export interface FileOrder {
    /** Who it was, as shown. */
    readonly by: string;
    /** The first files, best first; those that are missing follow in the order they had. */
    readonly paths: readonly WorkspacePath[];
}

/** Asked once for each search, before anything is cut to a limit; undefined where the order stays as it is. */
export type Reorder = (candidates: readonly OrderCandidate[], options: StopOptions) => Promise<FileOrder | undefined>;

/** So many of the best files may change places. */
export const ORDERED_FILES = 20;

/** Files that have a passage to show, of the first that were ranked. */
export function orderCandidates(ranked: readonly RankedFile[], passages: readonly Passage[]): readonly OrderCandidate[] {
    return ranked.slice(0, ORDERED_FILES).flatMap(({ path }) => {
        const passage = passages.find(found => found.path === path);
        return passage ? [{ path, passage }] : [];
    });
}

/**
 * What a new order gives and takes: the scores of the candidates stay as they are and are dealt out anew, so that whoever orders can
 * neither bring a file in nor lift one above the best or below the last of them.
 */
export function shiftsOf(
    ranked: readonly RankedFile[],
    candidates: readonly OrderCandidate[],
    { by, paths }: FileOrder,
): ReadonlyMap<WorkspacePath, PassageOrigin> {
    const known = new Set(candidates.map(({ path }) => path));
    const old = ranked.filter(({ path }) => known.has(path));
    const first = [...new Set(paths)].filter(path => known.has(path));
    const scores = new Map(old.map(({ path, score }) => [path, score]));
    const shifts = new Map<WorkspacePath, PassageOrigin>();
    for (const [place, path] of [...first, ...old.map(file => file.path).filter(path => !first.includes(path))].entries()) {
        const contribution = (old[place]?.score ?? 0) - (scores.get(path) ?? 0);
        if (old[place]?.path === path) continue;
        shifts.set(path, {
            signal: 'model',
            contribution,
            detail: contribution < 0 ? `behind what ${by} put forward` : `put forward by ${by}`,
        });
    }
    return shifts;
}

/** Files or passages with what was given to or taken from their file, in the order that follows from it. */
export function shifted<Found extends RankedFile>(found: readonly Found[], shifts: ReadonlyMap<WorkspacePath, PassageOrigin>): Found[] {
    if (shifts.size === 0) return [...found];
    return found
        .map(one => {
            const shift = shifts.get(one.path);
            return shift ? { ...one, score: one.score + shift.contribution, origins: [shift, ...one.origins] } : one;
        })
        .sort((a, b) => b.score - a.score);
}
