import { holdRows } from './holdRows.ts';
import { folderRows } from './folders.ts';
import { limitRows } from './limits.ts';
import { generationRows } from './generations.ts';

holdRows([...folderRows, ...limitRows, ...generationRows]);
