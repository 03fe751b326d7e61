/** What the data directory depends on, as plain values: `process.platform`, `process.env`, `os.homedir()`. */
export interface Machine {
    readonly platform: string;
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly home: string;
}

/**
 * The per-user directory that the editor, the command line and other clients share, so that a folder is indexed once.
 * A configured location wins, with `~` for the home folder. XDG base directories on Linux, each system's own custom elsewhere.
 */
export function dataFolder(machine: Machine, configured: string): string {
    if (configured === '~' || /^~[/\\]/.test(configured)) return `${machine.home}${configured.slice(1)}`;
    if (configured !== '') return configured;
    switch (machine.platform) {
        case 'darwin':
            return `${machine.home}/Library/Application Support/footnote`;
        case 'win32':
            return `${machine.env['LOCALAPPDATA'] ?? `${machine.home}\\AppData\\Local`}\\footnote`;
        default: {
            // The specification tells us to ignore a relative value.
            const xdg = machine.env['XDG_DATA_HOME'];
            return `${xdg?.startsWith('/') ? xdg : `${machine.home}/.local/share`}/footnote`;
        }
    }
}
