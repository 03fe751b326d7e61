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
                sentence: `Indexing: ${number(status.done)} of ${number(status.total)} files. You can already ask.`,
                ways: ['ask', 'pause'],
            };
        case 'paused':
            return {
                tone: 'waiting',
                title: 'Paused',
                sentence:
                    status.total === 0
                        ? 'Indexing is paused; changes are remembered'
                        : `Indexing is paused at ${number(status.done)} of ${number(status.total)} files`,
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
