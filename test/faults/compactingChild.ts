/** Commits to an index and compacts it until it is killed, saying so each time; with `check`, opens it and sends what differs. */
import path from 'node:path';
import { openIndexStore } from '../../src/engine/store/openIndexStore.ts';
import { compareStore } from '../../src/engine/verify/compareStore.ts';
import { DIMENSIONS, indexedFile } from '../engine/store/storedFiles.ts';
import { silentLogger } from '../engine/store/silentLogger.ts';

const [data = '', task = ''] = process.argv.slice(2);
const store = await openIndexStore({
    folder: path.join(data, 'index'),
    dataDir: data,
    fingerprint: 'f',
    dimensions: DIMENSIONS,
    log: silentLogger,
});
if (task === 'check') {
    const differences = await compareStore(store);
    await store.close();
    process.send?.(differences, () => process.exit(0));
} else {
    for (let round = 0; ; round++) {
        // More versions than are kept, so that compaction has something to do.
        for (let batch = 0; batch < 30; batch++)
            await store.commit(
                [
                    indexedFile(`src/${task}-${String((round * 30 + batch) % 40)}.ts`, [
                        `total of cart ${String(batch)}`,
                        `round ${String(round)}`,
                    ]),
                ],
                [],
            );
        process.send?.('compacting');
        await store.optimize();
    }
}
