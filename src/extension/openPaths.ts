import { TabInputText, TabInputTextDiff, window } from 'vscode';
import type { WorkspaceRoot } from '../protocol/engineContract.ts';
import type { WorkspacePath } from '../protocol/text.ts';
import { pathOfDocument } from './workspacePaths.ts';

/** The files of the workspace that have a tab, unsaved ones first: what somebody works on is likelier meant. */
export function openPaths(roots: readonly WorkspaceRoot[]): readonly WorkspacePath[] {
    const tabs = window.tabGroups.all.flatMap(group => group.tabs);
    tabs.sort((one, other) => Number(other.isDirty) - Number(one.isDirty));
    const paths = tabs.flatMap(({ input }) => {
        const uri = input instanceof TabInputText ? input.uri : input instanceof TabInputTextDiff ? input.modified : undefined;
        const path = pathOfDocument(roots, uri);
        return path === undefined ? [] : [path];
    });
    return [...new Set(paths)].slice(0, MOST_OPEN);
}

/** Beyond these, being open says nothing. */
const MOST_OPEN = 20;
