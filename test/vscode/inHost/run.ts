import Mocha from 'mocha';
import { registerAttachments } from './attachments.ts';
import { registerEmbeddingServer } from './embeddingServer.ts';
import { registerIndexStory } from './indexStory.ts';
import { registerJourneys } from './journeys.ts';
import { registerLentModels } from './lentModels.ts';
import { registerSurfaces } from './surfaces.ts';
import { registerTelemetry } from './telemetry.ts';
import { registerWideFolder } from './wideFolder.ts';

/**
 * What VS Code's extension host calls: runs the journeys and rejects when one fails. One that failed is tried once more, and that it was
 * is said, since it is a race of the test or of ours: decision 0037.
 */
export async function run(): Promise<void> {
    const mocha = new Mocha({ ui: 'bdd', reporter: 'spec', color: false, timeout: 240_000, retries: 1 });
    // The journeys are in this very bundle, so mocha has no file to read them from.
    mocha.suite.emit('pre-require', globalThis, 'journeys', mocha);
    registerSurfaces();
    registerAttachments();
    registerLentModels();
    registerJourneys();
    registerIndexStory();
    registerTelemetry();
    registerEmbeddingServer();
    // Fifty thousand files take a minute on a machine that has nothing else to do.
    if (process.env['FOOTNOTE_FULL'] === '1') registerWideFolder();
    // For whoever works on one of them.
    if (process.env['FOOTNOTE_GREP']) mocha.grep(new RegExp(process.env['FOOTNOTE_GREP']));
    const counts = await new Promise<{ passed: number; failed: number; skipped: number }>(resolve => {
        const runner = mocha.run(() => {
            const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
            resolve({ passed: passes, failed: failures, skipped: pending });
        });
        runner.on('retry', (test: Mocha.Test, error: Error) =>
            console.log(`the first try failed: ${test.fullTitle()}\n${error.stack ?? error.message}`),
        );
        runner.on('pass', (test: Mocha.Test & { currentRetry: () => number }) => {
            if (test.currentRetry() > 0) console.log(`SECOND TRY ${test.fullTitle()}`);
        });
    });
    console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
    if (counts.failed > 0 || counts.passed === 0) throw new Error(`${counts.failed} failed`);
}
