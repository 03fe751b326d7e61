import type { FaultRow } from './faultRow.ts';
import { diskRows } from './disks.ts';
import { folderRows } from './folders.ts';
import { generationRows } from './generations.ts';
import { killedRows } from './killed.ts';
import { limitRows } from './limits.ts';
import { nativeRows, processRows } from './processes.ts';
import { rotRows } from './rot.ts';
import { updateRows } from './updates.ts';
import { watcherRows } from './watchers.ts';

/** Every row that concerns the index, in the order of the document. F23, honest progress, is asked of every one of them. */
export const faultRows: readonly FaultRow[] = [
    ...killedRows,
    ...diskRows,
    ...rotRows,
    ...processRows,
    ...nativeRows,
    ...limitRows,
    ...folderRows,
    ...watcherRows,
    ...generationRows,
    ...updateRows,
].sort((one, other) => Number(one.id.slice(1)) - Number(other.id.slice(1)));
