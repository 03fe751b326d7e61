import type { RankedFile } from '../../protocol/passage.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { FileScore, Ranking } from './ranking.ts';
import { folderName } from '../../protocol/text.ts';

/** Ranks the first hits by how much of them lies in the same folder: where several were found, the subject is at home. */
export function folderRanking(hits: readonly RankedFile[]): Ranking {
    const near = hits.slice(0, MAX_HITS).filter(({ score }) => score > 0);
    const folders = Map.groupBy(near, ({ path }) => folderName(path));
    const files = new Map<WorkspacePath, FileScore>();
    for (const [folder, own] of folders) {
        const score = own.reduce((sum, hit) => sum + hit.score, 0);
        const detail = (): string => `is one of ${String(own.length)} hits in ${folder === '' ? 'the top folder' : folder}`;
        for (const { path } of own) files.set(path, { score, ...(own.length > 1 ? { detail } : {}) });
    }
    return { signal: 'folder', files, floor: 0 };
}

const MAX_HITS = 20;
