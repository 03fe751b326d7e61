/** Indexes a folder again and again until it is killed; after each round it says when that was. */
import { openShop } from './workspaceFolder.ts';

const [folder = '', data = ''] = process.argv.slice(2);
const engine = await openShop({ folder, data });
await engine.index('update');
for (;;) {
    process.send?.(Date.now());
    await engine.index('rebuild');
}
