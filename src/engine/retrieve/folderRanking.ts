import type { WorkspacePath } from '../../protocol/text.ts';
import type { OrderedFile, Ranking } from './ranking.ts';
import { folderName } from '../../protocol/text.ts';

/** Ranks the first hits by how much of them lies in the same folder: where several were found, the subject is at home. */
export function folderRanking(hits: readonly OrderedFile[]): Ranking {
    const near = hits.slice(0, MAX_HITS).filter(({ score }) => score > 0);
    const folders = Map.groupBy(near, ({ path }) => folderName(path));
    const files = new Map<WorkspacePath, number>();
    for (const own of folders.values()) {
        const score = own.reduce((sum, hit) => sum + hit.score, 0);
        for (const { path } of own) files.set(path, score);
    }
    const detail = (path: WorkspacePath): string | undefined => {
        const folder = folderName(path);
        const own = folders.get(folder) ?? [];
        return own.length > 1 ? `is one of ${String(own.length)} hits in ${folder === '' ? 'the top folder' : folder}` : undefined;
    };
    return { signal: 'folder', files, detail, floor: 0 };
}

const MAX_HITS = 20;
