import type { CodeSymbol, FileFacts, FileKind, SymbolReference } from '../../protocol/code.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { FileTable, SymbolTable } from '../ports.ts';
import type { FileDescription, WorkspaceSymbols } from './symbolTable.ts';

/** The symbols of whichever generation counts now, so that who holds this need not know that the index was made anew. */
export class LiveSymbols implements SymbolTable, FileTable {
    private readonly source: () => WorkspaceSymbols;
    private latest: WorkspaceSymbols;
    private earlierVersions = 0;

    constructor(source: () => WorkspaceSymbols) {
        this.source = source;
        this.latest = source();
    }

    definitionsOf(name: string): readonly CodeSymbol[] {
        return this.source().definitionsOf(name);
    }

    definitionsLike(foldedName: string): readonly CodeSymbol[] {
        return this.source().definitionsLike(foldedName);
    }

    referencesTo(name: string): readonly SymbolReference[] {
        return this.source().referencesTo(name);
    }

    factsOf(path: WorkspacePath): FileFacts | undefined {
        return this.source().factsOf(path);
    }

    importersOf(path: WorkspacePath): readonly WorkspacePath[] {
        return this.source().importersOf(path);
    }

    files(): Iterable<FileDescription> {
        return this.source().files();
    }

    kindOf(path: WorkspacePath): FileKind | undefined {
        return this.source().kindOf(path);
    }

    /** Goes on growing where the last generation's stood. */
    get version(): number {
        const now = this.source();
        if (now !== this.latest) {
            this.earlierVersions += this.latest.version + 1;
            this.latest = now;
        }
        return this.earlierVersions + now.version;
    }
}
