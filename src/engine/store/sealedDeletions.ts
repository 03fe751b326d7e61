import { join } from 'node:path';
import { parseSeal, readingBlock, sealOf } from './fileSeals.ts';
import type { Seal } from './fileSeals.ts';
import { followLog } from './followLog.ts';
import type { LogPlace } from './followLog.ts';

/**
 * The lists of deleted rows, compared with their checksums by a process that only reads. LanceDB takes the lengths in them at their word, and
 * one that a disk has changed makes it ask for petabytes and end the process. Each list is compared once, since nobody writes to it again;
 * one that is gone was replaced by the writer, and one that is not sealed yet was written just now.
 */
export class SealedDeletions {
    private readonly root: string;
    private readonly log: string;
    private place: LogPlace | undefined;
    private readonly waiting = new Map<string, Seal>();

    /** `root` is the folder of the rows, `log` the file with their seals, which another process writes. */
    constructor(root: string, log: string) {
        this.root = root;
        this.log = log;
    }

    /** What is wrong with one of those that have come since the last look; undefined when all are as they were written. */
    async broken(): Promise<string | undefined> {
        this.place = await followLog(this.log, this.place, {
            restart: () => {
                this.waiting.clear();
            },
            visit: payload => {
                const { name, bytes, checksum } = parseSeal(payload);
                if (!name.includes('/_deletions/')) return;
                if (bytes < 0) this.waiting.delete(name);
                else this.waiting.set(name, { bytes, checksum });
            },
        });
        if (this.waiting.size === 0) return undefined;
        const block = readingBlock();
        for (const [name, seal] of this.waiting) {
            const now = await sealOf(join(this.root, name), block);
            if (now && (now.bytes !== seal.bytes || now.checksum !== seal.checksum)) return `${name} is not as it was written`;
            this.waiting.delete(name);
        }
        return undefined;
    }
}
