import { ProgressLocation, window } from 'vscode';
import type { Settings } from '../../settings/settings.ts';
import type { IndexedWorkspace } from '../indexedWorkspace.ts';
import type { Keys } from '../keyStore.ts';
import { readEngineOptions } from '../readSettings.ts';
import { toSignal } from '../toSignal.ts';

/** Has the chosen embedding model read three harmless texts and says in a sentence how that went. What is wrong is thrown, with what to do about it. */
export async function testEmbedder(indexed: IndexedWorkspace, settings: Settings, secrets: Keys): Promise<void> {
    const { embedderModel, embedderPath, embedderServer, networkEnabled } = await readEngineOptions(settings, secrets);
    const name = embedderServer?.model ?? embedderModel;
    const place = embedderServer ? `at ${URL.parse(embedderServer.baseUrl)?.origin ?? embedderServer.baseUrl}` : 'on this machine';
    const { dimensions, tookMs } = await window.withProgress(
        { location: ProgressLocation.Notification, title: `Footnote tests ${name} ${place}`, cancellable: true },
        (_progress, token) =>
            indexed.engine.checkEmbedder({ embedderModel, embedderPath, embedderServer, networkEnabled }, { signal: toSignal(token) }),
    );
    const seconds = (tookMs / 1_000).toFixed(1);
    // Not waited for: a message stays until it is read, and a command must end before that.
    void window.showInformationMessage(
        `Footnote: ${name} ${place} works: vectors of ${dimensions.toLocaleString('en')} numbers, three short texts in ${seconds} s.`,
    );
}
