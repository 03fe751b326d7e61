/** A stretch of lines that differ: `removed` lines from line `before` of the old text, `added` from line `after` of the new; lines count from 0. */
export interface LineChange {
    readonly before: number;
    readonly removed: number;
    readonly after: number;
    readonly added: number;
}
