import { commands, ProgressLocation, window } from 'vscode';
import { describeFailure, FailureError } from '../../protocol/failure.ts';
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
    const anyway = 'Choose It Anyway';
    const detail = 'Until it works, Footnote finds by words, or by the model that ships with it, and tries again by itself.';
    return (await window.showWarningMessage(outcome.message, { modal: true, detail }, anyway)) === anyway;
}

async function tryEmbedder(
    indexed: IndexedWorkspace,
    settings: Settings,
    secrets: Keys,
): Promise<{ readonly works: boolean; readonly message: string }> {
    const { embedderModel, embedderPath, embedderServer, networkEnabled } = await readEngineOptions(settings, secrets);
    const name = embedderServer?.model ?? embedderModel;
    const place = embedderServer ? `at ${URL.parse(embedderServer.baseUrl)?.origin ?? embedderServer.baseUrl}` : 'on this machine';
    const title = `Footnote tests ${name} ${place}`;
    try {
        const { dimensions, tookMs } = await window.withProgress(
            { location: ProgressLocation.Notification, title, cancellable: true },
            (_progress, token) =>
                indexed.engine.checkEmbedder({ embedderModel, embedderPath, embedderServer, networkEnabled }, { signal: toSignal(token) }),
        );
        const numbers = dimensions.toLocaleString('en');
        const seconds = (tookMs / 1_000).toFixed(1);
        return {
            works: true,
            message: `Footnote: ${name} ${place} works: vectors of ${numbers} numbers, three short texts in ${seconds} s.`,
        };
    } catch (error) {
        if (!(error instanceof FailureError)) throw error;
        const { title: what, remedy } = describeFailure(error.failure);
        return { works: false, message: `Footnote: ${name}: ${what}. ${remedy}` };
    }
}

async function offerMending(message: string): Promise<void> {
    const ways: Readonly<Record<string, CommandId>> = {
        'Set API Key': 'footnote.setEmbedderKey',
        'Choose Embedding Model': 'footnote.chooseEmbedder',
    };
    const picked = await window.showWarningMessage(message, ...Object.keys(ways));
    const command = picked === undefined ? undefined : ways[picked];
    if (command !== undefined) await commands.executeCommand(command);
}
