import type { IndexStatus } from './indexing.ts';
import { describeFailure } from './failure.ts';
import { listText, plural, retold, t } from './l10n.ts';

/** What can be done from a state of the index; every state has at least one, or ends by itself. */
export type IndexWay = 'ask' | 'index' | 'pause' | 'resume' | 'rebuild' | 'take-over' | 'show-skipped';

/** The state of the index in words. Status bar, panel, command line and tools tell it from here, so that they tell the same. */
export interface IndexStory {
    readonly tone: 'good' | 'working' | 'waiting' | 'bad';
    /** Two or three words. */
    readonly title: string;
    /** Whole sentences, with numbers; without a full stop at the end where it is one. */
    readonly sentence: string;
    /** The likeliest first. */
    readonly ways: readonly IndexWay[];
}

export function indexStory(status: IndexStatus): IndexStory {
    switch (status.state) {
        case 'empty':
            return { tone: 'waiting', title: t('Not indexed'), sentence: t('Not indexed yet'), ways: ['index'] };
        case 'scanning':
            return {
                tone: 'working',
                title: t('Looking for files'),
                sentence: status.counts.total === 0 ? t('Looking for files') : t('Looking for files that have changed'),
                ways: ['ask'],
            };
        case 'indexing':
            return {
                tone: 'working',
                title: t('Indexing'),
                sentence: t('Indexing: {0}. You can already ask.', progressWords(status)),
                ways: ['ask', 'pause'],
            };
        case 'paused':
            return {
                tone: 'waiting',
                title: t('Paused'),
                sentence: pausedSentence(status),
                ways: ['resume', 'ask'],
            };
        case 'ready':
            return readyStory(status);
        case 'held':
            return {
                tone: 'bad',
                title: t('Held by another window'),
                sentence: plural(
                    status.counts.indexed,
                    'The index is held by another window that does not answer (process {1}). {0} file can be asked about as it was indexed last. Take over to keep it up to date from here.',
                    'The index is held by another window that does not answer (process {1}). {0} files can be asked about as they were indexed last. Take over to keep it up to date from here.',
                    String(status.holderPid),
                ),
                ways: ['take-over', 'ask'],
            };
        case 'failed': {
            const { title, remedy } = describeFailure(status.failure);
            const served = servedWords(status);
            const sentence = t('{text0}. {text1}', title, remedy);
            return {
                tone: 'bad',
                title,
                sentence: served === undefined ? sentence : `${sentence} ${served}`,
                ways: served === undefined ? ['index', 'rebuild'] : ['index', 'ask', 'rebuild'],
            };
        }
    }
}

/** What can be asked about although indexing has failed; undefined when nothing can. */
export function servedWords({ counts }: Extract<IndexStatus, { readonly state: 'failed' }>): string | undefined {
    if (counts === undefined || counts.indexed === 0) return undefined;
    return counts.indexed < counts.total
        ? plural(
              counts.total,
              '{1} of {0} file can be asked about meanwhile, as it was indexed last.',
              '{1} of {0} files can be asked about meanwhile, as they were indexed last.',
              counts.indexed,
          )
        : plural(
              counts.indexed,
              '{0} file can be asked about meanwhile, as it was indexed last.',
              '{0} files can be asked about meanwhile, as they were indexed last.',
          );
}

interface Progress {
    /** Files, of `total`. */
    readonly done: number;
    readonly total: number;
    readonly secondsLeft?: number;
}

/** How far a run is, and how long it still takes where that can be said: `120 of 3,000 files, about 2 minutes left`. */
export function progressWords({ done, total, secondsLeft }: Progress): string {
    const progress = plural(total, '{1} of {0} file', '{1} of {0} files', done);
    return secondsLeft === undefined ? progress : listText([progress, timeLeftWords(secondsLeft)]);
}

/** The same where there is little room: `4 %, about 2 minutes left`. */
export function shareWords({ done, total, secondsLeft }: Progress): string {
    const share = shareDone({ done, total });
    return secondsLeft === undefined ? share : listText([share, timeLeftWords(secondsLeft)]);
}

/** `4 %`, rounded down: what is not done is not shown as done. */
export function shareDone({ done, total }: { readonly done: number; readonly total: number }): string {
    return t('{0} %', total === 0 ? 0 : Math.floor((100 * done) / total));
}

/** Rounded as far as an estimate can be trusted. */
function timeLeftWords(seconds: number): string {
    if (seconds < 10) return t('a few seconds left');
    if (seconds < 55) return t('about {0} seconds left', Math.ceil(seconds / 10) * 10);
    const minutes = Math.ceil(seconds / 60);
    if (minutes < 60) return minutes === 1 ? t('about a minute left') : t('about {0} minutes left', minutes);
    const hours = Math.ceil(minutes / 60);
    return hours === 1 ? t('about an hour left') : t('about {0} hours left', hours);
}

function pausedSentence({ done, total, because }: Extract<IndexStatus, { readonly state: 'paused' }>): string {
    if (because === undefined) {
        return total === 0
            ? t('Indexing is paused; changes are remembered')
            : plural(total, 'Indexing is paused at {1} of {0} file', 'Indexing is paused at {1} of {0} files', done);
    }
    const reason = retold(because);
    return total === 0
        ? t('Indexing is paused because {0}; it goes on by itself, or now with Resume', reason)
        : plural(
              total,
              'Indexing is paused at {1} of {0} file because {2}; it goes on by itself, or now with Resume',
              'Indexing is paused at {1} of {0} files because {2}; it goes on by itself, or now with Resume',
              done,
              reason,
          );
}

function readyStory({
    counts,
    hasMeaning,
    withoutMeaning,
    embedderNote,
    missing = [],
}: Extract<IndexStatus, { readonly state: 'ready' }>): IndexStory {
    const parts = [
        counts.total === 0
            ? t('Nothing to index: this folder has no files that can be asked about')
            : plural(counts.total, '{1} of {0} file indexed', '{1} of {0} files indexed', counts.indexed),
        ...(counts.skipped > 0 ? [t('{0} left out', counts.skipped)] : []),
        ...missing.map(folder => t('the folder {0} is not there, and what is known of it is kept until it is back', folder)),
        ...(hasMeaning ? [] : [retold(withoutMeaning ?? t('found by words only: the embedding model is not available'))]),
        ...(embedderNote === undefined ? [] : [retold(embedderNote)]),
    ];
    return {
        // What finds by words alone works, and is not what it could be.
        tone: counts.total === 0 || !hasMeaning || missing.length > 0 ? 'waiting' : 'good',
        title: counts.total === 0 ? t('Nothing to index') : t('Ready'),
        sentence: listText(parts),
        ways: counts.indexed === 0 ? ['show-skipped', 'index'] : ['ask', 'index', 'rebuild'],
    };
}
