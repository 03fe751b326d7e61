import type { IndexStatus } from '../protocol/indexing.ts';
import type { ViewState } from '../protocol/view.ts';
import { commandTable, type CommandId } from './commandTable.ts';

/** What the menu of the status bar offers: what can be done now, the likeliest first. */
export function menuEntries(
    engine: ViewState['engine'],
    index: IndexStatus,
    { areLensesShown }: { readonly areLensesShown: boolean },
): readonly { readonly command: CommandId; readonly label: string }[] {
    const lenses: CommandId = areLensesShown ? 'footnote.hideLenses' : 'footnote.showLenses';
    return [...commandsFor(engine, index), lenses].map(command => ({ command, label: commandTable[command].title }));
}

function commandsFor(engine: ViewState['engine'], index: IndexStatus): readonly CommandId[] {
    if (engine.state === 'stopped') return ['footnote.restartEngine', 'footnote.showLog', 'footnote.reportIssue'];
    const always: readonly CommandId[] = ['footnote.chooseModel', 'footnote.showSkipped', 'footnote.showLog', 'footnote.restartEngine'];
    switch (index.state) {
        case 'empty':
            return ['footnote.index', 'footnote.ask', ...always];
        case 'scanning':
            return ['footnote.ask', ...always];
        case 'indexing':
            return ['footnote.ask', 'footnote.pause', ...always];
        case 'paused':
            return ['footnote.resume', 'footnote.ask', ...always];
        case 'ready':
            return ['footnote.ask', 'footnote.index', 'footnote.rebuildIndex', ...always];
        case 'failed':
            return ['footnote.rebuildIndex', 'footnote.index', ...always];
    }
}
