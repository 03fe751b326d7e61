import { window, type QuickInputButton, type QuickPickItem, ThemeIcon } from 'vscode';
import { plural, t } from '../../protocol/l10n.ts';
import type { Conversations } from './conversations.ts';

/** The list of earlier conversations in the palette: open one, give it a name, or delete it. Resolves when the list is closed. */
export async function pickConversation(conversations: Conversations, open: (id: string) => Promise<void>): Promise<void> {
    await conversations.loadHistory();
    const pick = window.createQuickPick<ConversationItem>();
    pick.title = t('Footnote: Earlier Conversations');
    pick.placeholder = t('Open a conversation');
    const renaming: QuickInputButton = { iconPath: new ThemeIcon('edit'), tooltip: t('Rename') };
    const deleting: QuickInputButton = { iconPath: new ThemeIcon('trash'), tooltip: t('Delete') };
    const offer = (): void => {
        pick.items = conversations.history.map(({ id, title, turns }) => ({
            label: title.replaceAll('$(', '\\$('),
            description: plural(turns, '{0} question', '{0} questions'),
            id,
            buttons: [renaming, deleting],
        }));
        if (pick.items.length === 0) pick.placeholder = t('There are no earlier conversations');
    };
    offer();
    try {
        const chosen = await new Promise<Choice | undefined>((resolve, reject) => {
            pick.onDidAccept(() => {
                const [item] = pick.activeItems;
                if (item) resolve({ id: item.id, isRename: false });
            });
            pick.onDidTriggerItemButton(({ item, button }) => {
                if (button === renaming) resolve({ id: item.id, isRename: true });
                else conversations.delete(item.id).then(offer, reject);
            });
            pick.onDidHide(() => resolve(undefined));
            pick.show();
        });
        if (chosen?.isRename === true) await renameConversation(conversations, chosen.id);
        else if (chosen) await open(chosen.id);
    } finally {
        pick.dispose();
    }
}

/** Asks for a name. An empty one gives back the first question. */
export async function renameConversation(conversations: Conversations, id: string): Promise<void> {
    const { current, history } = conversations;
    const named = id === current.id ? current : history.find(one => one.id === id);
    if (!named) return;
    const title = await window.showInputBox({
        title: t('Footnote: Rename Conversation'),
        prompt: t('Empty: its first question'),
        value: named.title,
        ignoreFocusOut: true,
    });
    if (title !== undefined) await conversations.rename(id, title);
}

/** Deletes several after one question; a file that is gone cannot be brought back. */
export async function deleteConversations(conversations: Conversations, ids: readonly string[]): Promise<void> {
    const known = ids.filter(id => id === conversations.current.id || conversations.history.some(one => one.id === id));
    if (known.length === 0) return;
    const agree = plural(known.length, 'Delete {0} Conversation', 'Delete {0} Conversations');
    const question = plural(known.length, 'Delete {0} conversation?', 'Delete {0} conversations?');
    if ((await window.showWarningMessage(question, { modal: true }, agree)) === agree) await conversations.delete(...known);
}

interface ConversationItem extends QuickPickItem {
    readonly id: string;
}

interface Choice {
    readonly id: string;
    readonly isRename: boolean;
}
