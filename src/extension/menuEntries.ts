import type { IndexStatus } from '../protocol/indexing.ts';
import { indexStory, type IndexWay } from '../protocol/indexStory.ts';
import type { ViewState } from '../protocol/view.ts';
import { t } from '../protocol/l10n.ts';
import { commandTable, type CommandId } from './commandTable.ts';
import { failureButtons, type FailureButton } from './failureButtons.ts';

/** What the menu of the status bar offers: what can be done now, the likeliest first. */
export function menuEntries(
    engine: ViewState['engine'],
    index: IndexStatus,
    { areLensesShown }: { readonly areLensesShown: boolean },
): readonly MenuEntry[] {
    const lenses: CommandId = areLensesShown ? 'footnote.hideLenses' : 'footnote.showLenses';
    return distinct([...outOf(engine, index), ...[...commandsFor(engine, index), lenses].map(entry)]);
}

/** `argument`: what the command is called with. */
export type MenuEntry = FailureButton;

/** The first of them, for who points at the item: what ends the state, or shows more of it. None of them asks for more than a click. */
export function hoverEntries(engine: ViewState['engine'], index: IndexStatus): readonly MenuEntry[] {
    if (engine.state === 'starting') return [];
    const out = outOf(engine, index);
    if (out.length > 0) return distinct([...out, entry('footnote.showLog')]);
    const ways = indexStory(index).ways.filter(way => way !== 'rebuild' && (way !== 'index' || index.state !== 'ready'));
    return [...new Set<CommandId>([...ways.map(way => COMMAND_OF[way]), 'footnote.showSkipped', 'footnote.showIndexDetails'])].map(entry);
}

/** Out of a failure lead the buttons that the panel and its message have as well. */
function outOf(engine: ViewState['engine'], index: IndexStatus): readonly MenuEntry[] {
    if (engine.state === 'stopped') return failureButtons(engine.failure);
    return engine.state === 'running' && index.state === 'failed' ? failureButtons(index.failure) : [];
}

function distinct(entries: readonly MenuEntry[]): readonly MenuEntry[] {
    return entries.filter(({ command }, at) => entries.findIndex(other => other.command === command) === at);
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
