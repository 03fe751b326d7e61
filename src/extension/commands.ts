import { commands, window, type Disposable, type ExtensionContext, type LogOutputChannel } from 'vscode';
import { t } from '../protocol/l10n.ts';
import { skippedPage } from '../protocol/skippedTree.ts';
import type { Asking } from './asking.ts';
import { selectedLines } from './asking.ts';
import { removeApiKey, setApiKey } from './apiKey.ts';
import { chooseEmbedder } from './chooseEmbedder.ts';
import { chooseModel } from './chooseModel.ts';
import { commandTable, type CommandId } from './commandTable.ts';
import type { ConsentMemory } from './consent.ts';
import { pickConversation, renameConversation } from './chat/conversationList.ts';
import type { ConversationFiles } from './chat/conversationFiles.ts';
import type { Conversations } from './chat/conversations.ts';
import { openConversation } from './chat/handleIntent.ts';
import { deleteEverything } from './features/confirmDeletion.ts';
import { backUpConversations, restoreConversations } from './features/backUpConversations.ts';
import { chooseConversationModel } from './features/pickAnsweringModel.ts';
import { exportConversation, importConversation } from './features/exportConversation.ts';
import { copyPermalink } from './features/permalink.ts';
import { reportIssue, showEffectiveSettings } from './features/showDiagnostics.ts';
import { choosePersona } from './features/choosePersona.ts';
import { recheckCitations } from './features/recheckCitations.ts';
import type { Proposals } from './features/proposals.ts';
import { disableNetwork, enableNetwork } from './features/switchNetwork.ts';
import { showWhatIsEmbedded, type EmbeddingReminder } from './features/agreeToEmbedding.ts';
import { testEmbedder } from './features/testEmbedder.ts';
import { testModel } from './features/testModel.ts';
import type { Surfaces } from './features/surfaces.ts';
import type { IndexedWorkspace } from './indexedWorkspace.ts';
import type { KeyStore } from './keyStore.ts';
import type { KeyUses } from './keyUse.ts';
import { menuEntries } from './menuEntries.ts';
import { areLensesShown, showLenses } from './readSettings.ts';
import { reportFailure } from './reportFailure.ts';
import { pruneIndexes } from './features/pruneIndexes.ts';
import { showFileAccount } from './features/showFileAccount.ts';
import { verifyIndex } from './features/verifyIndex.ts';
import { indexDetailsPage } from './indexDetailsPage.ts';
import { statusLine } from './statusLine.ts';
import type { TextPages } from './textPage.ts';

export interface CommandParts {
    readonly context: ExtensionContext;
    readonly secrets: KeyStore;
    readonly uses: KeyUses;
    readonly consent: ConsentMemory;
    readonly log: LogOutputChannel;
    readonly indexed: IndexedWorkspace;
    readonly asking: Asking;
    readonly conversations: Conversations;
    readonly files: ConversationFiles;
    readonly pages: TextPages;
    readonly proposals: Proposals;
    readonly surfaces: Surfaces;
    readonly reminder: EmbeddingReminder;
}

/** Registers every row of the command table; what goes wrong in one is said to the user. */
export function registerCommands(parts: CommandParts): readonly Disposable[] {
    const handlers = handlersOf(parts);
    return (Object.keys(commandTable) as CommandId[]).map(id =>
        commands.registerCommand(id, async (argument: unknown) => {
            try {
                await handlers[id](argument);
            } catch (error) {
                // Not waited for: a message stays until it is read, and a command must end before that.
                reportFailure(error, parts.log).catch((second: unknown) => parts.log.error(String(second)));
            }
        }),
    );
}

type Handler = (argument: unknown) => Promise<void>;

function handlersOf({
    context,
    secrets,
    uses,
    consent,
    log,
    indexed,
    asking,
    conversations,
    files,
    pages,
    proposals,
    surfaces,
    reminder,
}: CommandParts): Readonly<Record<CommandId, Handler>> {
    const { engine } = indexed;
    const index = async (action: Parameters<typeof engine.index>[0]): Promise<void> => {
        // One that could not open, for want of space perhaps, opens first.
        if (indexed.state.state === 'stopped') await indexed.restart();
        await engine.index(action);
    };
    return {
        'footnote.ask': text => asking.askFromPalette(text),
        'footnote.askSelection': () => asking.askAboutSelection(),
        'footnote.explainSelection': () => surfaces.explainSelection(),
        'footnote.askAboutFile': file => surfaces.askAboutPlace(file),
        'footnote.askAboutFolder': folder => surfaces.askAboutPlace(folder),
        'footnote.explainSymbol': thing => surfaces.explainSymbol(thing),
        'footnote.askAboutSymbol': thing => surfaces.askAboutSymbol(thing),
        'footnote.showReferences': thing => surfaces.showReferences(thing),
        'footnote.openDefinition': thing => surfaces.openDefinition(thing),
        'footnote.hideLenses': () => showLenses(false),
        'footnote.showLenses': () => showLenses(true),
        'footnote.focusChat': () => asking.focusPanel(),
        'footnote.newConversation': async () => {
            await conversations.startNew();
            await asking.focusPanel();
        },
        'footnote.newPrivateConversation': async () => {
            await conversations.startNew({ isPrivate: true });
            await asking.focusPanel();
        },
        'footnote.showConversations': () =>
            pickConversation(conversations, async id => {
                await openConversation(id, { indexed, conversations });
                await asking.showPanel();
            }),
        'footnote.renameConversation': () => renameConversation(conversations, conversations.current.id),
        'footnote.deleteConversation': async () => {
            const { id, title } = conversations.current;
            const agree = t('Delete Conversation');
            if ((await window.showWarningMessage(t('Delete "{0}"?', title), { modal: true }, agree)) === agree)
                await conversations.delete(id);
        },
        'footnote.recheckCitations': () => recheckCitations(conversations),
        'footnote.recheckExported': () =>
            importConversation(
                { indexed, conversations },
                async id => {
                    await openConversation(id, { indexed, conversations });
                    await asking.showPanel();
                    await recheckCitations(conversations);
                },
                t('Re-check an Exported Conversation'),
            ),
        'footnote.choosePersona': () => choosePersona(indexed, conversations),
        'footnote.chooseConversationModel': () => chooseConversationModel(indexed, secrets, conversations),
        'footnote.backUpConversations': () => backUpConversations(files, indexed),
        'footnote.restoreConversations': () => restoreConversations(files, conversations),
        'footnote.applyProposal': () => proposals.apply(),
        'footnote.exportConversation': () => exportConversation({ indexed, conversations }),
        'footnote.importConversation': () =>
            importConversation({ indexed, conversations }, async id => {
                await openConversation(id, { indexed, conversations });
                await asking.showPanel();
            }),
        'footnote.chooseModel': () => chooseModel(indexed, secrets),
        'footnote.testModel': () => testModel(indexed, indexed.settings, secrets),
        'footnote.setApiKey': async () => {
            const baseUrl = indexed.settings['footnote.model.baseUrl'];
            if (!(await setApiKey(baseUrl, secrets, uses))) return;
            const test = t('Test the Connection');
            // Not waited for: a message stays until it is read, and a command must end before that.
            void window.showInformationMessage(t('Footnote: the key is set, and counts from now on.'), test).then(picked => {
                if (picked === test) void commands.executeCommand('footnote.testModel');
            });
        },
        'footnote.removeApiKey': async () => {
            await removeApiKey(indexed.settings['footnote.model.baseUrl'], secrets, uses);
            await consent.remember(undefined);
        },
        'footnote.previewPayload': text => asking.previewFromPalette(text, pages),
        'footnote.forgetConsent': async () => {
            await consent.remember(undefined);
            window.setStatusBarMessage(t('$(shield) Footnote asks again before it sends a question'), 4_000);
        },
        'footnote.chooseEmbedder': () => chooseEmbedder({ indexed, secrets, pages, reminder }),
        'footnote.testEmbedder': () => testEmbedder(indexed, indexed.settings, secrets),
        'footnote.setEmbedderKey': async () => {
            await setApiKey(indexed.settings['footnote.embedder.baseUrl'], secrets, uses);
        },
        'footnote.removeEmbedderKey': () => removeApiKey(indexed.settings['footnote.embedder.baseUrl'], secrets, uses),
        'footnote.previewEmbedding': () => showWhatIsEmbedded(indexed, pages),
        'footnote.forgetEmbedderConsent': async () => {
            await indexed.agreeToEmbedder('');
            window.setStatusBarMessage(t('$(shield) Nothing more of this workspace is sent to be embedded before you agree'), 6_000);
        },
        'footnote.index': () => index('update'),
        'footnote.pause': () => index('pause'),
        'footnote.resume': () => index('resume'),
        'footnote.rebuildIndex': () => index('rebuild'),
        'footnote.verifyIndex': () => verifyIndex(engine, pages),
        'footnote.takeOver': () => index('take-over'),
        'footnote.pruneIndexes': () => pruneIndexes(engine),
        'footnote.clearIndex': async () => {
            const { location } = await engine.details();
            const agree = t('Delete Index');
            const detail = t(
                'It lies in {0}. Your files and conversations stay; indexing again takes as long as the first time.',
                location,
            );
            if ((await window.showWarningMessage(t('Delete the index of this workspace?'), { modal: true, detail }, agree)) === agree)
                await index('clear');
        },
        'footnote.showSkipped': async () => {
            const { skipped, problems } = await engine.details();
            await pages.show(t('Files that are not indexed'), skippedPage(skipped, problems));
        },
        'footnote.showIndexDetails': async () => {
            await pages.show(t('Index Details'), indexDetailsPage(indexed.index, await engine.details()));
        },
        'footnote.whyFile': file => showFileAccount(file, indexed, pages),
        'footnote.whyFolder': folder => showFileAccount(folder, indexed, pages),
        'footnote.showStatus': async () => {
            const { tooltip } = statusLine(indexed.state, indexed.index);
            const picked = await window.showQuickPick(
                [...menuEntries(indexed.state, indexed.index, { areLensesShown: areLensesShown() })],
                {
                    title: 'Footnote',
                    placeHolder: tooltip,
                },
            );
            if (picked) await commands.executeCommand(picked.command, ...(picked.argument === undefined ? [] : [picked.argument]));
        },
        'footnote.copyPermalink': async () => {
            const place = selectedLines(indexed);
            if (place) await copyPermalink(indexed.roots, place, indexed.settings['footnote.network.enabled']);
        },
        'footnote.restartEngine': () => indexed.restart(),
        'footnote.disableNetwork': () => disableNetwork(indexed, conversations),
        'footnote.enableNetwork': () => enableNetwork(indexed),
        'footnote.showSettings': () => showEffectiveSettings(pages),
        'footnote.reportIssue': () => reportIssue({ context, indexed, secrets, pages }),
        'footnote.deleteAllData': () => deleteEverything({ context, indexed, conversations, secrets }),
        'footnote.showLog': () => {
            log.show();
            return Promise.resolve();
        },
    };
}
