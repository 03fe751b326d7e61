import type { IndexStatus } from './indexing.ts';
import { describeFailure } from './failure.ts';

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
            return { tone: 'waiting', title: 'Not indexed', sentence: 'Not indexed yet', ways: ['index'] };
        case 'scanning':
            return {
                tone: 'working',
                title: 'Looking for files',
                sentence: 'Looking for files that have changed',
                ways: ['ask'],
            };
        case 'indexing':
            return {
                tone: 'working',
                title: 'Indexing',
                sentence: `Indexing: ${progressWords(status)}. You can already ask.`,
                ways: ['ask', 'pause'],
            };
        case 'paused':
            return {
                tone: 'waiting',
                title: 'Paused',
                sentence: pausedSentence(status),
                ways: ['resume', 'ask'],
            };
        case 'ready':
            return readyStory(status);
        case 'held':
            return {
                tone: 'bad',
                title: 'Held by another window',
                sentence: `The index is held by another window that does not answer (process ${String(status.holderPid)}). ${number(status.counts.indexed)} files can be asked about as they were indexed last. Take over to keep it up to date from here`,
                ways: ['take-over', 'ask'],
            };
        case 'failed': {
            const { title, remedy } = describeFailure(status.failure);
            return { tone: 'bad', title, sentence: `${title}. ${remedy}`, ways: ['index', 'rebuild'] };
        }
    }
}

/** How far a run is, and how long it still takes where that can be said: `120 of 3,000 files, about 2 minutes left`. */
export function progressWords({
    done,
    total,
    secondsLeft,
}: {
    readonly done: number;
    readonly total: number;
    readonly secondsLeft?: number;
}): string {
    return `${number(done)} of ${number(total)} files${secondsLeft === undefined ? '' : `, ${timeLeftWords(secondsLeft)}`}`;
}

/** Rounded as far as an estimate can be trusted. */
function timeLeftWords(seconds: number): string {
    if (seconds < 10) return 'a few seconds left';
    if (seconds < 55) return `about ${String(Math.ceil(seconds / 10) * 10)} seconds left`;
    const minutes = Math.ceil(seconds / 60);
    if (minutes < 60) return `about ${minutes === 1 ? 'a minute' : `${String(minutes)} minutes`} left`;
    const hours = Math.ceil(minutes / 60);
    return `about ${hours === 1 ? 'an hour' : `${String(hours)} hours`} left`;
}

function pausedSentence({ done, total, because }: Extract<IndexStatus, { readonly state: 'paused' }>): string {
    const where = total === 0 ? 'Indexing is paused' : `Indexing is paused at ${number(done)} of ${number(total)} files`;
    if (because !== undefined) return `${where} because ${because}; it goes on by itself, or now with Resume`;
    return total === 0 ? `${where}; changes are remembered` : where;
}

function readyStory({ counts, hasMeaning, withoutMeaning, embedderNote }: Extract<IndexStatus, { readonly state: 'ready' }>): IndexStory {
    const parts = [
        `${number(counts.indexed)} of ${number(counts.total)} files indexed`,
        ...(counts.skipped > 0 ? [`${number(counts.skipped)} left out`] : []),
        ...(hasMeaning ? [] : [withoutMeaning ?? 'found by words only: the embedding model is not available']),
        ...(embedderNote === undefined ? [] : [embedderNote]),
    ];
    return {
        tone: 'good',
        title: 'Ready',
        sentence: parts.join(', '),
        ways: counts.indexed === 0 ? ['show-skipped', 'index'] : ['ask', 'index', 'rebuild'],
    };
}

function number(value: number): string {
    return value.toLocaleString('en-US');
}
