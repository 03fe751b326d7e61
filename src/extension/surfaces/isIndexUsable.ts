import type { IndexStatus } from '../../protocol/indexing.ts';
import type { ViewState } from '../../protocol/view.ts';

/**
 * Whether hovers and lenses can be answered from the index: once it has been ready, it stays usable while a later run brings it up to
 * date. During the first run counts would be too small, and saying nothing is better than saying something wrong.
 */
export function isIndexUsable(engine: ViewState['engine'], index: IndexStatus, wasUsable: boolean): boolean {
    if (engine.state !== 'running') return false;
    switch (index.state) {
        case 'ready':
            return true;
        case 'scanning':
        case 'indexing':
        case 'paused':
        case 'held':
            return wasUsable;
        case 'failed':
            return wasUsable && index.counts !== undefined;
        case 'empty':
            return false;
    }
}
