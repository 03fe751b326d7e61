/** The physical floor of indexing: only parsing, and only embedding, over the same files, each in a process of its own. */
import { fork } from 'node:child_process';
import path from 'node:path';

export interface StageTime {
    readonly wallMs: number;
    readonly cpuMs: number;
}

/** Parsing; embedding as Footnote does it; and embedding by transformers.js, which Footnote did until decision 0050 and does for other models. */
export type Stage = 'parse' | 'embed' | 'embed-transformers';

export function measureStage(stage: Stage, { root, folder }: { readonly root: string; readonly folder: string }): Promise<StageTime> {
    return new Promise((resolve, reject) => {
        const child = fork(path.join(import.meta.dirname, 'stage.ts'), [stage, root, folder], {
            stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        });
        child.once('message', (time: StageTime) => {
            resolve(time);
        });
        child.once('error', reject);
        child.once('exit', code => {
            reject(new Error(`the stage "${stage}" ended with ${code ?? 'a signal'} and no figure`));
        });
    });
}
