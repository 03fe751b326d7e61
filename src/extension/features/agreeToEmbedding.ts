import { window } from 'vscode';
import { commandTable } from '../commandTable.ts';
import { embedderToAgreeTo } from '../embeddingServers.ts';
import type { IndexedWorkspace } from '../indexedWorkspace.ts';
import type { TextPages } from '../textPage.ts';
import { embeddingPreviewText } from '../../protocol/embeddingPreview.ts';

/**
 * The one question before a workspace's text goes to an embedding server elsewhere. It is asked for each workspace, because here all of
 * it goes, not the evidence of one question. Whoever wants to look first is asked again beside the page. True when it was agreed to.
 */
export async function agreeToEmbedding(indexed: IndexedWorkspace, origin: string, model: string, pages: TextPages): Promise<boolean> {
    const detail = [
        `The text of every indexed file of this workspace goes to ${origin}, model ${model}, passage by passage; later what changes when it is saved, and each question. Secrets that Footnote recognises are taken out.`,
        `It goes on until another address is set or "${commandTable['footnote.forgetEmbedderConsent'].title}" is run. Otherwise the model that ships with Footnote is used, and nothing is sent.`,
    ].join('\n\n');
    let picked: string | undefined = await window.showWarningMessage(
        `Send this repository to ${origin}?`,
        { modal: true, detail },
        SEND,
        SHOW,
    );
    if (picked === SHOW) {
        await showWhatIsEmbedded(indexed, pages);
        // Not modal: the page is there to be read.
        picked = await window.showWarningMessage(`Footnote: send this repository to ${origin}?`, SEND, DONT_SEND);
    }
    if (picked !== SEND) return false;
    await indexed.agreeToEmbedder(origin);
    return true;
}

export async function showWhatIsEmbedded(indexed: IndexedWorkspace, pages: TextPages): Promise<void> {
    await pages.show('What is sent to be embedded', embeddingPreviewText(await indexed.engine.previewEmbedding(undefined)));
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
        const message = `Footnote: your settings name ${origin} as embedding server. Nothing of this workspace is sent there before you agree; the model that ships with Footnote is used.`;
        if ((await window.showInformationMessage(message, DECIDE)) === DECIDE)
            await agreeToEmbedding(this.indexed, origin, settings['footnote.embedder.id'], this.pages);
    }

    /** The question is being asked elsewhere already. */
    isAskedAbout(origin: string): void {
        this.reminded.add(origin);
    }
}

const SEND = 'Send';
const SHOW = 'Show What Will Be Sent';
const DONT_SEND = "Don't Send";
const DECIDE = 'Decide…';
