import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WorkspaceRoot } from '../../protocol/engineContract.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import { t } from '../../protocol/l10n.ts';
import { visibleName } from '../../protocol/visibleText.ts';
import { rootName, toWorkspacePath } from '../workspacePaths.ts';

/** What a dropped or pasted address stands for: a path of the workspace, which the engine judges, or a reason why it is none. */
export type Addressed = { readonly path: WorkspacePath } | { readonly reason: string };

/** An address that came with a drop: `file:///…`, `vscode-remote://…`, or a path of this disk. Nothing is looked at on the disk. */
export function addressedPath(address: string, roots: readonly WorkspaceRoot[]): Addressed {
    const file = fileOf(address);
    if (file === undefined) return { reason: t('{0}: Not attached: it is no file on this disk.', shown(address)) };
    const inside = toWorkspacePath(roots, file) ?? rootName(roots, file);
    if (inside !== undefined) return { path: inside };
    if (roots.some(({ folder }) => folder === path.resolve(file)))
        return { reason: t('{0}: Not attached: the whole folder is searched anyway.', shown(address)) };
    return { reason: t('{0}: Not attached: it is not in this workspace.', shown(address)) };
}

/** The absolute path of an address; undefined for one of another scheme, of another machine, or with a NUL. */
export function fileOf(address: string): string | undefined {
    if (address.includes('\0')) return undefined;
    if (path.isAbsolute(address)) return path.resolve(address);
    const url = URL.parse(address);
    if (url?.protocol !== 'file:' || (url.host !== '' && url.host !== 'localhost')) return undefined;
    try {
        const file = fileURLToPath(url);
        return file.includes('\0') ? undefined : path.resolve(file);
    } catch (error) {
        // An encoded `/` in a path.
        if (error instanceof TypeError || error instanceof URIError) return undefined;
        throw error;
    }
}

/** Where a pasted line may lead: an absolute path, or one below a folder of the window; none when it does not look like a path. */
export function pastedPlaces(text: string, roots: readonly WorkspaceRoot[]): readonly string[] {
    const line = text.trim().replace(/^(["'])(.*)\1$/u, '$2');
    if (line === '' || /[\r\n\0]/.test(line)) return [];
    const absolute = fileOf(line);
    if (absolute !== undefined) return [absolute];
    if (URL.canParse(line) || !/[/\\.]/.test(line)) return [];
    return roots.map(({ folder }) => path.resolve(folder, line));
}

function shown(address: string): string {
    return visibleName(address.length > 200 ? `${address.slice(0, 200)}…` : address);
}
