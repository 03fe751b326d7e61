import { holdRows } from './holdRows.ts';
import { diskRows } from './disks.ts';
import { rotRows } from './rot.ts';

holdRows([...diskRows, ...rotRows]);
