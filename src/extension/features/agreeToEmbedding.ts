import { window } from 'vscode';
import { commandTable } from '../commandTable.ts';
import { embedderToAgreeTo } from '../embeddingServers.ts';
import type { IndexedWorkspace } from '../indexedWorkspace.ts';
import type { TextPages } from '../textPage.ts';
import { embeddingPreviewText } from '../../protocol/embeddingPreview.ts';
import { t } from '../../protocol/l10n.ts';

/**
 * The one question before a workspace's text goes to an embedding server elsewhere. It is asked for each workspace, because here all of
 * it goes, not the evidence of one question. Whoever wants to look first is asked again beside the page. True when it was agreed to.
 */
export async function agreeToEmbedding(indexed: IndexedWorkspace, origin: string, model: string, pages: TextPages): Promise<boolean> {
    const { send, show, dont } = answers();
    const detail = [
        t(
            'The text of every indexed file of this workspace goes to {0}, model {1}, passage by passage; later what changes when it is saved, and each question. Secrets that Footnote recognises are taken out.',
            origin,
            model,
        ),
        t(
            'It goes on until another address is set or "{0}" is run. Otherwise the model that ships with Footnote is used, and nothing is sent.',
            t(commandTable['footnote.forgetEmbedderConsent'].title),
        ),
    ].join('\n\n');
    let picked: string | undefined = await window.showWarningMessage(
        t('Send this repository to {0}?', origin),
        { modal: true, detail },
        send,
        show,
    );
    if (picked === show) {
        await showWhatIsEmbedded(indexed, pages);
        // Not modal: the page is there to be read.
        picked = await window.showWarningMessage(t('Footnote: send this repository to {0}?', origin), send, dont);
    }
    if (picked !== send) return false;
    await indexed.agreeToEmbedder(origin);
    return true;
}

export async function showWhatIsEmbedded(indexed: IndexedWorkspace, pages: TextPages): Promise<void> {
    await pages.show(t('What is sent to be embedded'), embeddingPreviewText(await indexed.engine.previewEmbedding(undefined)));
}

/** A window whose settings name a server that was not agreed to here says so, once, and offers the question. */
export class EmbeddingReminder {
    private readonly indexed: IndexedWorkspace;
    private readonly pages: TextPages;
    private readonly reminded = new Set<string>();

    constructor(indexed: IndexedWorkspace, pages: TextPages) {
        this.indexed = indexed;
        this.pages = pages;
    }

    /** Resolves when the user has decided, or did not want to. */
    async remind(): Promise<void> {
        const { settings, agreedEmbedder } = this.indexed;
        const origin = embedderToAgreeTo(settings, agreedEmbedder);
        if (origin === undefined || !this.indexed.canAsk || !settings['footnote.network.enabled'] || this.reminded.has(origin)) return;
        this.reminded.add(origin);
        const message = t(
            'Footnote: your settings name {0} as embedding server. Nothing of this workspace is sent there before you agree; the model that ships with Footnote is used.',
            origin,
        );
        const decide = t('Decide…');
        if ((await window.showInformationMessage(message, decide)) === decide)
            await agreeToEmbedding(this.indexed, origin, settings['footnote.embedder.id'], this.pages);
    }

    /** The question is being asked elsewhere already. */
    isAskedAbout(origin: string): void {
        this.reminded.add(origin);
    }
}

function answers(): { readonly send: string; readonly show: string; readonly dont: string } {
    return { send: t('Send'), show: t('Show What Will Be Sent'), dont: t("Don't Send") };
}
