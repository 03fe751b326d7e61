/** Files that are saved while the engine runs, in the language of most of the folder's code. */
import { appendFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from '../../src/protocol/engineContract.ts';
import { workspacePath } from '../../src/protocol/text.ts';

/** Writes a word that stands nowhere else into a new file, says so as the watcher would, and asks until it is found; milliseconds of each. */
export async function timesOfSaves(engine: Engine, folder: string, count: number): Promise<number[]> {
    const extension = commonestExtension(folder);
    const name = `footnoteBenchSaved.${extension}`;
    const times: number[] = [];
    writeFileSync(path.join(folder, name), '');
    try {
        for (let n = 0; n < count; n++) {
            const word = `zqx${String(n).padStart(3, '0')}vwj`;
            appendFileSync(path.join(folder, name), DEFINITIONS[extension](word));
            const began = performance.now();
            await engine.filesChanged({ changed: [workspacePath(name)], removed: [] });
            for (;;) {
                const { files } = await engine.search({ text: word, limit: 1 });
                if (files[0]?.path === name) break;
                await pause(5);
            }
            times.push(performance.now() - began);
        }
    } finally {
        rmSync(path.join(folder, name), { force: true });
        await engine.filesChanged({ changed: [], removed: [workspacePath(name)] });
    }
    return times;
}

const DEFINITIONS = {
    ts: (word: string) => `export function ${word}(amount: number): number {\n    return amount * 2;\n}\n`,
    js: (word: string) => `export function ${word}(amount) {\n    return amount * 2;\n}\n`,
    py: (word: string) => `def ${word}(amount):\n    return amount * 2\n\n`,
    go: (word: string) => `func ${word}(amount int) int {\n\treturn amount * 2\n}\n`,
    rs: (word: string) => `pub fn ${word}(amount: u32) -> u32 {\n    amount * 2\n}\n`,
    java: (word: string) => `class ${word} {\n    int twice(int amount) { return amount * 2; }\n}\n`,
} as const;

type Extension = keyof typeof DEFINITIONS;

function commonestExtension(folder: string): Extension {
    const counts = new Map<string, number>();
    for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
        const extension = path.extname(entry.name).slice(1);
        counts.set(extension, (counts.get(extension) ?? 0) + 1);
    }
    const known = Object.keys(DEFINITIONS) as Extension[];
    return known.sort((one, other) => (counts.get(other) ?? 0) - (counts.get(one) ?? 0))[0] ?? 'ts';
}
