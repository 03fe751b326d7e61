import type { Failure } from '../protocol/failure.ts';

/**
 * When a crashed engine is started again, and when we stop trying: at once would hammer a machine that is already in trouble,
 * for ever would hide a fault that somebody has to see.
 */
export function decideRestart(crashTimesMs: readonly number[], nowMs: number): RestartDecision {
    const recent = crashTimesMs.filter(time => nowMs - time < WINDOW_MS).length;
    if (recent > MOST_RESTARTS) return { decision: 'give-up', crashes: recent };
    return { decision: 'restart', afterMs: FIRST_DELAY_MS * 2 ** Math.min(Math.max(recent, 1) - 1, MOST_DOUBLINGS) };
}

/** `crashTimesMs` holds the crash that has just happened as well. */
export type RestartDecision =
    { readonly decision: 'restart'; readonly afterMs: number } | { readonly decision: 'give-up'; readonly crashes: number };

const FIRST_DELAY_MS = 1_000;
/** 1, 2, 4, 8, 8 seconds. */
const MOST_DOUBLINGS = 3;
const MOST_RESTARTS = 5;
const WINDOW_MS = 10 * 60_000;

/** Whether what kept an engine from opening its folder may pass without anybody telling us. */
export function opensAgainByItself({ kind }: Failure): boolean {
    return kind === 'disk-full' || kind === 'system-refused' || kind === 'not-writable' || kind === 'folder-missing';
}
