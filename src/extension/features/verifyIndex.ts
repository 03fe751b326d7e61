import { ProgressLocation, window } from 'vscode';
import type { Engine } from '../../protocol/engineContract.ts';
import type { VerifyReport, VerifyRequest } from '../../protocol/verification.ts';
import { soundWords, verifyReportPage } from '../../protocol/verification.ts';
import { isAbort } from '../../protocol/failure.ts';
import { plural, t } from '../../protocol/l10n.ts';
import type { TextPages } from '../textPage.ts';
import { toSignal } from '../toSignal.ts';

/** "Verify Index": holds the index against the files, shows what differs as a page, and offers to repair it. */
export async function verifyIndex(engine: Pick<Engine, 'verify'>, pages: TextPages): Promise<void> {
    const report = await verifyWithProgress(engine, { depth: 'full', repairs: false });
    if (!report) return;
    if (report.isSound) {
        // Not waited for: a message stays until it is read.
        void window.showInformationMessage(soundWords(report));
        return;
    }
    await pages.show(t('Index differences'), verifyReportPage(report));
    const repair = t('Repair');
    const count = report.differences.length;
    const picked = await window.showWarningMessage(
        plural(count, 'The index differs from the files in {0} place.', 'The index differs from the files in {0} places.'),
        repair,
    );
    if (picked !== repair) return;
    const repaired = await verifyWithProgress(engine, { depth: 'full', repairs: true });
    if (repaired) await pages.show(t('Index repair'), verifyReportPage(repaired));
}

/** Undefined when the user has stopped it. */
async function verifyWithProgress(engine: Pick<Engine, 'verify'>, request: VerifyRequest): Promise<VerifyReport | undefined> {
    const title = request.repairs ? t('Footnote: repairing the index') : t('Footnote: verifying the index');
    return window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, async (_progress, token) => {
        try {
            return await engine.verify(request, { signal: toSignal(token) });
        } catch (error) {
            if (isAbort(error)) return undefined;
            throw error;
        }
    });
}
