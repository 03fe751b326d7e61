import path from 'node:path';
import type { WorkspaceRoot } from '../protocol/engineContract.ts';
import { workspacePath, type WorkspacePath } from '../protocol/text.ts';

/** The folders of a window as the engine takes them: each once, and with names that tell them apart when there are several. */
export function workspaceRoots(folders: readonly { readonly folder: string; readonly name: string }[]): readonly WorkspaceRoot[] {
    const distinct = folders.filter(({ folder }, position) => folders.findIndex(other => other.folder === folder) === position);
    if (distinct.length <= 1) return distinct.map(({ folder }) => ({ folder, name: '' }));
    const taken = new Set<string>();
    return distinct.map(({ folder, name }) => {
        // A `/` in a folder's display name would read as a folder of its own.
        const plain = name.replaceAll('/', '-') || path.basename(folder);
        let own = plain;
        // A folder may itself be called `app (2)`.
        for (let count = 2; taken.has(own); count++) own = `${plain} (${String(count)})`;
        taken.add(own);
        return { folder, name: own };
    });
}

/** Undefined for what lies outside every root. With one root inside another the inner one owns the file. */
export function toWorkspacePath(roots: readonly WorkspaceRoot[], file: string): WorkspacePath | undefined {
    let best: { readonly root: WorkspaceRoot; readonly below: string } | undefined;
    for (const root of roots) {
        const below = path.relative(root.folder, file);
        if (below === '' || isOutside(below)) continue;
        if (!best || root.folder.length > best.root.folder.length) best = { root, below };
    }
    if (!best) return undefined;
    const below = best.below.replaceAll(path.sep, '/');
    return workspacePath(best.root.name === '' ? below : `${best.root.name}/${below}`);
}

/** A document's path in the workspace; undefined for one that is not a file on this disk (`vscode-vfs:`, `untitled:`, `git:`), whose path may look like one. */
export function pathOfDocument(
    roots: readonly WorkspaceRoot[],
    uri: { readonly scheme: string; readonly fsPath: string } | undefined,
): WorkspacePath | undefined {
    return uri?.scheme === 'file' ? toWorkspacePath(roots, uri.fsPath) : undefined;
}

/** How the files of a root's folder begin; undefined for any other folder, and for the only root, whose files have no such beginning. */
export function rootName(roots: readonly WorkspaceRoot[], folder: string): WorkspacePath | undefined {
    const root = roots.find(one => one.folder === folder);
    return root === undefined || root.name === '' ? undefined : workspacePath(root.name);
}

/** Undefined for a path of no root and for one that climbs out of its root: paths also come from saved conversations. */
export function toDiskPath(roots: readonly WorkspaceRoot[], file: WorkspacePath): string | undefined {
    for (const root of roots) {
        const below = root.name === '' ? file : file.startsWith(`${root.name}/`) ? file.slice(root.name.length + 1) : undefined;
        if (below === undefined || below.includes('\0')) continue;
        const absolute = path.resolve(root.folder, below);
        if (absolute !== root.folder && !isOutside(path.relative(root.folder, absolute))) return absolute;
    }
    return undefined;
}

function isOutside(relative: string): boolean {
    return relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative);
}
