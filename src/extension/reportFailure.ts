import { commands, window, type LogOutputChannel } from 'vscode';
import { describeFailure, FailureError, isAbort } from '../protocol/failure.ts';
import { t } from '../protocol/l10n.ts';
import { failureButtons, type FailureButton } from './failureButtons.ts';

/** Says what happened and offers what can be done: expected failures in their own words, defects as such with the log behind a button. */
export async function reportFailure(error: unknown, log: LogOutputChannel): Promise<void> {
    if (isAbort(error)) return;
    if (error instanceof FailureError) {
        const { title, remedy } = describeFailure(error.failure);
        log.info(`${title} (${error.failure.kind})`);
        await offer(window.showWarningMessage(t('Footnote: {0}. {1}', title, remedy), ...labels(error)), failureButtons(error.failure));
        return;
    }
    log.error(error instanceof Error ? error : String(error));
    const showLog: FailureButton = { label: t('Show Log'), command: 'footnote.showLog' };
    await offer(window.showErrorMessage(t('Footnote: something went wrong.'), showLog.label), [showLog]);
}

function labels(error: FailureError): readonly string[] {
    return failureButtons(error.failure).map(({ label }) => label);
}

async function offer(chosen: Thenable<string | undefined>, buttons: readonly FailureButton[]): Promise<void> {
    const label = await chosen;
    const button = buttons.find(one => one.label === label);
    if (button) await commands.executeCommand(button.command, ...(button.argument === undefined ? [] : [button.argument]));
}
