import { plural, t } from '../../protocol/l10n.ts';
import type { Restored } from '../chat/conversationBackup.ts';

/** What came of it, in the words that a message has. */
export function restoredWords({ added, extended, had, differing, damaged }: Restored): string {
    const parts = [
        plural(added, '{0} conversation restored', '{0} conversations restored'),
        ...(extended > 0 ? [plural(extended, '{0} continued from the backup', '{0} continued from the backup')] : []),
        ...(had > 0 ? [plural(had, '{0} was there already', '{0} were there already')] : []),
        ...(differing > 0
            ? [plural(differing, '{0} went on differently here and stays as it is', '{0} went on differently here and stay as they are')]
            : []),
        ...(damaged > 0 ? [plural(damaged, '{0} is damaged and left out', '{0} are damaged and left out')] : []),
    ];
    return t('Footnote: {0}.', parts.join('; '));
}
