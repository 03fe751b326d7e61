/** What a model is told after its own unfinished text. */
export const continueInstruction =
    'Your answer above was cut off. Go on exactly where it ends, in the middle of the word if need be. Do not repeat anything of it, do not begin anew, and write nothing about being cut off. The same rules and the same evidence hold.';

/** How much of an unfinished answer a model is shown again: its end is what it has to go on from. */
export const KEPT_CHARACTERS = 8_000;

/**
 * The unfinished text and what a model writes behind it, as one stream, so that what comes after reads an answer as if it had never been
 * cut. Models often begin with the last words again, or with all of it; what stands there already is left out.
 */
export async function* continuedText(kept: string, continuation: AsyncIterable<string>): AsyncIterable<string> {
    yield kept;
    // Held back as long as it may still turn out to repeat what stands there.
    let held: string | undefined = '';
    try {
        for await (const piece of continuation) {
            if (held === undefined) {
                yield piece;
                continue;
            }
            held += piece;
            if (mayRepeat(kept, held)) continue;
            const fresh = withoutRepeated(kept, held);
            held = undefined;
            yield fresh;
        }
    } finally {
        // What came before a connection broke is not lost with it.
        if (held !== undefined && held !== '') yield withoutRepeated(kept, held);
    }
}

/** What `continuation` says that `kept` does not end in, or that it did not say word for word when it began anew. */
export function withoutRepeated(kept: string, continuation: string): string {
    if (beginsAnew(kept, continuation)) return continuation.slice(commonLength(kept, continuation));
    for (let length = Math.min(LONGEST_OVERLAP, kept.length, continuation.length); length >= SHORTEST_OVERLAP; length--)
        if (kept.endsWith(continuation.slice(0, length))) return continuation.slice(length);
    return continuation;
}

/** Two sentences; nothing repeats more without beginning anew. */
const LONGEST_OVERLAP = 400;
/** Shorter ones happen by themselves. */
const SHORTEST_OVERLAP = 8;
const SAME_BEGINNING = 60;

function mayRepeat(kept: string, continuation: string): boolean {
    if (beginsAnew(kept, continuation)) return kept.startsWith(continuation);
    return continuation.length < SHORTEST_OVERLAP || kept.slice(-LONGEST_OVERLAP).includes(continuation);
}

function beginsAnew(kept: string, continuation: string): boolean {
    const length = Math.min(SAME_BEGINNING, kept.length, continuation.length);
    return length >= SHORTEST_OVERLAP && commonLength(kept, continuation) >= length;
}

function commonLength(one: string, other: string): number {
    let length = 0;
    while (length < one.length && one[length] === other[length]) length++;
    return length;
}
