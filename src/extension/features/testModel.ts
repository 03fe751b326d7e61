import { ProgressLocation, window } from 'vscode';
import type { ChatModelChoice } from '../../protocol/engineContract.ts';
import { describeFailure, FailureError } from '../../protocol/failure.ts';
import { numberText, t } from '../../protocol/l10n.ts';
import type { Settings } from '../../settings/settings.ts';
import type { IndexedWorkspace } from '../indexedWorkspace.ts';
import type { Keys } from '../keyStore.ts';
import { readEngineOptions } from '../readSettings.ts';
import { toSignal } from '../toSignal.ts';

/** Asks the chosen model for one word and says in a sentence how that went. What is wrong is thrown, with what to do about it. */
export async function testModel(indexed: IndexedWorkspace, settings: Settings, secrets: Keys): Promise<void> {
    const { chatModel, networkEnabled } = await readEngineOptions(settings, secrets);
    if (chatModel.provider === 'quotes') {
        window.setStatusBarMessage(t('$(quote) Quotes answer: there is no connection to test'), 4_000);
        return;
    }
    const name =
        chatModel.provider === 'vscode-lm'
            ? t('{0} of VS Code', chatModel.model)
            : t('{0} at {1}', chatModel.model, new URL(chatModel.baseUrl).origin);
    const title = t('Footnote asks {0} for a word', name);
    const { tookMs } = await window.withProgress(
        { location: ProgressLocation.Notification, title, cancellable: true },
        (_progress, token) => indexed.engine.checkModel({ chatModel, networkEnabled }, { signal: toSignal(token) }),
    );
    // Not waited for: a message stays until it is read, and a command must end before that.
    void window.showInformationMessage(t('Footnote: {0} answers ({1} s).', name, numberText(tookMs / 1_000, { maximumFractionDigits: 1 })));
}

/** Names of the models of a server; none, and why, when it does not say. */
export async function offeredModels(
    indexed: IndexedWorkspace,
    chatModel: ChatModelChoice,
): Promise<{ readonly models: readonly string[]; readonly trouble?: string }> {
    const networkEnabled = indexed.settings['footnote.network.enabled'];
    try {
        const title = t('Footnote asks the server which models it has');
        return await window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, (_progress, token) =>
            indexed.engine.checkModel({ chatModel, networkEnabled }, { signal: toSignal(token) }),
        );
    } catch (error) {
        if (!(error instanceof FailureError)) throw error;
        return { models: [], trouble: describeFailure(error.failure).title };
    }
}
