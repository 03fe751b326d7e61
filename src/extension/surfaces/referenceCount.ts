import { plural, t } from '../../protocol/l10n.ts';

/** Who counted: the language server knows what each name means, the index only that it is the same name. */
export type CountedBy = 'language server' | 'index';

/** `3 references`, or `3 mentions (index)`: the words say how far the number can be trusted. */
export function countLabel(count: number, by: CountedBy): string {
    if (by === 'index') return count === 0 ? t('no mentions (index)') : plural(count, '{0} mention (index)', '{0} mentions (index)');
    return count === 0 ? t('no references') : plural(count, '{0} reference', '{0} references');
}
