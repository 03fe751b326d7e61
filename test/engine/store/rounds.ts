import { workspacePath } from '../../../src/protocol/text.ts';
import type { WorkspacePath } from '../../../src/protocol/text.ts';
import type { IndexedFile } from '../../../src/engine/store/indexStore.ts';
import { indexedFile } from './storedFiles.ts';

/** What the process that is to be killed commits in one round: ten of forty files, each time with other texts, and one removal. */
export function roundOf(round: number, seed: string): { readonly files: readonly IndexedFile[]; readonly gone: WorkspacePath } {
    const gone = workspacePath(`src/f${(round * 3) % 40}.ts`);
    const files = Array.from({ length: 10 }, (_, i) => {
        const number = (round * 7 + i) % 40;
        const texts = Array.from(
            { length: 1 + ((round + i) % 5) },
            (_ignored, chunk) => `name${chunk} word${number} seed${seed} round${round}`,
        );
        return indexedFile(`src/f${number}.ts`, texts);
    });
    return { files: files.filter(file => file.record.path !== gone), gone };
}
