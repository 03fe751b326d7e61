import { commands, QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import type { RosterAgent } from '../../protocol/answering.ts';
import { FailureError } from '../../protocol/failure.ts';
import { t } from '../../protocol/l10n.ts';
import type { Conversations } from '../chat/conversations.ts';
import type { IndexedWorkspace } from '../indexedWorkspace.ts';

/**
 * Picks whom the answers of the conversation on show are for: among the user's own personas, those that ship, and whom `AGENTS.md` of a
 * trusted folder names. New conversations are for whom the settings say, which can be changed from here.
 */
export async function choosePersona(
    { settings, engine, state }: Pick<IndexedWorkspace, 'settings' | 'engine' | 'state'>,
    conversations: Pick<Conversations, 'choice' | 'choose'>,
): Promise<void> {
    const now = (conversations.choice.persona ?? settings['footnote.answer.persona']).toLowerCase();
    const own = settings['footnote.answer.personas'].map(({ name, instructions, models }) => row(name, models, instructions, now));
    const taken = new Set(own.map(({ name }) => name.toLowerCase()));
    const named = (state.state === 'running' ? await rosterOf(engine) : []).filter(({ name }) => !taken.has(name.toLowerCase()));
    const items = [
        ...own,
        ...(named.length === 0 ? [] : [{ label: t('Named in AGENTS.md of this folder'), kind: QuickPickItemKind.Separator, name: '' }]),
        ...named.map(({ name, responsibility }) => row(name, [], responsibility, now)),
        { label: '', kind: QuickPickItemKind.Separator, name: '' },
        {
            label: t('$(settings-gear) For New Conversations…'),
            detail: settings['footnote.answer.persona'].replaceAll('$(', '\\$('),
            name: '',
        },
    ];
    const picked = await window.showQuickPick(items, {
        title: t('Footnote: Whom Answers of This Conversation Are For'),
        matchOnDetail: true,
    });
    if (!picked) return;
    if (picked.name === '') await commands.executeCommand('workbench.action.openSettings', 'footnote.answer.persona');
    else conversations.choose({ ...conversations.choice, persona: picked.name });
}

/** Without a folder, or while the index cannot be had, nobody is named. */
async function rosterOf(engine: IndexedWorkspace['engine']): Promise<readonly RosterAgent[]> {
    try {
        return await engine.roster(undefined);
    } catch (error) {
        if (error instanceof FailureError) return [];
        throw error;
    }
}

/** Icons of VS Code in a name of the repository stay text. */
function row(name: string, models: readonly string[], detail: string, now: string): QuickPickItem & { readonly name: string } {
    const plain = (text: string): string => text.replaceAll('$(', '\\$(');
    return {
        label: plain(name),
        name,
        description: [...(name.toLowerCase() === now ? [t('now')] : []), ...models].join(' · '),
        ...(detail === '' ? {} : { detail: plain(detail) }),
    };
}
