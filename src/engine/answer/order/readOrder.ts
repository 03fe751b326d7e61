/**
 * Reads the order of files from what a model wrote: numbers with commas, spaces, brackets or line ends between them, and nothing else.
 * Numbers that were not asked about, and repeated ones, are dropped. Undefined for anything but such a list: half of a guess about what a
 * model may have meant is worth less than the order that there was.
 */
export function readOrder(reply: string, known: ReadonlySet<number>): readonly number[] | undefined {
    if (!NOTHING_BUT_NUMBERS.test(reply)) return undefined;
    const order = [...new Set((reply.match(/\d+/g) ?? []).map(Number))].filter(number => known.has(number));
    return order.length === 0 ? undefined : order;
}

/** Characters of a reply that are waited for: twenty numbers, in any notation, are far shorter. */
export const LONGEST_ORDER = 600;

const NOTHING_BUT_NUMBERS = /^[\s[\]]*\d{1,4}(?:[\s,;>[\].]+\d{1,4})*[\s[\].]*$/;
