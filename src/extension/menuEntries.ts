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
): readonly { readonly command: CommandId; readonly label: string }[] {
    const lenses: CommandId = areLensesShown ? 'footnote.hideLenses' : 'footnote.showLenses';
    return [...commandsFor(engine, index), lenses].map(command => ({ command, label: t(commandTable[command].title) }));
}

function commandsFor(engine: ViewState['engine'], index: IndexStatus): readonly CommandId[] {
    if (engine.state === 'stopped') return ['footnote.restartEngine', 'footnote.showLog', 'footnote.reportIssue'];
    const always: readonly CommandId[] = [
        'footnote.chooseModel',
        'footnote.showSkipped',
        'footnote.showIndexDetails',
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
