import { window } from 'vscode';
import type { CallOptions } from '../../protocol/contract.ts';
import { costLabel, monthLabel, type AnswerCost } from '../../protocol/cost.ts';
import { payloadSize, payloadText, type SentPayload } from '../../protocol/payload.ts';
import { commandTable } from '../commandTable.ts';
import type { TextPages } from '../textPage.ts';

/**
 * The one question before anything goes to a server elsewhere: it names the host and what is sent. Who wants to look first gets the page
 * while the question waits, and is asked again beside it.
 */
export async function confirmSending(payload: SentPayload, pages: TextPages, { signal }: CallOptions = {}): Promise<boolean> {
    const { destination, model } = payload;
    const detail = [
        `The question, the last turns of the conversation and the passages of this repository that are its evidence go to ${destination}, model ${model}: ${payloadSize(payload)}.`,
        ...(payload.cost ? [costSentence(payload.cost)] : []),
        `Secrets that Footnote recognises are taken out. Later questions go there without asking, until another address is set or "${commandTable['footnote.forgetConsent'].title}" is run. Otherwise quotations answer, and nothing is sent.`,
    ].join('\n\n');
    // The first is what the return key does, which may still be down from asking: it must send nothing.
    const picked = await window.showWarningMessage(`Send this question to ${destination}?`, { modal: true, detail }, SHOW, SEND);
    if (picked !== SHOW) return picked === SEND;
    await showPreview(payload, pages);
    // Not modal: the page is there to be read. Who stops the question does not have to answer.
    const choice = window.showWarningMessage(`Footnote: send this question to ${destination}?`, SEND, DONT_SEND);
    return (await Promise.race([choice, stopped(signal)])) === SEND;
}

/** What sending it could cost at most, and where the month stands. */
function costSentence(cost: AnswerCost): string {
    const month = cost.month && (cost.month.usd > 0 || cost.month.limitUsd > 0) ? `; ${monthLabel(cost.month)}` : '';
    return `It would cost at most: ${costLabel(cost)}${month}.`;
}

export async function showPreview(payload: SentPayload, pages: TextPages): Promise<void> {
    await pages.show('What would be sent', payloadText(payload, 'Would be sent'));
}

const SEND = 'Send';
const SHOW = 'Show What Will Be Sent';
const DONT_SEND = "Don't Send";

function stopped(signal: AbortSignal | undefined): Promise<undefined> {
    return new Promise(resolve => {
        if (signal?.aborted) resolve(undefined);
        signal?.addEventListener('abort', () => resolve(undefined), { once: true });
    });
}
