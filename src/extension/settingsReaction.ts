import { isSameIndex, type EngineOptions } from '../protocol/engineContract.ts';

/** What the engine was opened with. */
export interface SentSettings {
    /** The directory that holds the indexes. */
    readonly data: string;
    readonly isIndexing: boolean;
    readonly options: EngineOptions;
}

/**
 * What a change of settings asks for. Which model answers is taken up as the engine runs;
 * which files count, where the index lies and how text is embedded make another index, so the folder is opened anew.
 */
export function settingsReaction(before: SentSettings, now: SentSettings): 'nothing' | 'configure' | 'open again' {
    if (before.data !== now.data || before.isIndexing !== now.isIndexing || !isSameIndex(before.options, now.options)) return 'open again';
    return JSON.stringify(before.options) === JSON.stringify(now.options) ? 'nothing' : 'configure';
}
