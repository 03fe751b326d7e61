import type { CodeSymbol } from '../../protocol/code.ts';
import { wholeWord } from '../../protocol/wholeWord.ts';

/** The nearest line with a definition's name, counted from 0: lines come and go while somebody types, and the index hears of it a moment later. */
export function nameNear(
    { name, nameLine }: Pick<CodeSymbol, 'name' | 'nameLine'>,
    lines: readonly string[],
): { readonly line: number; readonly column: number } | undefined {
    const word = wholeWord(name);
    for (let distance = 0; distance <= FARTHEST; distance++) {
        for (const line of distance === 0 ? [nameLine - 1] : [nameLine - 1 - distance, nameLine - 1 + distance]) {
            const column = lines[line]?.search(word) ?? -1;
            if (column >= 0) return { line, column };
        }
    }
    return undefined;
}

const FARTHEST = 20;
