/** Where the conversation stands in its scroller, in CSS pixels from the top of its content. */
export interface ScrollPlace {
    readonly scrollTop: number;
    readonly viewHeight: number;
    readonly contentHeight: number;
}

/** The reader is at the end, give or take a line and a half; above that they are reading and must not be moved. */
function isAtEnd(place: ScrollPlace): boolean {
    return place.contentHeight - place.scrollTop - place.viewHeight <= NEAR_END_PX;
}

const NEAR_END_PX = 32;

/**
 * Where to scroll after an answer has grown. A reader at the end follows it, but only until the question reaches the top:
 * an answer is read from its beginning, not from its last line. Who scrolled to the end on purpose, past that point, stays there.
 */
export function followTo(before: ScrollPlace, after: ScrollPlace, lastTurnTop: number): number {
    if (!isAtEnd(before)) return after.scrollTop;
    const end = Math.max(0, after.contentHeight - after.viewHeight);
    if (before.scrollTop > lastTurnTop) return end;
    return Math.max(after.scrollTop, Math.min(end, lastTurnTop));
}
