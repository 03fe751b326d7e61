import { commandRows, withFile, type CommandRow } from './commandTable.ts';
import { walkthrough } from './walkthrough.ts';

/**
 * What package.json says to VS Code, apart from the settings: plain data that `scripts/writeManifest.ts` merges,
 * so that a command or a menu is written once.
 */
export const contributions = {
    commands: commandRows.map(({ id, title, enablement }) => ({
        command: id,
        title,
        category: 'Footnote',
        ...(enablement === undefined ? {} : { enablement }),
    })),
    menus: { ...menus(), ...submenuPlaces() },
    submenus: [
        { id: 'footnote.editor', label: 'Footnote' },
        { id: 'footnote.explorer', label: 'Footnote' },
    ],
    keybindings: commandRows.flatMap(({ id, keybinding }) => (keybinding === undefined ? [] : [{ command: id, ...keybinding }])),
    viewsContainers: { activitybar: [{ id: 'footnote', title: 'Footnote', icon: 'media/footnote.svg' }] },
    // Of the pages that Footnote makes up: prose and lists, not code.
    languages: [{ id: 'footnote-page', aliases: ['Footnote'] }],
    configurationDefaults: {
        '[footnote-page]': {
            'editor.wordWrap': 'on',
            'editor.wrappingIndent': 'same',
            'editor.lineNumbers': 'off',
            'editor.guides.indentation': false,
            'editor.occurrencesHighlight': 'off',
            'editor.renderLineHighlight': 'none',
        },
    },
    walkthroughs: [walkthrough],
    views: { footnote: [{ type: 'webview', id: 'footnote.chat', name: 'Ask', icon: 'media/footnote.svg' }] },
};

/** Fields of package.json beside `contributes`. */
export const manifestFields = {
    description:
        'Ask about this repository and get an answer whose every claim carries a footnote you can click. Local, offline, no account.',
    // Bundles of texts by language, which VS Code reads; those of the manifest stand beside it in package.nls.*.json.
    l10n: './l10n',
    main: './dist/extension.cjs',
    // The engine reads the disk, so it runs where the files are: in the remote, the container, WSL.
    extensionKind: ['workspace'],
    // Indexing starts by itself; `onStartupFinished` keeps it out of the way of the editor's own start.
    activationEvents: ['onStartupFinished'],
    capabilities: {
        untrustedWorkspaces: {
            supported: 'limited',
            description:
                'Until you trust this folder Footnote starts no process and reads none of its files. Saved conversations can be read.',
            restrictedConfigurations: ['footnote.index.enabled', 'footnote.index.maxFileBytes'],
        },
        virtualWorkspaces: { supported: false, description: 'Footnote reads files from the disk.' },
    },
};

interface MenuRow {
    readonly command: string;
    readonly when?: string;
    readonly group?: string;
}

function menus(): Readonly<Record<string, readonly MenuRow[]>> {
    const byMenu = new Map<string, MenuRow[]>();
    const add = (menu: string, row: MenuRow): void => {
        byMenu.set(menu, [...(byMenu.get(menu) ?? []), row]);
    };
    for (const row of commandRows) {
        if (row.palette !== undefined) add('commandPalette', { command: row.id, when: row.palette });
        for (const [menu, place] of placesOf(row)) add(menu, { command: row.id, ...place });
    }
    return Object.fromEntries(byMenu);
}

function placesOf(row: CommandRow): readonly (readonly [string, { readonly when?: string; readonly group?: string }])[] {
    return Object.entries(row.menus ?? {});
}

/** One entry in each context menu, whatever there is to choose behind it. */
function submenuPlaces(): Readonly<Record<string, readonly { readonly submenu: string; readonly when: string; readonly group: string }[]>> {
    return {
        'editor/context': [{ submenu: 'footnote.editor', when: withFile, group: '1_footnote@1' }],
        'explorer/context': [{ submenu: 'footnote.explorer', when: withFile, group: '3_footnote@1' }],
    };
}
