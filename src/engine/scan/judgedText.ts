import { decodeText } from './decodeText.ts';
import { judgeBytes, judgeText, type Ineligible } from './eligibility.ts';
import { readableText } from './notebookText.ts';

/** What the bytes of a file say, as it is read and indexed, or why it is left out; `isWanted` when its owner has let it in by name. */
export function judgedText(path: string, bytes: Uint8Array, isWanted: boolean): { readonly text: string } | { readonly unfit: Ineligible } {
    const binary = judgeBytes(bytes);
    if (binary) return { unfit: binary };
    const text = readableText(path, decodeText(bytes));
    const unfit = judgeText(path, text, isWanted);
    return unfit ? { unfit } : { text };
}
