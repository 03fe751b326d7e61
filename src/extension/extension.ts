import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { commands, window, workspace, type ExtensionContext } from 'vscode';
import type { Attachment } from '../protocol/attachment.ts';
import type { Turn } from '../protocol/conversation.ts';
import type { Engine } from '../protocol/engineContract.ts';
import { isAbort } from '../protocol/failure.ts';
import type { IndexStatus } from '../protocol/indexing.ts';
import type { ShownAttachment, ViewState } from '../protocol/view.ts';
import { t } from '../protocol/l10n.ts';
import type { Settings } from '../settings/settings.ts';
import { Asking } from './asking.ts';
import { Attaching } from './attachments/attaching.ts';
import { ChatView } from './chat/chatView.ts';
import { conversationFiles, newConversationId } from './chat/conversationFiles.ts';
import { placeOfModels } from './chat/conversationChoice.ts';
import { Conversations } from './chat/conversations.ts';
import { handleIntent, openCitation } from './chat/handleIntent.ts';
import { noteFolder, searchElsewhere } from './chat/otherFolders.ts';
import { panelState } from './chat/panelState.ts';
import { askWithConsent, consentMemory, forgetWhenMoved, type ConsentParts } from './consent.ts';
import { EmbeddingReminder } from './features/agreeToEmbedding.ts';
import { registerCommands } from './commands.ts';
import { confirmSending } from './features/confirmSending.ts';
import { Surfaces } from './features/surfaces.ts';
import { tickWalkthrough } from './features/tickWalkthrough.ts';
import { announceIndex } from './features/announceIndex.ts';
import { IndexAnnouncer } from './indexAnnouncement.ts';
import { createStatusItem, showStatus } from './indexStatusItem.ts';
import { IndexedWorkspace } from './indexedWorkspace.ts';
import { KeyStore } from './keyStore.ts';
import { KeyUses } from './keyUse.ts';
import { mindingKeys } from './features/offerAnotherKey.ts';
import { openLogChannel } from './logChannel.ts';
import { Proposals } from './features/proposals.ts';
import { reportFailure } from './reportFailure.ts';
import { TextPages } from './textPage.ts';
import { speakLanguageOfEditor } from './translations.ts';

/** What other extensions, and the tests in the editor, can do with Footnote. */
export interface FootnoteApi {
    readonly engine: Engine;
    readonly indexStatus: () => IndexStatus;
    readonly enginePid: () => number | undefined;
    readonly engineState: () => ViewState['engine']['state'];
    /** As if it had been typed into the panel; resolves when the answer is complete. */
    readonly ask: (text: string) => Promise<Turn>;
    /** What goes with the next question. */
    readonly attachments: () => readonly ShownAttachment[];
    /** As if it had been picked in the panel; resolves when it is measured. */
    readonly attach: (attachment: Attachment) => Promise<void>;
    /** As if files had been dropped on the panel. */
    readonly drop: (addresses: readonly string[]) => Promise<void>;
    /** Of the conversation on show. */
    readonly turns: () => readonly Turn[];
    /** As if the footnote had been clicked. */
    readonly openCitation: (turnId: string, mark: string) => Promise<void>;
}

let stopEngine: (() => Promise<void>) | undefined;

/** The wiring, as a table of contents: the log, the engine, the conversation, the panel, the status bar, the commands. */
export function activate(context: ExtensionContext): FootnoteApi {
    const translations = speakLanguageOfEditor();
    const log = openLogChannel();
    const report = (error: unknown): void => {
        reportFailure(error, log).catch((second: unknown) => log.error(String(second)));
    };
    const secrets = new KeyStore(context.secrets, {
        onTrouble: message => {
            log.warn(message);
            // Not waited for: a message stays until it is read.
            void window.showWarningMessage(t('Footnote: {0}', message));
        },
    });
    const indexed = new IndexedWorkspace(context, log, secrets);
    const uses = new KeyUses(context.globalState);
    const pages = new TextPages(() => indexed.roots);
    const proposals = new Proposals();
    const consent = consentMemory(context.globalState);
    const consentParts: ConsentParts = {
        engine: indexed.engine,
        settled: () => indexed.settled(),
        chatModel: () => indexed.chatModel,
        memory: consent,
        confirm: (payload, options) => confirmSending(payload, pages, options),
    };
    /** All that asks from this window goes through here. */
    const engine: Engine = {
        ...indexed.engine,
        ask: (question, options) =>
            mindingKeys(askWithConsent(question, consentParts, options), () => indexed.settings['footnote.model.baseUrl'], {
                secrets,
                uses,
                adopted: () => indexed.keyChanged(),
                askAgain: async () => {
                    const turn = conversations.current.turns.at(-1);
                    if (turn) await conversations.retry(turn.id);
                },
                onDefect: report,
            }),
    };
    const forgetMoved = (): void => {
        forgetWhenMoved(consent, indexed.settings['footnote.model.baseUrl']).catch(report);
    };
    const storage = (context.storageUri ?? context.globalStorageUri).fsPath;
    const files = conversationFiles(path.join(storage, 'conversations'), error =>
        log.error(`a conversation cannot be written: ${String(error)}`),
    );
    const conversations: Conversations = new Conversations({
        engine,
        files,
        newId: () => newConversationId(new Date(), randomUUID()),
        onTurn: turn => view.showTurn(turn),
        onConversation: () => {
            view.showAll();
            // A window that is loaded again goes on where it was; the words are in the files.
            if (!conversations.isPrivate) void context.workspaceState.update(LAST_CONVERSATION, conversations.current.id);
            void commands.executeCommand('setContext', 'footnote.hasTurns', conversations.current.turns.length > 0);
            void commands.executeCommand('setContext', 'footnote.hasHistory', conversations.history.length > 0);
        },
        isWaiting: () => indexed.state.state === 'starting',
        placeOfModels: () => placeOfModels(indexed.chatModel),
        onDefect: error => log.error(error instanceof Error ? error : String(error)),
    });
    const inOtherFolders = searchElsewhere(storage);
    const attaching: Attaching = new Attaching({
        indexed,
        memory: context.workspaceState,
        isPrivate: () => conversations.isPrivate,
        tell: message => view.tell(message),
    });
    const asking = new Asking({ indexed, drafts: attaching.drafts, conversations: () => conversations, view: () => view });
    const view: ChatView = new ChatView({
        extension: context.extensionUri,
        translations,
        state: () =>
            panelState(
                {
                    hasFolder: indexed.hasFolder,
                    isTrusted: workspace.isTrusted,
                    engine: indexed.state,
                    index: indexed.index,
                    chatModel: indexed.chatModel,
                    persona: personaOf(indexed.settings),
                    attachments: attaching.drafts.shown,
                },
                conversations,
            ),
        onIntent: intent => {
            if (intent.type !== 'ready')
                handleIntent(intent, {
                    indexed,
                    asking,
                    attaching,
                    conversations,
                    pages,
                    proposals,
                    secrets,
                    redraw: () => view.showAll(),
                    storage,
                    showElsewhere: folders => view.showElsewhere(folders),
                    searchElsewhere: inOtherFolders,
                    showFound: (query, result, elsewhere) => view.showFound(query, result, elsewhere),
                }).catch(report);
        },
        onRefused: message => log.debug(`the panel said something that is no intent: ${typeof message}`),
    });
    const reminder = new EmbeddingReminder(indexed, pages);
    const remind = (): void => {
        reminder.remind().catch(report);
    };
    const statusItem = createStatusItem();
    const surfaces = new Surfaces({
        indexed,
        asking,
        // Nobody waits for a hover or a lens that does not come; the panel tells about an engine that has stopped.
        onError: error => {
            if (!isAbort(error)) log.debug(`hover or lens: ${String(error)}`);
        },
    });
    const announcer = new IndexAnnouncer();
    const refresh = (): void => {
        const news = announcer.next(indexed.index);
        // Not waited for: a message stays until it is read.
        if (news) announceIndex(news).catch(report);
        showStatus(statusItem, indexed.canAsk, indexed.state, indexed.index);
        view.showIndex();
        // Menus offer pausing only while there is something to pause.
        void commands.executeCommand('setContext', 'footnote.indexState', indexed.index.state);
    };

    context.subscriptions.push(
        log,
        indexed,
        attaching,
        statusItem,
        pages,
        proposals,
        surfaces,
        tickWalkthrough(() => ({
            'footnote.did.read': indexed.index.state === 'ready',
            'footnote.did.ask': conversations.current.turns.length + conversations.history.length > 0,
        })),
        indexed.onDidChange(refresh),
        indexed.onDidChangeSettings(() => view.showAll()),
        indexed.onDidChangeSettings(forgetMoved),
        indexed.onDidChangeSettings(remind),
        indexed.onDidTell(() => {
            // The footnotes keep their last state when the engine is on its way out.
            conversations.recheck().catch((error: unknown) => log.info(`footnotes were not checked: ${String(error)}`));
        }),
        window.registerWebviewViewProvider('footnote.chat', view, { webviewOptions: { retainContextWhenHidden: false } }),
        ...registerCommands({
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
        }),
    );
    stopEngine = () => indexed.stop();

    refresh();
    forgetMoved();
    indexed.begin();
    resumeConversation(context, conversations).catch(report);
    noteThisFolder(storage).catch(report);
    showPanelOnce(context, asking).catch(report);

    return {
        engine,
        indexStatus: () => indexed.index,
        enginePid: () => indexed.enginePid,
        engineState: () => indexed.state.state,
        ask: text => asking.ask(text),
        attachments: () => attaching.drafts.shown,
        attach: attachment => asking.attach(attachment),
        drop: addresses => attaching.handle({ type: 'attach-dropped', addresses }),
        turns: () => conversations.current.turns,
        openCitation: (turnId, mark) => openCitation({ indexed, conversations, pages }, turnId, mark),
    };
}

/** Empty for the one that answers are for unless the user says so. */
function personaOf({ 'footnote.answer.persona': named, 'footnote.answer.personas': personas }: Settings): string {
    const at = personas.findIndex(({ name }) => name.toLowerCase() === named.toLowerCase());
    return at > 0 ? named : '';
}

/** So that the windows of other folders can say what conversations here are about. */
async function noteThisFolder(storage: string): Promise<void> {
    const uri = workspace.workspaceFile ?? workspace.workspaceFolders?.[0]?.uri;
    if (uri && uri.scheme !== 'untitled')
        await noteFolder(storage, { name: workspace.name ?? path.basename(uri.path), uri: uri.toString() });
}

/** After it was installed Footnote shows where it lives; from then on the side bar is the reader's own. */
async function showPanelOnce(context: ExtensionContext, asking: Asking): Promise<void> {
    if (context.globalState.get(PANEL_WAS_SHOWN) === true) return;
    await context.globalState.update(PANEL_WAS_SHOWN, true);
    await asking.showPanel();
}

async function resumeConversation(context: ExtensionContext, conversations: Conversations): Promise<void> {
    const last = context.workspaceState.get(LAST_CONVERSATION);
    if (typeof last === 'string') await conversations.resume(last);
    else await conversations.loadHistory();
}

const LAST_CONVERSATION = 'lastConversation';
const PANEL_WAS_SHOWN = 'panelWasShown';

export async function deactivate(): Promise<void> {
    await stopEngine?.();
}
