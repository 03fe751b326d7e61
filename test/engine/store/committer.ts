import { openIndexStore } from '../../../src/engine/store/openIndexStore.ts';
import { roundOf } from './rounds.ts';
import { silentLogger } from './silentLogger.ts';
import { DIMENSIONS } from './storedFiles.ts';

/** A process that commits round after round to an index until it is killed, and tells each that it has finished. */
const [, , dataDir = '', seed = '0'] = process.argv;
const store = await openIndexStore({ folder: `${dataDir}/index`, dataDir, fingerprint: 'f', dimensions: DIMENSIONS, log: silentLogger });
for (let round = 0; ; round++) {
    const { files, gone } = roundOf(round, seed);
    await store.commit(files, [gone]);
    if (round % 3 === 2) await store.barrier();
    process.send?.(round);
}
