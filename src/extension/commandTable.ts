/** One command of the palette. Handlers are in `commands.ts`; a row without one does not compile. */
export interface CommandRow {
    readonly title: string;
    /** Greyed out where this does not hold. */
    readonly enablement?: string;
    /** Shown in the palette only where this holds; `false` keeps it out of the palette. */
    readonly palette?: string;
    readonly keybinding?: { readonly key: string; readonly mac?: string; readonly when?: string };
    /** Where else it is offered, by the id of the menu. */
    readonly menus?: Readonly<Record<string, { readonly when?: string; readonly group?: string }>>;
}

const withFolder = 'workspaceFolderCount > 0 && isWorkspaceTrusted';

/** A file of the disk; a window on a remote machine, a container or WSL calls the disk there `vscode-remote`. */
export const withFile = `${withFolder} && resourceScheme =~ /^(file|vscode-remote)$/`;
/** So is the editor on show. */
const withFileEditor = `${withFile} && editorIsOpen`;
/** Something is sent only when a model answers. */
const withModel = 'config.footnote.model.provider =~ /^(vscode-lm|openai-compatible)$/';
/** Keys belong to model servers; quoting and the models of VS Code know none. */
const withServer = 'config.footnote.model.provider == openai-compatible';

/** Likewise for the server that makes the vectors. */
const withEmbeddingServer = 'config.footnote.embedder.provider == openai-compatible';

/**
 * Every command once: id, words, and where it is offered.
 * `npm run manifest` writes `contributes.commands`, `menus` and `keybindings` of package.json from here (see `contributions.ts`).
 */
export const commandTable = {
    'footnote.ask': {
        title: 'Ask About This Repo',
        palette: withFolder,
        keybinding: { key: 'ctrl+alt+a', mac: 'cmd+alt+a' },
    },
    'footnote.askSelection': {
        title: 'Ask About Selection',
        enablement: withFileEditor,
        palette: withFileEditor,
        menus: { 'footnote.editor': { group: '1_ask@1' } },
    },
    'footnote.explainSelection': {
        title: 'Explain Selection',
        enablement: withFileEditor,
        palette: withFileEditor,
        menus: { 'footnote.editor': { group: '1_ask@2' } },
    },
    'footnote.askAboutFile': {
        title: 'Ask About This File',
        palette: withFileEditor,
        menus: {
            'footnote.explorer': { group: '1_ask@1', when: '!explorerResourceIsFolder' },
            'footnote.editor': { group: '1_ask@3' },
        },
    },
    'footnote.askAboutFolder': {
        title: 'Ask About This Folder',
        palette: 'false',
        menus: { 'footnote.explorer': { group: '1_ask@1', when: 'explorerResourceIsFolder' } },
    },
    'footnote.explainSymbol': { title: 'Explain This Symbol', palette: 'false' },
    'footnote.askAboutSymbol': { title: 'Ask About This Symbol', palette: 'false' },
    'footnote.showReferences': { title: 'Show References', palette: 'false' },
    'footnote.openDefinition': { title: 'Open Definition', palette: 'false' },
    'footnote.hideLenses': {
        title: 'Hide Code Lenses',
        palette: `${withFolder} && config.footnote.codeLens.references || ${withFolder} && config.footnote.codeLens.ask`,
    },
    'footnote.showLenses': {
        title: 'Show Code Lenses',
        palette: `${withFolder} && !config.footnote.codeLens.references && !config.footnote.codeLens.ask`,
    },
    'footnote.focusChat': { title: 'Focus on the Panel' },
    'footnote.newConversation': {
        title: 'New Conversation',
        palette: 'footnote.hasTurns',
    },
    'footnote.newPrivateConversation': { title: 'New Private Conversation', palette: withFolder },
    'footnote.showConversations': { title: 'Show Earlier Conversations', palette: 'footnote.hasHistory' },
    'footnote.renameConversation': { title: 'Rename This Conversation', palette: 'footnote.hasTurns' },
    'footnote.deleteConversation': { title: 'Delete This Conversation', palette: 'footnote.hasTurns' },
    'footnote.recheckCitations': { title: 'Re-check Citations', palette: `${withFolder} && footnote.hasTurns` },
    'footnote.recheckExported': { title: 'Re-check an Exported Conversation…', palette: withFolder },
    'footnote.applyProposal': {
        title: 'Apply Proposed Change',
        palette: 'footnote.hasProposal',
        menus: { 'editor/title': { when: 'resourceScheme == footnote-proposal', group: 'navigation' } },
    },
    'footnote.exportConversation': { title: 'Export Conversation…', palette: `${withFolder} && footnote.hasTurns` },
    'footnote.importConversation': { title: 'Import Conversation…', palette: withFolder },
    'footnote.backUpConversations': { title: 'Back Up Conversations…', palette: withFolder },
    'footnote.restoreConversations': { title: 'Restore Conversations…', palette: withFolder },
    'footnote.chooseModel': {
        title: 'Choose Model',
    },
    'footnote.chooseConversationModel': { title: 'Choose Model for This Conversation', palette: `${withFolder} && ${withModel}` },
    'footnote.choosePersona': { title: 'Choose Persona for This Conversation', palette: withFolder },
    'footnote.testModel': {
        title: 'Test the Connection to the Model',
        enablement: withFolder,
        palette: withModel,
    },
    'footnote.previewPayload': { title: 'Show What Would Be Sent…', enablement: withFolder, palette: withModel },
    'footnote.forgetConsent': { title: 'Forget Consent to Send Questions', palette: withServer },
    'footnote.setApiKey': { title: 'Set API Key', palette: withServer },
    'footnote.removeApiKey': { title: 'Remove API Key', palette: withServer },
    'footnote.chooseEmbedder': { title: 'Choose Embedding Model', enablement: withFolder },
    'footnote.testEmbedder': { title: 'Test the Embedding Model', enablement: withFolder, palette: withFolder },
    'footnote.setEmbedderKey': { title: 'Set API Key of the Embedding Server', palette: withEmbeddingServer },
    'footnote.removeEmbedderKey': { title: 'Remove API Key of the Embedding Server', palette: withEmbeddingServer },
    'footnote.previewEmbedding': {
        title: 'Show What Is Sent to Be Embedded',
        enablement: withFolder,
        palette: withEmbeddingServer,
    },
    'footnote.forgetEmbedderConsent': { title: 'Stop Sending This Workspace to the Embedding Server', palette: withEmbeddingServer },
    'footnote.index': {
        title: 'Index Workspace',
        enablement: withFolder,
    },
    'footnote.pause': {
        title: 'Pause Indexing',
        palette: `${withFolder} && footnote.indexState == indexing`,
    },
    'footnote.resume': {
        title: 'Resume Indexing',
        palette: `${withFolder} && footnote.indexState == paused`,
    },
    'footnote.rebuildIndex': {
        title: 'Rebuild Index',
        enablement: withFolder,
    },
    'footnote.verifyIndex': { title: 'Verify Index', enablement: withFolder },
    'footnote.takeOver': {
        title: 'Take Over the Index',
        palette: `${withFolder} && footnote.indexState == held`,
    },
    'footnote.pruneIndexes': { title: 'Remove Indexes No Longer Needed', enablement: withFolder },
    'footnote.clearIndex': { title: 'Clear Index', enablement: withFolder },
    'footnote.showSkipped': {
        title: 'Show Files That Are Not Indexed',
        enablement: withFolder,
    },
    'footnote.showIndexDetails': { title: 'Show Index Details', enablement: withFolder },
    'footnote.whyFile': {
        title: 'Why Is This File (Not) in the Index?',
        palette: withFileEditor,
        menus: {
            'footnote.explorer': { group: '2_index@1', when: '!explorerResourceIsFolder' },
            'footnote.editor': { group: '3_index@1' },
        },
    },
    'footnote.whyFolder': {
        title: 'What of This Folder Is in the Index?',
        palette: 'false',
        menus: { 'footnote.explorer': { group: '2_index@1', when: 'explorerResourceIsFolder' } },
    },
    'footnote.showStatus': { title: 'Show Index Status', palette: withFolder },
    'footnote.copyPermalink': {
        title: 'Copy Permalink to the Selected Lines',
        enablement: withFileEditor,
        palette: withFileEditor,
        menus: { 'footnote.editor': { group: '2_link@1' } },
    },
    'footnote.restartEngine': {
        title: 'Restart Engine',
        enablement: withFolder,
    },
    'footnote.showLog': { title: 'Show Log' },
    'footnote.disableNetwork': { title: 'Disable Network', palette: 'config.footnote.network.enabled' },
    'footnote.enableNetwork': { title: 'Enable Network', palette: '!config.footnote.network.enabled' },
    'footnote.showSettings': { title: 'Show Settings That Count' },
    'footnote.reportIssue': { title: 'Report Issue…' },
    'footnote.deleteAllData': { title: 'Delete All Data…' },
} as const satisfies Readonly<Record<string, CommandRow>>;

export type CommandId = keyof typeof commandTable;

export const commandRows: readonly (CommandRow & { readonly id: CommandId })[] = Object.entries(
    commandTable as Readonly<Record<CommandId, CommandRow>>,
).map(([id, row]) => ({ id: id as CommandId, ...row }));
