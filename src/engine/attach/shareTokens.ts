/**
 * Divides a budget among what each would like to have: who wants little gets all of it, and what they leave is shared evenly by the
 * others. So one large attachment never pushes a small one out.
 */
export function shareTokens(wanted: readonly number[], budget: number): readonly number[] {
    const shares = wanted.map(() => 0);
    const modest = wanted.map((tokens, at) => ({ tokens, at })).sort((a, b) => a.tokens - b.tokens);
    let left = budget;
    for (const [nth, { tokens, at }] of modest.entries()) {
        const share = Math.min(tokens, Math.floor(left / (modest.length - nth)));
        shares[at] = share;
        left -= share;
    }
    return shares;
}
