import type { IndexStatus } from '../protocol/indexing.ts';
import { indexStory, type IndexWay } from '../protocol/indexStory.ts';
import type { ViewState } from '../protocol/view.ts';
import { t } from '../protocol/l10n.ts';
import { commandTable, type CommandId } from './commandTable.ts';

/** What the menu of the status bar offers: what can be done now, the likeliest first. */
export function menuEntries(
    engine: ViewState['engine'],
    index: IndexStatus,
    { areLensesShown }: { readonly areLensesShown: boolean },
): readonly MenuEntry[] {
    const lenses: CommandId = areLensesShown ? 'footnote.hideLenses' : 'footnote.showLenses';
    return [...commandsFor(engine, index), lenses].map(entry);
}

export interface MenuEntry {
    readonly command: CommandId;
    readonly label: string;
}

/** The first of them, for who points at the item: what ends the state, or shows more of it. None of them asks for more than a click. */
export function hoverEntries(engine: ViewState['engine'], index: IndexStatus): readonly MenuEntry[] {
    if (engine.state === 'starting') return [];
    if (engine.state === 'stopped') return commandsFor(engine, index).map(entry);
    const ways = indexStory(index).ways.filter(way => way !== 'rebuild' && (way !== 'index' || index.state !== 'ready'));
    return [...new Set<CommandId>([...ways.map(way => COMMAND_OF[way]), 'footnote.showSkipped', 'footnote.showIndexDetails'])].map(entry);
}

function entry(command: CommandId): MenuEntry {
    return { command, label: t(commandTable[command].title) };
}

function commandsFor(engine: ViewState['engine'], index: IndexStatus): readonly CommandId[] {
    if (engine.state === 'stopped') return ['footnote.restartEngine', 'footnote.showLog', 'footnote.reportIssue'];
    const always: readonly CommandId[] = [
        'footnote.chooseModel',
        'footnote.showSkipped',
        'footnote.showIndexDetails',
        ...(index.state === 'ready' ? (['footnote.verifyIndex'] as const) : []),
        'footnote.showLog',
        'footnote.restartEngine',
    ];
    // Where what finds by meaning is not what was chosen, that is what people look for.
    const isAmiss = index.state === 'ready' && (index.embedderNote !== undefined || !index.hasMeaning);
    const meaning: readonly CommandId[] = isAmiss ? ['footnote.chooseEmbedder', 'footnote.testEmbedder'] : [];
    return [...indexStory(index).ways.map(way => COMMAND_OF[way]), ...meaning, ...always];
}

const COMMAND_OF: Readonly<Record<IndexWay, CommandId>> = {
    ask: 'footnote.ask',
    index: 'footnote.index',
    pause: 'footnote.pause',
    resume: 'footnote.resume',
    rebuild: 'footnote.rebuildIndex',
    'take-over': 'footnote.takeOver',
    'show-skipped': 'footnote.showSkipped',
};
