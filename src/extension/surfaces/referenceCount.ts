/** Who counted: the language server knows what each name means, the index only that it is the same name. */
export type CountedBy = 'language server' | 'index';

/** `3 references`, or `3 mentions (index)`: the words say how far the number can be trusted. */
export function countLabel(count: number, by: CountedBy): string {
    const [one, several, whose] = by === 'index' ? ['mention', 'mentions', ' (index)'] : ['reference', 'references', ''];
    return `${count === 0 ? 'no' : count.toLocaleString('en-US')} ${count === 1 ? one : several}${whose}`;
}
