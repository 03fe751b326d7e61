import { Location, Position, Range, Uri, type TextDocument } from 'vscode';
import type { Engine, WorkspaceRoot } from '../../protocol/engineContract.ts';
import type { PointedAt } from '../../protocol/explanation.ts';
import type { CountedBy } from '../surfaces/referenceCount.ts';
import { toDiskPath } from '../workspacePaths.ts';
import type { LanguageServerReferences } from './languageServerReferences.ts';

export interface ReferenceSources {
    readonly server: LanguageServerReferences;
    readonly engine: Pick<Engine, 'uses'>;
    readonly roots: readonly WorkspaceRoot[];
}

export interface CountedReferences {
    readonly count: number;
    readonly by: CountedBy;
    /** Undefined when only the count was asked for and nobody had to list them. */
    readonly locations: readonly Location[] | undefined;
}

/**
 * References to the name at a position: the language server's, without the name itself, or else the mentions that the index knows of.
 * With `most` 0 the index counts without listing. Undefined when neither knows the name.
 */
export async function findReferences(
    document: Pick<TextDocument, 'uri' | 'languageId'>,
    position: Position,
    at: PointedAt,
    sources: ReferenceSources,
    { most, signal }: { readonly most: number; readonly signal: AbortSignal },
): Promise<CountedReferences | undefined> {
    const found = await sources.server.at(document.uri, position, document.languageId, { signal });
    if (found) {
        const others = found.filter(({ uri, range }) => uri.toString() !== document.uri.toString() || !range.contains(position));
        return { count: others.length, by: 'language server', locations: others };
    }
    if (signal.aborted) return undefined;
    const uses = await sources.engine.uses({ ...at, most }, { signal });
    if (!uses) return undefined;
    const length = uses.definition.name.length;
    const locations = uses.list.flatMap(({ path, line, column }) => {
        const file = toDiskPath(sources.roots, path);
        return file === undefined ? [] : [new Location(Uri.file(file), new Range(line - 1, column, line - 1, column + length))];
    });
    return { count: uses.places, by: 'index', locations: most === 0 ? undefined : locations };
}
