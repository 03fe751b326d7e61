/** A stretch of a list of texts. */
export interface TextBatch {
    readonly start: number;
    /** Behind the last. */
    readonly end: number;
}

export interface BatchLimits {
    readonly texts: number;
    /** Of all texts of a batch; a longer text makes a batch of its own. */
    readonly characters: number;
}

/** Cuts a list of texts into requests, in order: so many texts and so many characters at most, because servers limit both. */
export function textBatches(texts: readonly string[], limits: BatchLimits): readonly TextBatch[] {
    const batches: TextBatch[] = [];
    let start = 0;
    let characters = 0;
    for (const [at, text] of texts.entries()) {
        const isFull = at - start >= limits.texts || characters + text.length > limits.characters;
        if (at > start && isFull) {
            batches.push({ start, end: at });
            start = at;
            characters = 0;
        }
        characters += text.length;
    }
    if (start < texts.length) batches.push({ start, end: texts.length });
    return batches;
}
