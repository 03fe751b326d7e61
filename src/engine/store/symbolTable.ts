import type { CodeSymbol, FileFacts, FileKind, Language, SymbolReference } from '../../protocol/code.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { FileLink, FileTable, SymbolTable, TellOfDefinition } from '../ports.ts';
import { FileLists } from './fileLists.ts';
import { ImportGraph } from './importGraph.ts';
import { NameFolds } from './nameFolds.ts';
import { NamePool } from './namePool.ts';
import {
    definitionsOf,
    forEachDefinition,
    forEachName,
    kindOf,
    importedNames,
    linesUsing,
    packFacts,
    renumberNames,
    unpackFacts,
    usedNames,
} from './packedFacts.ts';
import type { PackedFacts } from './packedFacts.ts';

/**
 * What the files of the workspace define, use and import, in memory and by name.
 * A file is packed into a row of bytes and gets a new number with each change; the lists by name only ever grow,
 * what they say about numbers that are gone is passed over, and once that is most of it they are built anew.
 */
export class WorkspaceSymbols implements SymbolTable, FileTable {
    /** Of the set of files: a save of a known file leaves it as it is. */
    version = 0;
    private changes = 0;
    private pool = new NamePool();
    private readonly filesByPath = new Map<WorkspacePath, FileEntry>();
    private readonly filesByNumber = new Map<number, FileEntry>();
    private nextNumber = 0;
    private definedIn = new FileLists();
    private usedIn = new FileLists();
    private importedIn = new FileLists();
    /** Of the names that something was defined by. */
    private folds = new NameFolds(this.pool);
    private imports = this.emptyGraph();
    /** Asked again and again by searches; right as long as nothing changes. */
    private links: { readonly changes: number; readonly byPath: Map<WorkspacePath, readonly FileLink[]> } = {
        changes: 0,
        byPath: new Map(),
    };

    /** The names that packed facts speak of by number. */
    get names(): NamePool {
        return this.pool;
    }

    /** Takes a file in, or replaces what was known of it. */
    set(file: FileDescription, facts: FileFacts): void {
        this.setPacked(file, packFacts(facts, this.pool));
    }

    /** Like `set`, with facts whose names are among `names` already. */
    setPacked(file: FileDescription, packed: PackedFacts): void {
        const old = this.filesByPath.get(file.path);
        if (old) this.filesByNumber.delete(old.number);
        const entry: FileEntry = { ...file, number: this.nextNumber++, packed };
        this.filesByPath.set(file.path, entry);
        this.filesByNumber.set(entry.number, entry);
        this.post(entry);
        if (!old) this.imports.add(file.path);
        this.changes++;
        if (old?.kind !== file.kind || old.language !== file.language) this.version++;
        this.rebuildPostingsIfStale();
    }

    delete(path: WorkspacePath): void {
        const old = this.filesByPath.get(path);
        if (!old) return;
        this.filesByPath.delete(path);
        this.filesByNumber.delete(old.number);
        this.imports.delete(path);
        this.changes++;
        this.version++;
        this.rebuildPostingsIfStale();
    }

    definitionsOf(name: string): readonly CodeSymbol[] {
        const number = this.pool.find(name);
        return number === undefined ? [] : this.definitionsOfNumber(number);
    }

    definitionsLike(folded: string): readonly CodeSymbol[] {
        return this.folds.alike(folded).flatMap(number => this.definitionsOfNumber(number));
    }

    tellDefinitionsLike(folded: string, tell: TellOfDefinition): void {
        const outermost = this.pool.find('');
        for (const number of this.folds.alike(folded)) {
            const name = this.pool.nameOf(number);
            for (const { path, packed } of this.filesIn(this.definedIn, number)) {
                forEachDefinition(packed, number, (kind, container) => {
                    tell(path, name, kindOf(this.pool, kind), container !== outermost);
                });
            }
        }
    }

    referencesTo(name: string): readonly SymbolReference[] {
        const number = this.pool.find(name);
        if (number === undefined) return [];
        const references: SymbolReference[] = [];
        for (const { path, packed } of this.filesIn(this.usedIn, number)) {
            for (const line of linesUsing(packed, number)) references.push({ path, name, line });
        }
        return references;
    }

    factsOf(path: WorkspacePath): FileFacts | undefined {
        const file = this.filesByPath.get(path);
        return file && unpackFacts(file.packed, this.pool);
    }

    /** A file with its facts as they are kept; undefined for one that is not there. */
    describe(path: WorkspacePath): (FileDescription & { readonly packed: PackedFacts }) | undefined {
        return this.filesByPath.get(path);
    }

    importersOf(path: WorkspacePath): readonly WorkspacePath[] {
        return this.imports.importersOf(path);
    }

    linksOf(path: WorkspacePath): readonly FileLink[] {
        if (this.links.changes !== this.changes) this.links = { changes: this.changes, byPath: new Map() };
        const known = this.links.byPath.get(path);
        if (known) return known;
        const found = this.findLinks(path);
        this.links.byPath.set(path, found);
        return found;
    }

    /** Every name that something was defined by; one whose last definition has gone may still be among them. */
    *definedNames(): Iterable<string> {
        for (const number of this.definedIn.withEntries()) yield this.pool.nameOf(number);
    }

    files(): Iterable<FileDescription> {
        return this.filesByPath.values();
    }

    kindOf(path: WorkspacePath): FileKind | undefined {
        return this.filesByPath.get(path)?.kind;
    }

    /** The hash of the text that the facts are of. */
    hashOf(path: WorkspacePath): string | undefined {
        return this.filesByPath.get(path)?.hash;
    }

    get size(): number {
        return this.filesByPath.size;
    }

    private definitionsOfNumber(name: number): CodeSymbol[] {
        const found: CodeSymbol[] = [];
        for (const { path, packed } of this.filesIn(this.definedIn, name)) {
            for (const definition of definitionsOf(packed, this.pool, name)) found.push({ path, ...definition });
        }
        return found;
    }

    private *filesIn(lists: FileLists, name: number): Iterable<FileEntry> {
        for (const number of lists.get(name)) {
            const file = this.filesByNumber.get(number);
            if (file) yield file;
        }
    }

    /** Once a file for each name that it defines or imports, however often it does. */
    private post({ packed, number }: FileEntry): void {
        const { definedIn, usedIn, importedIn } = this;
        forEachName(packed, {
            onDefined: name => {
                if (definedIn.latestOf(name) === number) return;
                if (definedIn.count(name) === 0) this.folds.note(name);
                definedIn.add(name, number);
            },
            onUsed: name => {
                usedIn.add(name, number);
            },
            onImported: name => {
                if (importedIn.latestOf(name) === number) return;
                if (importedIn.count(name) === 0) this.imports.addModule(name);
                importedIn.add(name, number);
            },
        });
    }

    private rebuildPostingsIfStale(): void {
        if (this.nextNumber >= 1000 && this.nextNumber >= this.filesByPath.size * 3) this.rebuildPostings(({ packed }) => packed);
    }

    /** Forgets the names that no file has any more, and numbers the others anew: what was packed with the earlier numbers means nothing from here on. */
    dropUnusedNames(): void {
        const old = this.pool;
        const places = new Uint32Array(old.size);
        this.pool = new NamePool();
        const numberOf = (name: number): number => {
            const known = places[name] ?? 0;
            if (known > 0) return known - 1;
            const bytes = old.bytesOf(name);
            const number = this.pool.numberOfBytes(bytes, 0, bytes.length);
            places[name] = number + 1;
            return number;
        };
        this.rebuildPostings(({ packed }) => renumberNames(packed, numberOf));
    }

    private rebuildPostings(packedOf: (file: FileEntry) => PackedFacts): void {
        this.definedIn = new FileLists();
        this.usedIn = new FileLists();
        this.importedIn = new FileLists();
        this.folds = new NameFolds(this.pool);
        this.imports = this.emptyGraph();
        this.filesByNumber.clear();
        this.nextNumber = 0;
        for (const [path, old] of this.filesByPath) {
            const entry = { ...old, number: this.nextNumber++, packed: packedOf(old) };
            this.filesByPath.set(path, entry);
            this.filesByNumber.set(entry.number, entry);
            this.post(entry);
            this.imports.add(path);
        }
    }

    private emptyGraph(): ImportGraph {
        return new ImportGraph({
            modulesOf: path => {
                const file = this.filesByPath.get(path);
                return file ? importedNames(file.packed) : [];
            },
            textOf: module => this.pool.nameOf(module),
            filesWith: module => this.importedIn.get(module),
            pathOf: number => this.filesByNumber.get(number)?.path,
        });
    }

    /** What a file imports; where nothing of the workspace is imported by name, as within a package of Go, what it uses by names that few files define. */
    private findLinks(path: WorkspacePath): readonly FileLink[] {
        const file = this.filesByPath.get(path);
        if (!file) return [];
        const imported = this.imports.importsOf(path);
        if (imported.length > 0) return imported.map(other => ({ path: other, weight: 1 / imported.length }));
        const used = new Map<WorkspacePath, number>();
        for (const name of new Set(usedNames(file.packed))) {
            const definers = this.definedIn.count(name);
            if (definers === 0 || definers > MOST_DEFINERS) continue;
            const weight = Math.log(1 + this.filesByPath.size / (1 + this.usedIn.count(name))) / definers;
            const definedIn = [...this.filesIn(this.definedIn, name)].map(definer => definer.path);
            // A name that the file defines itself leads nowhere.
            if (!definedIn.includes(path)) for (const other of definedIn) used.set(other, (used.get(other) ?? 0) + weight);
        }
        const total = [...used.values()].reduce((sum, weight) => sum + weight, 0);
        return Array.from(used, ([other, weight]) => ({ path: other, weight: weight / total }));
    }
}

export interface FileDescription {
    readonly path: WorkspacePath;
    readonly hash: string;
    readonly language: Language;
    readonly kind: FileKind;
}

interface FileEntry extends FileDescription {
    readonly number: number;
    readonly packed: PackedFacts;
}

/** A name that more files define says nothing about which of them is meant. */
const MOST_DEFINERS = 4;
