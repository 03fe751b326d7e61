import { commands, ProgressLocation, window } from 'vscode';
import { describeFailure, FailureError } from '../../protocol/failure.ts';
import { numberText, t } from '../../protocol/l10n.ts';
import type { Settings } from '../../settings/settings.ts';
import type { CommandId } from '../commandTable.ts';
import type { IndexedWorkspace } from '../indexedWorkspace.ts';
import type { Keys } from '../keyStore.ts';
import { readEngineOptions } from '../readSettings.ts';
import { toSignal } from '../toSignal.ts';

/** Has the embedding model of these settings read three harmless texts, and says how that went: the length of its vectors, or what is wrong. */
export async function testEmbedder(indexed: IndexedWorkspace, settings: Settings, secrets: Keys): Promise<void> {
    const outcome = await tryEmbedder(indexed, settings, secrets);
    // Not waited for: a message stays until it is read, and a command must end before that.
    if (outcome.works) void window.showInformationMessage(outcome.message);
    else void offerMending(outcome.message);
}

/** As `testEmbedder`, for an embedder that is about to be chosen: true when it works, or the user wants it although it does not (yet). */
export async function isEmbedderWanted(indexed: IndexedWorkspace, settings: Settings, secrets: Keys): Promise<boolean> {
    const outcome = await tryEmbedder(indexed, settings, secrets);
    if (outcome.works) {
        void window.showInformationMessage(outcome.message);
        return true;
    }
    const anyway = t('Choose It Anyway');
    const detail = t('Until it works, Footnote finds by words, or by the model that ships with it, and tries again by itself.');
    return (await window.showWarningMessage(outcome.message, { modal: true, detail }, anyway)) === anyway;
}

async function tryEmbedder(
    indexed: IndexedWorkspace,
    settings: Settings,
    secrets: Keys,
): Promise<{ readonly works: boolean; readonly message: string }> {
    const { embedderModel, embedderPath, embedderServer, networkEnabled } = await readEngineOptions(settings, secrets);
    const name = embedderServer?.model ?? embedderModel;
    const place = embedderServer ? (URL.parse(embedderServer.baseUrl)?.origin ?? embedderServer.baseUrl) : t('this machine');
    const title = t('Footnote tests {0} at {1}', name, place);
    try {
        const { dimensions, tookMs } = await window.withProgress(
            { location: ProgressLocation.Notification, title, cancellable: true },
            (_progress, token) =>
                indexed.engine.checkEmbedder({ embedderModel, embedderPath, embedderServer, networkEnabled }, { signal: toSignal(token) }),
        );
        const seconds = numberText(tookMs / 1_000, { maximumFractionDigits: 1 });
        return {
            works: true,
            message: t('Footnote: {0} at {1} works: vectors of {2} numbers, three short texts in {3} s.', name, place, dimensions, seconds),
        };
    } catch (error) {
        if (!(error instanceof FailureError)) throw error;
        const { title: what, remedy } = describeFailure(error.failure);
        return { works: false, message: t('Footnote: {0}: {1}. {2}', name, what, remedy) };
    }
}

async function offerMending(message: string): Promise<void> {
    const ways: Readonly<Record<string, CommandId>> = {
        [t('Set API Key')]: 'footnote.setEmbedderKey',
        [t('Choose Embedding Model')]: 'footnote.chooseEmbedder',
    };
    const picked = await window.showWarningMessage(message, ...Object.keys(ways));
    const command = picked === undefined ? undefined : ways[picked];
    if (command !== undefined) await commands.executeCommand(command);
}
