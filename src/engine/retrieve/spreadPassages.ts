import type { RankedFile } from '../../protocol/passage.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import { folderName } from '../../protocol/text.ts';

/**
 * The passages to show, best first, so that no folder fills them: from one folder come at most two of five, as long as other folders have
 * something that comes near. Whoever plants hundreds of files that are stuffed with a likely question cannot keep the true file out, and
 * a repository with all its code in one folder loses nothing, because elsewhere nothing comes near. `passages` are sorted by score.
 */
export function spreadPassages<Found extends Pick<RankedFile, 'path' | 'score'>>(
    passages: readonly Found[],
    limit: number,
    near = nearness(0),
): Found[] {
    const left = [...passages];
    const shown: Found[] = [];
    const counts = new Map<string, number>();
    while (shown.length < limit) {
        const [best] = left;
        if (!best) break;
        const most = Math.max(FREE, Math.floor((shown.length + 1) * SHARE));
        const isFull = ({ path }: Found): boolean => (counts.get(folderName(path)) ?? 0) >= most;
        const other = isFull(best) ? left.find(passage => !isFull(passage) && passage.score >= best.score * near) : undefined;
        const next = other ?? best;
        left.splice(left.indexOf(next), 1);
        counts.set(folderName(next.path), (counts.get(folderName(next.path)) ?? 0) + 1);
        shown.push(next);
    }
    return shown;
}

/** Of all that are shown, and of those shown first. */
const SHARE = 0.4;
/** The first places of a folder are nobody's loss. */
const FREE = 3;

/**
 * The least share of the score of the passage that steps back. `share` is that of the fullest folder among the best files: where nearly
 * all of them stand in one folder, what is found elsewhere need not come as near. Below 0.95 the judged questions lost passages that
 * hold their answer (2 of 132 at 0.85), at 0.95 none.
 */
export function nearness(share: number): number {
    return share > CROWDED ? 0.4 : 0.95;
}

/** Three dozen files of one folder that say what a question says: hardly by chance. */
export const CROWDED = 0.9;

/** Files beyond the first that stand in other folders than the one which fills most of those: what may be shown instead of it. */
export function elsewhere<File extends { readonly path: WorkspacePath; readonly score: number }>(
    ranked: readonly File[],
    first: number,
): readonly File[] {
    const enough = scoreElsewhere(ranked, first);
    if (enough === Infinity) return [];
    const { folder } = fullestFolder(ranked.slice(0, first).map(({ path }) => path));
    const others: File[] = [];
    for (const file of ranked.slice(first)) {
        if (others.length === MOST_ELSEWHERE || file.score < enough) break;
        if (folderName(file.path) !== folder) others.push(file);
    }
    return others;
}

/** The score from which on files of other folders are looked for; above all where no folder fills the first. */
export function scoreElsewhere(ranked: readonly { readonly path: WorkspacePath; readonly score: number }[], first: number): number {
    const { share } = fullestFolder(ranked.slice(0, first).map(({ path }) => path));
    return share <= SHARE ? Infinity : (ranked[0]?.score ?? 0) * nearness(share);
}

const MOST_ELSEWHERE = 10;

/** The folder that holds most of these files itself, and its share of them, 0 to 1. */
export function fullestFolder(paths: readonly WorkspacePath[]): { readonly folder: string; readonly share: number } {
    let folder = '';
    let most = 0;
    const counts = new Map<string, number>();
    for (const path of paths) {
        const name = folderName(path);
        const count = (counts.get(name) ?? 0) + 1;
        counts.set(name, count);
        if (count > most) [folder, most] = [name, count];
    }
    return { folder, share: most / Math.max(1, paths.length) };
}
