/** Figures as people read them. */

export interface QueryTimes {
    /** Milliseconds. */
    readonly p50: number;
    readonly p95: number;
    readonly n: number;
}

export function quantiles(milliseconds: readonly number[]): QueryTimes {
    const sorted = [...milliseconds].sort((a, b) => a - b);
    const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
    return { p50: at(0.5), p95: at(0.95), n: sorted.length };
}

export const ms = (milliseconds: number): string => `${milliseconds.toFixed(0)} ms`;
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
export const mega = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
export const ratio = (one: number, other: number): string => (other === 0 ? 'n/a' : `${(one / other).toFixed(2)} x`);

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
    return [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');
}
