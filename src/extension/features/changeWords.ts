import { changesSince } from '../../protocol/conversation.ts';
import { plural, t } from '../../protocol/l10n.ts';

/** `3 of 7 citations changed since; 1 moved.` */
export function changeWords(turns: Parameters<typeof changesSince>[0]): string {
    const { total, changed, moved } = changesSince(turns);
    if (total === 0) return t('this conversation has no citations.');
    if (changed + moved === 0) return plural(total, 'the {0} citation stands as it was.', 'all {0} citations stand as they were.');
    const told = plural(total, '{1} of {0} citation changed since', '{1} of {0} citations changed since', changed);
    return moved === 0 ? `${told}.` : t('{text0}; {1} moved.', told, moved);
}
