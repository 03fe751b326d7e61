import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CANARY, rowPlace, type AdversarialRow, type Expectation } from './row.ts';
import { rowsOfBytes } from './rowsOfBytes.ts';
import { rowsOfContents } from './rowsOfContents.ts';
import { rowsOfNames } from './rowsOfNames.ts';
import { rowsOfNodes } from './rowsOfNodes.ts';
import { rowsOfRepositories } from './rowsOfRepositories.ts';

/** All rows of reliability.md, section 8, in its order. */
export const adversarialRows: readonly AdversarialRow[] = [
    ...rowsOfBytes,
    ...rowsOfNodes,
    ...rowsOfNames,
    ...rowsOfRepositories,
    ...rowsOfContents,
];

/** A row as it was built: what is expected of each of its files, or why it could not be built here. */
export interface BuiltRow {
    readonly row: AdversarialRow;
    readonly expected: readonly Expectation[];
    readonly notHere: string | undefined;
}

/**
 * Builds the adversarial repository in `root`, each row in a folder of its own beside an ordinary neighbour, the same bytes each time.
 * `outside` gets files that nobody may read, for links that lead out.
 */
export function makeRepository(root: string, outside: string): readonly BuiltRow[] {
    mkdirSync(root, { recursive: true });
    mkdirSync(outside, { recursive: true });
    writeFileSync(path.join(outside, 'canary.ts'), `export const ${CANARY} = 1;\n`);
    writeFileSync(path.join(outside, 'shared.ts'), 'export const sharedByHardLink = 1;\n');
    return adversarialRows.map(row => {
        const place = rowPlace(path.join(root, row.id), outside);
        place.put(NEIGHBOUR, `export function neighbourOf${row.id}() {\n    return '${row.id}';\n}\n`);
        const made = row.make?.(place) ?? [];
        return 'notHere' in made ? { row, expected: [], notHere: made.notHere } : { row, expected: made, notHere: undefined };
    });
}

/** An ordinary file in each row's folder, which must be indexed whatever stands beside it. */
export const NEIGHBOUR = 'neighbour.ts';
