import { window } from 'vscode';
import type { CallOptions } from '../../protocol/contract.ts';
import { costLabel, monthLabel, type AnswerCost } from '../../protocol/cost.ts';
import { payloadSize, payloadText, type SentPayload } from '../../protocol/payload.ts';
import { retold, t } from '../../protocol/l10n.ts';
import { commandTable } from '../commandTable.ts';
import type { TextPages } from '../textPage.ts';

/**
 * The one question before anything goes to a server elsewhere: it names the host and what is sent. Who wants to look first gets the page
 * while the question waits, and is asked again beside it.
 */
export async function confirmSending(payload: SentPayload, pages: TextPages, { signal }: CallOptions = {}): Promise<boolean> {
    const { model } = payload;
    const destination = retold(payload.destination);
    const { send, show, dont } = answers();
    const detail = [
        t(
            'The question, the last turns of the conversation and the passages of this repository that are its evidence go to {0}, model {1}: {2}.',
            destination,
            model,
            payloadSize(payload),
        ),
        ...(payload.cost ? [costSentence(payload.cost)] : []),
        t(
            'Secrets that Footnote recognises are taken out. Later questions go there without asking, until another address is set or "{0}" is run. Otherwise quotations answer, and nothing is sent.',
            t(commandTable['footnote.forgetConsent'].title),
        ),
    ].join('\n\n');
    // The first is what the return key does, which may still be down from asking: it must send nothing.
    const picked = await window.showWarningMessage(t('Send this question to {0}?', destination), { modal: true, detail }, show, send);
    if (picked !== show) return picked === send;
    await showPreview(payload, pages);
    // Not modal: the page is there to be read. Who stops the question does not have to answer.
    const choice = window.showWarningMessage(t('Footnote: send this question to {0}?', destination), send, dont);
    return (await Promise.race([choice, stopped(signal)])) === send;
}

/** What sending it could cost at most, and where the month stands. */
function costSentence(cost: AnswerCost): string {
    const { month } = cost;
    return month && (month.usd > 0 || month.limitUsd > 0)
        ? t('It would cost at most: {0}; {1}.', costLabel(cost), monthLabel(month))
        : t('It would cost at most: {0}.', costLabel(cost));
}

export async function showPreview(payload: SentPayload, pages: TextPages): Promise<void> {
    await pages.show(t('What would be sent'), payloadText(payload, 'Would be sent'));
}

function answers(): { readonly send: string; readonly show: string; readonly dont: string } {
    return { send: t('Send'), show: t('Show What Will Be Sent'), dont: t("Don't Send") };
}

function stopped(signal: AbortSignal | undefined): Promise<undefined> {
    return new Promise(resolve => {
        if (signal?.aborted) resolve(undefined);
        signal?.addEventListener('abort', () => resolve(undefined), { once: true });
    });
}
