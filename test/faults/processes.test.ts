import { holdRows } from './holdRows.ts';
import { killedRows } from './killed.ts';
import { processRows, nativeRows } from './processes.ts';

holdRows([...killedRows, ...processRows, ...nativeRows]);
