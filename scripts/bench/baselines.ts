/** The physical floor of indexing: only parsing, and only embedding, over the same files, each in a process of its own. */
import { fork } from 'node:child_process';
import path from 'node:path';

export interface StageTime {
    readonly wallMs: number;
    readonly cpuMs: number;
}

export function measureParseAlone(run: { readonly root: string; readonly folder: string }): Promise<StageTime> {
    return measureStage('parse', run);
}

export function measureEmbedAlone(run: { readonly root: string; readonly folder: string }): Promise<StageTime> {
    return measureStage('embed', run);
}

function measureStage(stage: 'parse' | 'embed', { root, folder }: { readonly root: string; readonly folder: string }): Promise<StageTime> {
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
