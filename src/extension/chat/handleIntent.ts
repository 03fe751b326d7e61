import { commands, env, Uri } from 'vscode';
import type { FoundElsewhere, ViewCommand, ViewIntent } from '../../protocol/view.ts';
import type { Turn } from '../../protocol/conversation.ts';
import { payloadText } from '../../protocol/payload.ts';
import { t } from '../../protocol/l10n.ts';
import type { Asking } from '../asking.ts';
import type { Attaching } from '../attachments/attaching.ts';
import { openSource } from '../attachments/openSource.ts';
import type { CommandId } from '../commandTable.ts';
import { copyPermalink } from '../features/permalink.ts';
import type { Proposals } from '../features/proposals.ts';
import { pickAnsweringModel } from '../features/pickAnsweringModel.ts';
import { useCode } from '../features/useCode.ts';
import type { IndexedWorkspace } from '../indexedWorkspace.ts';
import type { KeyStore } from '../keyStore.ts';
import { answerMarkdown } from './answerMarkdown.ts';
import { deleteConversations, renameConversation } from './conversationList.ts';
import type { TextPages } from '../textPage.ts';
import type { Conversations } from './conversations.ts';
import { conversationElsewhere, conversationsElsewhere, type FolderConversations } from './otherFolders.ts';
import { searchConversations, type ConversationSearch } from './searchConversations.ts';

export interface IntentParts {
    readonly indexed: IndexedWorkspace;
    readonly asking: Asking;
    readonly attaching: Attaching;
    readonly conversations: Conversations;
    readonly pages: TextPages;
    readonly proposals: Proposals;
    readonly secrets: KeyStore;
    readonly redraw: () => void;
    /** Where VS Code keeps what belongs to this workspace. */
    readonly storage: string;
    readonly showElsewhere: (folders: readonly FolderConversations[]) => void;
    readonly searchElsewhere: (text: string) => Promise<readonly FoundElsewhere[]>;
    readonly showFound: (query: string, result: ConversationSearch, elsewhere: readonly FoundElsewhere[]) => void;
}

/** Carries out what the user did in the panel. Ids become places here; an id that names nothing does nothing. */
export async function handleIntent(intent: Exclude<ViewIntent, { type: 'ready' }>, parts: IntentParts): Promise<void> {
    const { indexed, asking, conversations, pages } = parts;
    switch (intent.type) {
        case 'ask':
            await asking.ask(intent.text);
            return;
        case 'stop':
            conversations.stop();
            return;
        case 'retry':
            await conversations.retry(intent.turnId);
            return;
        case 'retry-with-model': {
            const picked = await pickAnsweringModel(indexed, parts.secrets, conversations.turn(intent.turnId));
            if (picked) await conversations.retry(intent.turnId, picked);
            return;
        }
        case 'continue':
            await conversations.continue(intent.turnId);
            return;
        case 'show-version':
            conversations.showVersion(intent.turnId, intent.version);
            return;
        case 'new-conversation':
            await conversations.startNew();
            return;
        case 'fork':
            await conversations.fork(intent.turnId, { isIncluded: true });
            return;
        case 'edit-question':
            await conversations.editQuestion(intent.turnId, intent.text, parts.attaching.drafts.take());
            return;
        case 'search-conversations': {
            const own = searchConversations(conversations.history, intent.text);
            parts.showFound(intent.text, own, []);
            const elsewhere = await parts.searchElsewhere(intent.text);
            if (elsewhere.length > 0) parts.showFound(intent.text, own, elsewhere);
            return;
        }
        case 'list-elsewhere':
            parts.showElsewhere(await conversationsElsewhere(parts.storage));
            return;
        case 'read-elsewhere': {
            const conversation = await conversationElsewhere(parts.storage, intent.key, intent.conversationId);
            if (conversation) await pages.show(conversation.title, conversation.turns.map(answerMarkdown).join('\n---\n\n'), 'markdown');
            return;
        }
        case 'open-folder-of': {
            const folder = (await conversationsElsewhere(parts.storage)).find(({ key }) => key === intent.key);
            if (folder) await commands.executeCommand('vscode.openFolder', Uri.parse(folder.uri), { forceNewWindow: true });
            return;
        }
        case 'pin-conversation':
        case 'unpin-conversation':
            await conversations.pin(intent.conversationId, intent.type === 'pin-conversation');
            return;
        case 'delete-conversations':
            await deleteConversations(conversations, intent.conversationIds);
            return;
        case 'open-conversation':
            await openConversation(intent.conversationId, parts);
            return;
        case 'delete-conversation':
            await conversations.delete(intent.conversationId);
            return;
        case 'rename-conversation':
            await renameConversation(conversations, intent.conversationId);
            return;
        case 'detach':
            parts.attaching.drafts.remove(intent.attachmentId);
            return;
        case 'search-attachments':
        case 'attach':
        case 'attach-dropped':
        case 'attach-pasted-path':
        case 'attach-text':
            await parts.attaching.handle(intent);
            return;
        case 'open-citation':
            await openCitation(parts, intent.turnId, intent.mark);
            return;
        case 'open-source': {
            const source = conversations.source(intent.turnId, intent.number);
            if (source) await openSource(source, source.passage, { roots: indexed.roots, pages: parts.pages });
            return;
        }
        case 'copy-permalink': {
            const source = conversations.source(intent.turnId, intent.number);
            if (source) await copyPermalink(indexed.roots, source.passage, indexed.settings['footnote.network.enabled']);
            return;
        }
        case 'copy-answer': {
            const turn = conversations.turn(intent.turnId);
            if (turn) await env.clipboard.writeText(answerMarkdown(turn));
            return;
        }
        case 'show-payload':
            await showPayload(conversations.turn(intent.turnId), parts);
            return;
        case 'use-code': {
            const turn = conversations.turn(intent.turnId);
            if (turn) await useCode(turn, intent.code, intent.use, parts);
            return;
        }
        case 'copy-text':
            await env.clipboard.writeText(intent.text);
            return;
        case 'command':
            await commands.executeCommand(...VIEW_COMMANDS[intent.command]);
            return;
    }
}

/** An earlier conversation, its footnotes compared with the files of today. */
export async function openConversation(
    id: string,
    { indexed, conversations }: Pick<IntentParts, 'indexed' | 'conversations'>,
): Promise<void> {
    await conversations.open(id);
    if (indexed.state.state === 'running') await conversations.recheck();
}

/** What left for a model, word for word, while the engine still has it. */
async function showPayload(turn: Turn | undefined, { indexed, pages }: Pick<IntentParts, 'indexed' | 'pages'>): Promise<void> {
    const id = turn?.progress.state === 'finished' ? turn.progress.answer.payloadId : undefined;
    if (id === undefined) return;
    const payload = indexed.state.state === 'running' ? await indexed.engine.payload(id) : undefined;
    await pages.show(t('What was sent'), payload ? payloadText(payload) : `${t('What was sent for this answer is no longer kept.')}\n`);
}

/** Looks at the lines again before it opens them, so that a footnote lands on its text even after the file has changed. */
export async function openCitation(
    { indexed, conversations, pages }: Pick<IntentParts, 'indexed' | 'conversations' | 'pages'>,
    turnId: string,
    mark: string,
): Promise<void> {
    const citation = conversations.citation(turnId, mark);
    if (!citation) return;
    // With the engine gone the lines are opened as they were: better than nothing.
    const [checked] = indexed.state.state === 'running' ? await indexed.engine.recheck([citation]) : [];
    if (checked) conversations.replaceCitation(turnId, checked);
    const place = checked ?? citation;
    const source = conversations.source(turnId, place.number);
    if (source) await openSource(source, place, { roots: indexed.roots, pages });
    // Ticks off a step of the walkthrough.
    await commands.executeCommand('setContext', 'footnote.hasOpenedCitation', true);
}

const VIEW_COMMANDS: Readonly<Record<ViewCommand, readonly [CommandId | `workbench.${string}` | 'vscode.openFolder', ...string[]]>> = {
    'open-folder': ['vscode.openFolder'],
    'manage-trust': ['workbench.trust.manage'],
    index: ['footnote.index'],
    rebuild: ['footnote.rebuildIndex'],
    pause: ['footnote.pause'],
    resume: ['footnote.resume'],
    'take-over': ['footnote.takeOver'],
    'show-skipped': ['footnote.showSkipped'],
    'restart-engine': ['footnote.restartEngine'],
    'show-log': ['footnote.showLog'],
    'choose-model': ['footnote.chooseModel'],
    'choose-embedder': ['footnote.chooseEmbedder'],
    prune: ['footnote.pruneIndexes'],
    'choose-persona': ['footnote.choosePersona'],
    'choose-conversation-model': ['footnote.chooseConversationModel'],
    'recheck-citations': ['footnote.recheckCitations'],
    'new-private-conversation': ['footnote.newPrivateConversation'],
    'export-conversation': ['footnote.exportConversation'],
    'import-conversation': ['footnote.importConversation'],
    'open-settings': ['workbench.action.openSettings', 'footnote'],
};
