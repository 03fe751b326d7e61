import { holdRows } from './holdRows.ts';
import { folderRows } from './folders.ts';
import { limitRows } from './limits.ts';
import { generationRows } from './generations.ts';
import { updateRows } from './updates.ts';
import { watcherRows } from './watchers.ts';

holdRows([...folderRows, ...watcherRows, ...limitRows, ...generationRows, ...updateRows]);
