import type { Logger } from '../ports.ts';
import { fail } from '../../protocol/failure.ts';
import { measureData } from './dataUse.ts';
import { pruneData } from './pruneData.ts';

/** Keeps all indexes together below what the user allows: what nobody needs goes first, then nothing more is written. */
export interface DataQuota {
    /** Fails with `quota-reached` when nothing more may be written. Measures at most every few seconds. */
    check(): Promise<void>;
}

export function createDataQuota({
    dataDir,
    quotaBytes,
    log,
}: {
    readonly dataDir: string;
    readonly quotaBytes: number;
    readonly log: Logger;
}): DataQuota {
    let measuredAt = -Infinity;
    let usedBytes = 0;
    let relievedAt = -Infinity;

    const measure = async (): Promise<void> => {
        usedBytes = (await measureData(dataDir, quotaBytes)).totalBytes;
        measuredAt = performance.now();
    };

    return {
        async check() {
            if (performance.now() - measuredAt < MEASURED_EVERY_MS) return;
            await measure();
            if (usedBytes < quotaBytes) return;
            if (performance.now() - relievedAt > RELIEVED_EVERY_MS) {
                relievedAt = performance.now();
                await pruneData({ dataDir, quotaBytes, now: Date.now(), removesOrphans: false, compactsVectors: true, log });
                await measure();
                if (usedBytes < quotaBytes) return;
            }
            // The next attempt looks again: somebody may have made room.
            measuredAt = -Infinity;
            fail({ kind: 'quota-reached', folder: dataDir, usedBytes, quotaBytes });
        },
    };
}

const MEASURED_EVERY_MS = 3_000;
const RELIEVED_EVERY_MS = 10 * 60_000;
