import type { CallOptions } from '../../protocol/contract.ts';
import { redactText } from './redactText.ts';

/** Several texts without their secrets, in the same order; for what leaves this machine by another way than a model. */
export async function redactTexts(texts: readonly string[], options?: CallOptions): Promise<readonly string[]> {
    const safe: string[] = [];
    for (const text of texts) {
        options?.signal?.throwIfAborted();
        safe.push((await redactText(text)).text);
    }
    return safe;
}
