/** Indexes a folder again and again until it is killed; says so after the first round. */
import { openShop } from './workspaceFolder.ts';

const [folder = '', data = ''] = process.argv.slice(2);
const engine = await openShop({ folder, data });
await engine.index('update');
process.send?.('indexed');
for (;;) await engine.index('rebuild');
