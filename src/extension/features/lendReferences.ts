import { Position, Uri, workspace } from 'vscode';
import type { WorkspaceRoot } from '../../protocol/engineContract.ts';
import type { Host, ReferenceLine } from '../../protocol/hostContract.ts';
import { nameNear } from '../surfaces/nameNear.ts';
import { pathOfDocument, toDiskPath } from '../workspacePaths.ts';
import type { LanguageServerReferences } from './languageServerReferences.ts';

export interface ReferenceLending {
    readonly server: LanguageServerReferences;
    /** A function, because the folders of a window come and go. */
    readonly roots: () => readonly WorkspaceRoot[];
}

/**
 * References for the engine, which knows names and not what they mean. What lies outside of the folders is left out.
 */
export function lendReferences({ server, roots }: ReferenceLending): Host['referencesTo'] {
    return async ({ path, line, name }, options) => {
        const file = toDiskPath(roots(), path);
        if (file === undefined) return undefined;
        const document = await workspace.openTextDocument(Uri.file(file));
        const defined = nameNear({ name, nameLine: line }, document.getText().split(/\r\n|\r|\n/));
        if (!defined) return undefined;
        const position = new Position(defined.line, defined.column);
        const signal = options?.signal ?? new AbortController().signal;
        const found = await server.at(document.uri, position, document.languageId, { signal });
        if (!found) return undefined;
        return found.flatMap(({ uri, range }): readonly ReferenceLine[] => {
            const isDefinition = uri.toString() === document.uri.toString() && range.contains(position);
            const within = pathOfDocument(roots(), uri);
            return within === undefined || isDefinition
                ? []
                : [{ path: within, line: range.start.line + 1, column: range.start.character }];
        });
    };
}
