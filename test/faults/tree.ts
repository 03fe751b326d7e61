import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A folder of many small source files and a place for its index. */
export interface Tree {
    readonly folder: string;
    readonly data: string;
    readonly scratch: string;
    write(file: string, text: string): void;
    /** Files `nth` in its version; the text of another version differs in one of its functions. */
    writeNth(nth: number, version: number): void;
    dispose(): void;
}

export function makeTree(files: number, options: { readonly data?: string } = {}): Tree {
    const scratch = mkdtempSync(path.join(os.tmpdir(), 'footnote-fault-'));
    const folder = path.join(scratch, 'work');
    mkdirSync(folder, { recursive: true });
    const write = (file: string, text: string): void => {
        mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
        writeFileSync(path.join(folder, file), text);
    };
    const tree: Tree = {
        folder,
        scratch,
        data: options.data ?? path.join(scratch, 'data'),
        write,
        writeNth: (nth, version) => {
            write(pathOfNth(nth), textOfNth(nth, version));
        },
        dispose: () => {
            rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
        },
    };
    for (let nth = 0; nth < files; nth++) tree.writeNth(nth, 0);
    return tree;
}

export function pathOfNth(nth: number): string {
    return `src/part${String(nth % 10)}/module${String(nth)}.ts`;
}

/** Two functions of 14 lines, each a chunk of its own; only the second one knows the version. */
export function textOfNth(nth: number, version: number): string {
    const body = (name: string, word: string): string =>
        [
            `/** Works on ${word} number ${String(nth)}. */`,
            `export function ${name}${String(nth)}(input: readonly number[]): number {`,
            ...Array.from(
                { length: 11 },
                (_, at) => `    const step${String(at)} = input[${String(at)}] ?? ${String(nth + at)}; // ${word} ${String(at)}`,
            ),
            `    return step0 + step10;`,
            '}',
        ].join('\n');
    return `${body('weigh', 'parcel')}\n\n${body('count', `crate version${String(version)}`)}\n`;
}
