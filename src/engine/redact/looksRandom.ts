/**
 * True when a value looks like a generated secret rather than like words, a name or a path: at least 16 characters, many different ones
 * (3.5 bits a character, as secret scanners commonly ask), and not made of runs that could be pronounced.
 */
export function looksRandom(value: string): boolean {
    if (value.length < 16) return false;
    const bare = value.replaceAll('-', '');
    // Sixteen symbols carry 4 bits at most, and a short sample shows fewer.
    if (/^[0-9a-f]+$/i.test(bare)) return /[0-9]/.test(bare) && /[a-f]/i.test(bare) && bare.length >= 16 && entropy(bare) >= 2.7;
    if (entropy(value) < 3.5) return false;
    return !isWordy(value) && (/[0-9]/.test(value) ? /[a-z]/i.test(value) : changesOfCase(value) >= value.length * 0.3);
}

/** Shannon's, in bits a character. */
export function entropy(value: string): number {
    const counts = new Map<string, number>();
    for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
    let bits = 0;
    for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
    return bits;
}

/** In `accessTokenProvider2` nearly every letter is part of a pronounceable word; in random letters about one in four is. */
function isWordy(value: string): boolean {
    const letters = value.replaceAll(/[^A-Za-z]/g, '').length;
    let inWords = 0;
    for (const [word] of value.matchAll(/[A-Z]?[a-z]+|[A-Z]+/g)) if (isPronounceable(word.toLowerCase())) inWords += word.length;
    return inWords > letters * 0.6 && inWords > value.length * 0.4;
}

function isPronounceable(word: string): boolean {
    if (word.length < 4) return false;
    const vowels = word.replaceAll(/[^aeiouy]/g, '').length;
    return vowels >= word.length * 0.22 && vowels <= word.length * 0.7 && !/[^aeiouy]{4}/.test(word);
}

function changesOfCase(value: string): number {
    return [...value.matchAll(/(?<=[a-z])[A-Z]|(?<=[A-Z])[a-z]/g)].length;
}
