import { commands, lm, QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import type { Turn } from '../../protocol/conversation.ts';
import { t } from '../../protocol/l10n.ts';
import type { IndexedWorkspace } from '../indexedWorkspace.ts';
import type { KeyStore } from '../keyStore.ts';
import { lentModelName } from '../lentModel.ts';
import { readEngineOptions } from '../readSettings.ts';
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
    const models = await modelNames(indexed, secrets);
    const item = (label: string, model: string): ModelItem => ({
        label,
        model,
        ...(model === before ? { description: t('has answered') } : {}),
    });
    const items: readonly ModelItem[] = [
        ...models.map(name => item(name, name)),
        { ...item(t('$(quote) Quotes'), QUOTES), detail: t('Quotes what was found. No model, no network, no account.') },
        { label: '', kind: QuickPickItemKind.Separator },
        { label: t('$(settings-gear) Another Server or Model…') },
    ];
    const picked = await window.showQuickPick(items, { title: t('Footnote: Who Answers Again') });
    if (!picked) return undefined;
    if (picked.model !== undefined) return { model: picked.model };
    const was = JSON.stringify(indexed.chatModel);
    await commands.executeCommand('footnote.chooseModel');
    return JSON.stringify(indexed.chatModel) === was ? undefined : {};
}

interface ModelItem extends QuickPickItem {
    /** Absent: the settings are to be changed. */
    readonly model?: string;
}

/** As the engine calls it. */
const QUOTES = 'Quotes';

async function modelNames(indexed: IndexedWorkspace, secrets: KeyStore): Promise<readonly string[]> {
    const { chatModel } = await readEngineOptions(indexed.settings, secrets);
    switch (chatModel.provider) {
        case 'quotes':
            return [];
        case 'vscode-lm':
            return (await lm.selectChatModels()).map(lentModelName);
        case 'openai-compatible': {
            const { models } = await offeredModels(indexed, { ...chatModel, model: '' });
            return [...new Set([chatModel.model, ...(chatModel.fallbacks ?? []), ...models])];
        }
    }
}
