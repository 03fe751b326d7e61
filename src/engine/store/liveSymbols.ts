import type { CodeSymbol, FileFacts, FileKind, SymbolReference } from '../../protocol/code.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { FileLink, FileTable, SymbolTable, TellOfDefinition } from '../ports.ts';
import type { FileDescription, WorkspaceSymbols } from './symbolTable.ts';

/**
 * The symbols of whichever generation counts now, without the files that were deleted a moment ago:
 * who holds this need not know that the index was made anew, nor that the disk has not caught up.
 */
export class LiveSymbols implements SymbolTable, FileTable {
    private readonly source: () => WorkspaceSymbols;
    private readonly removed: RemovedFiles;
    private latest: WorkspaceSymbols;
    private earlierVersions = 0;

    constructor(source: () => WorkspaceSymbols, removed: RemovedFiles) {
        this.source = source;
        this.removed = removed;
        this.latest = source();
    }

    definitionsOf(name: string): readonly CodeSymbol[] {
        return this.present(this.source().definitionsOf(name));
    }

    definitionsLike(foldedName: string): readonly CodeSymbol[] {
        return this.present(this.source().definitionsLike(foldedName));
    }

    tellDefinitionsLike(foldedName: string, tell: TellOfDefinition): void {
        this.source().tellDefinitionsLike(foldedName, (path, name, kind, isInner) => {
            if (!this.removed.isRemoved(path)) tell(path, name, kind, isInner);
        });
    }

    referencesTo(name: string): readonly SymbolReference[] {
        return this.present(this.source().referencesTo(name));
    }

    factsOf(path: WorkspacePath): FileFacts | undefined {
        return this.removed.isRemoved(path) ? undefined : this.source().factsOf(path);
    }

    importersOf(path: WorkspacePath): readonly WorkspacePath[] {
        return this.source()
            .importersOf(path)
            .filter(importer => !this.removed.isRemoved(importer));
    }

    linksOf(path: WorkspacePath): readonly FileLink[] {
        const links = this.removed.isRemoved(path) ? [] : this.source().linksOf(path);
        return links.filter(link => !this.removed.isRemoved(link.path));
    }

    definedNames(): Iterable<string> {
        return this.source().definedNames();
    }

    *files(): Iterable<FileDescription> {
        for (const file of this.source().files()) if (!this.removed.isRemoved(file.path)) yield file;
    }

    kindOf(path: WorkspacePath): FileKind | undefined {
        return this.removed.isRemoved(path) ? undefined : this.source().kindOf(path);
    }

    /** Goes on growing where the last generation's stood. */
    get version(): number {
        const now = this.source();
        if (now !== this.latest) {
            this.earlierVersions += this.latest.version + 1;
            this.latest = now;
        }
        return this.earlierVersions + now.version + this.removed.removalsVersion;
    }

    private present<T extends { readonly path: WorkspacePath }>(found: readonly T[]): readonly T[] {
        return found.filter(({ path }) => !this.removed.isRemoved(path));
    }
}

/** Files that are gone, although the index still has them. */
export interface RemovedFiles {
    isRemoved(path: WorkspacePath): boolean;
    readonly removalsVersion: number;
}
