import Mocha from 'mocha';
import { registerAttachments } from './attachments.ts';
import { registerEmbeddingServer } from './embeddingServer.ts';
import { registerJourneys } from './journeys.ts';
import { registerLentModels } from './lentModels.ts';
import { registerSurfaces } from './surfaces.ts';

/** What VS Code's extension host calls: runs the journeys and rejects when one fails. */
export async function run(): Promise<void> {
    const mocha = new Mocha({ ui: 'bdd', reporter: 'spec', color: false, timeout: 60_000 });
    // The journeys are in this very bundle, so mocha has no file to read them from.
    mocha.suite.emit('pre-require', globalThis, 'journeys', mocha);
    registerSurfaces();
    registerAttachments();
    registerLentModels();
    registerJourneys();
    registerEmbeddingServer();
    const counts = await new Promise<{ passed: number; failed: number; skipped: number }>(resolve => {
        const runner = mocha.run(() => {
            const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
            resolve({ passed: passes, failed: failures, skipped: pending });
        });
    });
    console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
    if (counts.failed > 0 || counts.passed === 0) throw new Error(`${counts.failed} failed`);
}
