import type { SkipReason } from './indexing.ts';
import type { Coverage } from './passage.ts';
import { listText, numberText, plural, t, textTable } from './l10n.ts';

/** `12 not indexed: 7 ignored, 3 too large, 2 others`, for the line below an answer; empty where nothing is left out. */
export function skippedLabel({ skippedFiles, skippedFor = [] }: Pick<Coverage, 'skippedFiles' | 'skippedFor'>): string {
    if (skippedFiles === 0) return '';
    const named = skippedFor.slice(0, MOST_REASONS).map(({ reason, files }) => `${numberText(files)} ${t(SHORT_WORDS[reason])}`);
    const rest = skippedFor.slice(MOST_REASONS).reduce((sum, { files }) => sum + files, 0);
    const reasons = listText([...named, ...(rest > 0 ? [plural(rest, '{0} other', '{0} others')] : [])]);
    const count = t('{0} not indexed', skippedFiles);
    return reasons === '' ? count : t('{text0}: {1}', count, reasons);
}

const MOST_REASONS = 3;

const SHORT_WORDS: Readonly<Record<SkipReason, string>> = textTable({
    ignored: 'ignored',
    excluded: 'excluded',
    'too-large': 'too large',
    binary: 'not text',
    minified: 'minified',
    generated: 'generated',
    secret: 'secret by name',
    symlink: 'links',
    unreadable: 'unreadable',
    'not-a-file': 'no files',
    empty: 'empty',
    quarantined: 'set aside after a crash',
});
