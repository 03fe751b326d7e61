import type { WorkspacePath } from '../../protocol/text.ts';
import type { Scan } from '../scan/scanWorkspace.ts';
import type { IndexingPorts } from './runIndexing.ts';
import type { UnsavedTexts } from './unsavedTexts.ts';
import { pathsGone } from '../scan/scanPaths.ts';
import { isInRoots, rootsThere } from './lostRoots.ts';
import { planIndexing, recordsAt } from './planIndexing.ts';

/** Paths over which something is laid until the disk's state of them is in the index: removed files, hidden at once, and files that were just saved. */
export class SettlingPaths {
    private readonly ports: Pick<IndexingPorts, 'files' | 'store' | 'log'>;
    private readonly unsaved: UnsavedTexts;
    private readonly paths = new Set<WorkspacePath>();

    constructor(ports: Pick<IndexingPorts, 'files' | 'store' | 'log'>, unsaved: UnsavedTexts) {
        this.ports = ports;
        this.unsaved = unsaved;
    }

    noteSaved(path: WorkspacePath): void {
        this.paths.add(path);
    }

    /** What is really gone disappears from searches at once, together with everything below it. */
    async hideRemoved(removed: readonly WorkspacePath[]): Promise<void> {
        const { files, store } = this.ports;
        if (removed.length === 0) return;
        const { there, missing } = await rootsThere(files.roots).catch(() => ({ there: [], missing: [] }));
        if (there.length === 0) return;
        const gone = await pathsGone(files, missing.length === 0 ? removed : removed.filter(path => isInRoots(path, there)));
        for (const { path } of recordsAt(store.manifest, gone)) {
            if (this.unsaved.has(path)) continue;
            this.paths.add(path);
            store.passages.overlay(path, 'removed');
        }
    }

    /**
     * Another index is made beside the one that answers, and has taken these in: until it is complete they are laid over the other one.
     * A few hundred files are edited in that time; beyond that, what is searched stays as it was, and says that it is being made anew.
     */
    async layOverServed(changed: ReadonlySet<WorkspacePath>): Promise<void> {
        const { store, log } = this.ports;
        if (!store.isDraft) return;
        for (const { path } of recordsAt(store.manifest, changed)) {
            if (this.unsaved.has(path)) continue;
            if (this.paths.size >= MOST_LAID_OVER && !this.paths.has(path)) {
                log.info('too much has changed to be searched before the new index is complete', { files: this.paths.size });
                return;
            }
            this.paths.add(path);
            await this.unsaved.showFromDisk(path);
        }
    }

    /**
     * For a run over everything: what is laid over now is settled when it is over, and so is what its scan shows to be stale. What comes
     * meanwhile is not, because the scan may have passed it already.
     */
    during(): { readonly onScan: (scan: Scan) => Promise<void>; readonly settle: () => void } {
        const settling = new Set(this.paths);
        return {
            onScan: async scan => {
                for (const path of await this.layOverStale(scan)) settling.add(path);
            },
            settle: () => {
                this.settle(settling);
            },
        };
    }

    /** The disk's state of these is in the index that is searched: nothing needs to be laid over them any more. */
    settle(paths: Iterable<WorkspacePath>): void {
        if (this.ports.store.isDraft) return;
        for (const path of paths) if (this.paths.delete(path)) this.unsaved.clear(path);
    }

    /**
     * What changed while nobody ran, when another index is made beside the one that answers: whatever the scan shows to be otherwise than in
     * that one is laid over it, with the same limit.
     */
    private async layOverStale(scan: Scan): Promise<readonly WorkspacePath[]> {
        const { store, log } = this.ports;
        if (!store.isDraft) return [];
        const { visits, removed } = planIndexing(store.served.records(), scan, NOTHING_SPECIAL);
        const stale = [...removed, ...visits.map(({ path }) => path)].filter(path => !this.unsaved.has(path) && !this.paths.has(path));
        const laid = stale.slice(0, Math.max(0, MOST_LAID_OVER - this.paths.size));
        if (laid.length < stale.length)
            log.info('more has changed than is searched before the new index is complete', { files: stale.length });
        for (const path of laid) {
            this.paths.add(path);
            await this.unsaved.showFromDisk(path);
        }
        return laid;
    }
}

const MOST_LAID_OVER = 1000;
const NOTHING_SPECIAL = { priority: new Set<WorkspacePath>(), suspects: new Set<WorkspacePath>() };
