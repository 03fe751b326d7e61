/** One row of reliability.md, section 5: a fault that is injected for real, and the promise it is held against. */
export interface FaultRow {
    readonly id: `F${number}`;
    readonly fault: string;
    /** How it is injected, for the report. */
    readonly injected: string;
    /**
     * Throws when the promise is broken. `isFull` asks for the counts of the document instead of those that fit into a build; a row of many
     * repeats ends them early when `mayGoOn` says no, and says how many there were.
     */
    readonly run: (isFull: boolean, mayGoOn: () => boolean) => Promise<FaultOutcome>;
}

export type FaultOutcome = FaultHeld | { readonly skipped: string };

export interface FaultHeld {
    readonly repeats: number;
    /** What was seen, in a few words: states and counts. */
    readonly seen: string;
    /** The longest of what the promise limits: recovery, hand-over, detection. */
    readonly worstMs?: number | undefined;
}

/** Numbers that look random and are the same in every run, so that a failure can be repeated (mulberry32). */
export function seeded(seed: number): (below: number) => number {
    let state = seed >>> 0;
    return below => {
        state = (state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
    };
}

/** How often each of some words was seen: `healed 12, rebuilt 3`. */
export class Tally {
    private readonly counts = new Map<string, number>();

    add(word: string): void {
        this.counts.set(word, (this.counts.get(word) ?? 0) + 1);
    }

    of(word: string): number {
        return this.counts.get(word) ?? 0;
    }

    toString(): string {
        return [...this.counts].map(([word, count]) => `${word} ${String(count)}`).join(', ');
    }
}
