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

export const withFolder = 'workspaceFolderCount > 0 && isWorkspaceTrusted';

/**
 * Every command once: id, words, and where it is offered.
 * `npm run manifest` writes `contributes.commands`, `menus` and `keybindings` of package.json from here (see `contributions.ts`).
 */
export const commandTable = {
    'footnote.ask': {
        title: 'Ask About This Repo',
        keybinding: { key: 'ctrl+alt+a', mac: 'cmd+alt+a' },
    },
    'footnote.askSelection': {
        title: 'Ask About the Selection',
        enablement: 'editorIsOpen',
        palette: 'editorIsOpen',
        menus: { 'footnote.editor': { group: '1_ask@1' } },
    },
    'footnote.explainSelection': {
        title: 'Explain Selection',
        enablement: 'editorIsOpen',
        palette: 'editorIsOpen',
        menus: { 'footnote.editor': { group: '1_ask@2' } },
    },
    'footnote.askAboutFile': {
        title: 'Ask About This File',
        palette: 'editorIsOpen',
        menus: { 'footnote.explorer': { group: '1_ask@1' }, 'footnote.editor': { group: '1_ask@3' } },
    },
    'footnote.explainSymbol': { title: 'Explain This Symbol', palette: 'false' },
    'footnote.askAboutSymbol': { title: 'Ask About This Symbol', palette: 'false' },
    'footnote.showReferences': { title: 'Show References', palette: 'false' },
    'footnote.openDefinition': { title: 'Open Definition', palette: 'false' },
    'footnote.hideLenses': {
        title: 'Hide Code Lenses',
        palette: 'config.footnote.codeLens.references || config.footnote.codeLens.ask',
    },
    'footnote.showLenses': {
        title: 'Show Code Lenses',
        palette: '!config.footnote.codeLens.references && !config.footnote.codeLens.ask',
    },
    'footnote.focusChat': { title: 'Focus on the Panel' },
    'footnote.newConversation': {
        title: 'New Conversation',
    },
    'footnote.chooseModel': {
        title: 'Choose What Answers',
    },
    'footnote.setApiKey': { title: 'Set API Key' },
    'footnote.removeApiKey': { title: 'Remove API Key' },
    'footnote.index': {
        title: 'Index Workspace',
        enablement: withFolder,
    },
    'footnote.pause': {
        title: 'Pause Indexing',
        palette: 'footnote.indexState == indexing',
    },
    'footnote.resume': {
        title: 'Resume Indexing',
        palette: 'footnote.indexState == paused',
    },
    'footnote.rebuildIndex': {
        title: 'Rebuild Index',
        enablement: withFolder,
    },
    'footnote.clearIndex': { title: 'Delete Index of This Workspace', enablement: withFolder },
    'footnote.showSkipped': {
        title: 'Show Files That Are Not Indexed',
        enablement: withFolder,
    },
    'footnote.showStatus': { title: 'Show Status' },
    'footnote.copyPermalink': {
        title: 'Copy Permalink to the Selected Lines',
        enablement: 'editorIsOpen && isWorkspaceTrusted',
        palette: 'editorIsOpen',
        menus: { 'footnote.editor': { group: '2_link@1' } },
    },
    'footnote.restartEngine': {
        title: 'Restart Engine',
        enablement: withFolder,
    },
    'footnote.showLog': { title: 'Show Log' },
} as const satisfies Readonly<Record<string, CommandRow>>;

export type CommandId = keyof typeof commandTable;

export const commandRows: readonly (CommandRow & { readonly id: CommandId })[] = Object.entries(
    commandTable as Readonly<Record<CommandId, CommandRow>>,
).map(([id, row]) => ({ id: id as CommandId, ...row }));
