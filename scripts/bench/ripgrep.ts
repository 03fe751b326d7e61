import { spawnSync } from 'node:child_process';
import { rgPath } from '@vscode/ripgrep';
import { quantiles, type QueryTimes } from './report.ts';

/** What a user would run instead: count the lines that hold one of the question's longer words, file by file. */
export function measureRipgrep(folder: string, queries: readonly string[]): QueryTimes {
    const times: number[] = [];
    for (const query of queries) {
        const words = [...new Set(query.match(/[A-Za-z_][A-Za-z0-9_]{3,}/g) ?? [])].slice(0, 12);
        if (words.length === 0) continue;
        const began = performance.now();
        spawnSync(rgPath, ['--count-matches', '--ignore-case', '--fixed-strings', ...words.flatMap(word => ['-e', word]), '.'], {
            cwd: folder,
            stdio: 'ignore',
        });
        times.push(performance.now() - began);
    }
    return quantiles(times);
}
