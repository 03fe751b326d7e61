/** One command of the palette. Handlers are in `commands.ts`; a row without one does not compile. */
export interface CommandRow {
    readonly title: string;
    /** A codicon, for buttons in the head of the view. */
    readonly icon?: `$(${string})`;
    /** Greyed out where this does not hold. */
    readonly enablement?: string;
    /** Shown in the palette only where this holds; `false` keeps it out of the palette. */
    readonly palette?: string;
    readonly keybinding?: { readonly key: string; readonly mac?: string; readonly when?: string };
    /** Where else it is offered, by the id of the menu. */
    readonly menus?: Readonly<Record<string, { readonly when?: string; readonly group?: string }>>;
}

const inView = 'view == footnote.chat';
const withFolder = 'workspaceFolderCount > 0 && isWorkspaceTrusted';

/**
 * Every command once: id, words, and where it is offered.
 * `npm run manifest` writes `contributes.commands`, `menus` and `keybindings` of package.json from here (see `contributions.ts`).
 */
export const commandTable = {
    'footnote.ask': {
        title: 'Ask About This Repo',
        icon: '$(comment-discussion)',
        keybinding: { key: 'ctrl+alt+a', mac: 'cmd+alt+a' },
    },
    'footnote.askSelection': {
        title: 'Ask About the Selection',
        enablement: 'editorIsOpen',
        palette: 'editorIsOpen',
        menus: { 'editor/context': { when: `editorHasSelection && ${withFolder}`, group: '1_footnote@1' } },
    },
    'footnote.focusChat': { title: 'Focus on the Panel' },
    'footnote.newConversation': {
        title: 'New Conversation',
        icon: '$(add)',
        menus: { 'view/title': { when: inView, group: 'navigation@1' } },
    },
    'footnote.chooseModel': {
        title: 'Choose What Answers',
        icon: '$(sparkle)',
        menus: { 'view/title': { when: inView, group: '1_answers@1' } },
    },
    'footnote.setApiKey': { title: 'Set API Key', menus: { 'view/title': { when: inView, group: '1_answers@2' } } },
    'footnote.removeApiKey': { title: 'Remove API Key' },
    'footnote.index': {
        title: 'Index Workspace',
        enablement: withFolder,
        menus: { 'view/title': { when: inView, group: '2_index@1' } },
    },
    'footnote.pause': {
        title: 'Pause Indexing',
        palette: 'footnote.indexState == indexing',
        menus: { 'view/title': { when: `${inView} && footnote.indexState == indexing`, group: '2_index@2' } },
    },
    'footnote.resume': {
        title: 'Resume Indexing',
        palette: 'footnote.indexState == paused',
        menus: { 'view/title': { when: `${inView} && footnote.indexState == paused`, group: '2_index@2' } },
    },
    'footnote.rebuildIndex': {
        title: 'Rebuild Index',
        enablement: withFolder,
        menus: { 'view/title': { when: inView, group: '2_index@3' } },
    },
    'footnote.clearIndex': { title: 'Delete Index of This Workspace', enablement: withFolder },
    'footnote.showSkipped': {
        title: 'Show Files That Are Not Indexed',
        enablement: withFolder,
        menus: { 'view/title': { when: inView, group: '2_index@4' } },
    },
    'footnote.showStatus': { title: 'Show Status' },
    'footnote.copyPermalink': {
        title: 'Copy Permalink to the Selected Lines',
        enablement: 'editorIsOpen && isWorkspaceTrusted',
        palette: 'editorIsOpen',
        menus: { 'editor/context': { when: withFolder, group: '1_footnote@2' } },
    },
    'footnote.restartEngine': {
        title: 'Restart Engine',
        enablement: withFolder,
        menus: { 'view/title': { when: inView, group: '3_engine@1' } },
    },
    'footnote.showLog': { title: 'Show Log', menus: { 'view/title': { when: inView, group: '3_engine@2' } } },
} as const satisfies Readonly<Record<string, CommandRow>>;

export type CommandId = keyof typeof commandTable;

export const commandRows: readonly (CommandRow & { readonly id: CommandId })[] = Object.entries(
    commandTable as Readonly<Record<CommandId, CommandRow>>,
).map(([id, row]) => ({ id: id as CommandId, ...row }));
