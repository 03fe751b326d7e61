import { commands, QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import type { Turn } from '../../protocol/conversation.ts';
import { t } from '../../protocol/l10n.ts';
import type { Conversations } from '../chat/conversations.ts';
import { QUOTES, choiceOf, chosenModel, placeOfModels } from '../chat/conversationChoice.ts';
import type { IndexedWorkspace } from '../indexedWorkspace.ts';
import type { KeyStore } from '../keyStore.ts';
import { lentModelName } from '../lentModel.ts';
import { readEngineOptions } from '../readSettings.ts';
import { modelsOfEditor } from './lendModel.ts';
import { offeredModels } from './testModel.ts';

/** Who is to answer a question again; without a name, what the settings say now. */
export interface AnsweringModel {
    readonly model?: string;
}

/**
 * Asks which model is to answer a question again: those of the server that is set, or of the editor, and quotations. Another server is a
 * matter of the settings, which may be changed from here. Undefined when the user changed their mind.
 */
export async function pickAnsweringModel(
    indexed: IndexedWorkspace,
    secrets: KeyStore,
    turn: Turn | undefined,
): Promise<AnsweringModel | undefined> {
    const before = turn?.progress.state === 'finished' ? turn.progress.answer.answeredBy : undefined;
    const marked = (model: string) => (model === before ? { description: t('has answered') } : {});
    return pick(await modelItems(indexed, secrets, marked), t('Footnote: Who Answers Again'), indexed);
}

/**
 * Asks which model answers in the conversation on show from now on, and in no other. Where the settings name no model there is nothing to
 * choose from but the settings themselves.
 */
export async function chooseConversationModel(
    indexed: IndexedWorkspace,
    secrets: KeyStore,
    conversations: Pick<Conversations, 'choice' | 'choose'>,
): Promise<void> {
    const { chatModel } = indexed;
    if (chatModel.provider === 'quotes') {
        await commands.executeCommand('footnote.chooseModel');
        return;
    }
    const now = chosenModel(conversations.choice, placeOfModels(chatModel));
    const marked = (model: string) => (model === now ? { description: t('now') } : {});
    const items: readonly ModelItem[] = [
        {
            label: t('$(gear) As the Settings Say'),
            detail: chatModel.model,
            asSet: true,
            ...(now === undefined ? { description: t('now') } : {}),
        },
        ...(await modelItems(indexed, secrets, marked)),
    ];
    const picked = await pick(items, t('Footnote: Who Answers in This Conversation'), indexed);
    if (!picked) return;
    // The settings may have been changed from here: then they count.
    const model = picked.model === undefined ? undefined : { name: picked.model, at: placeOfModels(indexed.chatModel) };
    conversations.choose(choiceOf({ ...conversations.choice, model }));
}

interface ModelItem extends QuickPickItem {
    readonly model?: string;
    /** Whatever the settings say. Without this and a model, the settings are to be changed. */
    readonly asSet?: boolean;
}

async function pick(items: readonly ModelItem[], title: string, indexed: IndexedWorkspace): Promise<AnsweringModel | undefined> {
    const picked = await window.showQuickPick(items, { title });
    if (!picked) return undefined;
    if (picked.model !== undefined) return { model: picked.model };
    if (picked.asSet === true) return {};
    const was = JSON.stringify(indexed.chatModel);
    await commands.executeCommand('footnote.chooseModel');
    return JSON.stringify(indexed.chatModel) === was ? undefined : {};
}

async function modelItems(
    indexed: IndexedWorkspace,
    secrets: KeyStore,
    marked: (model: string) => { readonly description?: string },
): Promise<readonly ModelItem[]> {
    const item = (label: string, model: string): ModelItem => ({ label, model, ...marked(model) });
    return [
        ...(await modelNames(indexed, secrets)).map(name => item(name, name)),
        { ...item(t('$(quote) Quotes'), QUOTES), detail: t('Quotes what was found. No model, no network, no account.') },
        { label: '', kind: QuickPickItemKind.Separator },
        { label: t('$(settings-gear) Another Server or Model…') },
    ];
}

async function modelNames(indexed: IndexedWorkspace, secrets: KeyStore): Promise<readonly string[]> {
    const { chatModel } = await readEngineOptions(indexed.settings, secrets);
    switch (chatModel.provider) {
        case 'quotes':
            return [];
        case 'vscode-lm':
            return (await modelsOfEditor(indexed.settings)).models.map(lentModelName);
        case 'openai-compatible': {
            const { models } = await offeredModels(indexed, { ...chatModel, model: '' });
            return [...new Set([chatModel.model, ...(chatModel.fallbacks ?? []), ...models])];
        }
    }
}
