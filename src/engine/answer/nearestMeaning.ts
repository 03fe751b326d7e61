import type { Embedder, StopOptions } from '../ports.ts';
import type { Passage } from '../../protocol/passage.ts';

/**
 * How near the best passages are to the question in meaning, as a cosine: half the nearest, half the mean of the three nearest, because
 * a repository that knows the subject has it in more than one place; a small one (`rows` in all) may have it in one, and there the nearest
 * counts alone. Cosines of different models do not compare, so there is an answer only for the model whose scale has been measured.
 */
export async function nearestMeaning(
    question: string,
    passages: readonly Passage[],
    embedder: Embedder | undefined,
    options: StopOptions & { readonly rows: number },
): Promise<number | undefined> {
    if (embedder?.profile.model !== MEASURED_MODEL || passages.length === 0) return undefined;
    const asked = await embedder.embedQuery(question, options);
    if (!asked) return undefined;
    const found = await embedder.embedDocuments(
        passages.map(({ text }) => text.slice(0, LONGEST_TEXT)),
        options,
    );
    const nearest = found
        .flatMap(vector => (vector ? [cosine(asked, vector)] : []))
        .sort((a, b) => b - a)
        .slice(0, options.rows < SMALL_REPOSITORY ? 1 : 3);
    const mean = nearest.reduce((sum, similarity) => sum + similarity, 0) / Math.max(1, nearest.length);
    return Math.max(0, ((nearest[0] ?? 0) + mean) / 2);
}

/** Chunks; the trees that the scale was measured on have 2,600 to 18,500. */
const SMALL_REPOSITORY = 200;
const MEASURED_MODEL = 'code-static-384';
/** The beginning of a passage says what it is about, and keeps the cost at some milliseconds. */
const LONGEST_TEXT = 2_000;

/** Both are unit vectors. */
function cosine(one: Float32Array, other: Float32Array): number {
    let sum = 0;
    for (const [at, value] of one.entries()) sum += value * (other[at] ?? 0);
    return sum;
}
