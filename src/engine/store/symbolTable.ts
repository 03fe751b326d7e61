import type { CodeSymbol, FileFacts, FileKind, Language, SymbolReference } from '../../protocol/code.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { FileLink, FileTable, SymbolTable } from '../ports.ts';
import { foldedName } from '../retrieve/foldedName.ts';
import { FileLists } from './fileLists.ts';
import { ImportGraph } from './importGraph.ts';
import { definedNames, definitionsOf, linesUsing, packFacts, unpackFacts, usedNames } from './packedFacts.ts';
import type { NameBook, PackedFacts } from './packedFacts.ts';

/**
 * What the files of the workspace define, use and import, in memory and by name.
 * A file is packed into a row of bytes and gets a new number with each change; the lists by name only ever grow,
 * what they say about numbers that are gone is passed over, and once that is most of it they are built anew.
 */
export class WorkspaceSymbols implements SymbolTable, FileTable {
    /** Of the set of files: a save of a known file leaves it as it is. */
    version = 0;
    private changes = 0;
    private readonly names = new Names();
    private readonly filesByPath = new Map<WorkspacePath, FileEntry>();
    private readonly filesByNumber = new Map<number, FileEntry>();
    private nextNumber = 0;
    private definedIn = new FileLists();
    private usedIn = new FileLists();
    /** Names that something was defined by, where another name folds to the same or the name itself is not as it folds. Most are one. */
    private namesByFolded = new Map<string, number | number[]>();
    private readonly imports = new ImportGraph();
    /** Asked again and again by searches; right as long as nothing changes. */
    private links: { readonly changes: number; readonly byPath: Map<WorkspacePath, readonly FileLink[]> } = {
        changes: 0,
        byPath: new Map(),
    };

    /** Takes a file in, or replaces what was known of it. */
    set(file: FileDescription, facts: FileFacts): void {
        const old = this.filesByPath.get(file.path);
        if (old) this.filesByNumber.delete(old.number);
        const entry: FileEntry = { ...file, number: this.nextNumber++, packed: packFacts(facts, this.names) };
        this.filesByPath.set(file.path, entry);
        this.filesByNumber.set(entry.number, entry);
        this.post(entry);
        this.imports.set({ path: file.path, modules: facts.imports.map(({ module }) => module) });
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
        const number = this.names.find(name);
        return number === undefined ? [] : this.definitionsOfNumber(number);
    }

    definitionsLike(foldedName: string): readonly CodeSymbol[] {
        const numbers = this.namesByFolded.get(foldedName) ?? this.definedAs(foldedName) ?? [];
        return typeof numbers === 'number'
            ? this.definitionsOfNumber(numbers)
            : numbers.flatMap(number => this.definitionsOfNumber(number));
    }

    referencesTo(name: string): readonly SymbolReference[] {
        const number = this.names.find(name);
        if (number === undefined) return [];
        const references: SymbolReference[] = [];
        for (const { path, packed } of this.filesIn(this.usedIn, number)) {
            for (const line of linesUsing(packed, number)) references.push({ path, name, line });
        }
        return references;
    }

    factsOf(path: WorkspacePath): FileFacts | undefined {
        const file = this.filesByPath.get(path);
        return file && unpackFacts(file.packed, this.names);
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
        for (const number of this.definedIn.withEntries()) yield this.names.nameOf(number);
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
            for (const definition of definitionsOf(packed, this.names, name)) found.push({ path, ...definition });
        }
        return found;
    }

    private *filesIn(lists: FileLists, name: number): Iterable<FileEntry> {
        for (const number of lists.get(name)) {
            const file = this.filesByNumber.get(number);
            if (file) yield file;
        }
    }

    private post(entry: FileEntry): void {
        for (const name of definedNames(entry.packed)) {
            if (this.definedIn.count(name) === 0) this.remember(name);
            this.definedIn.add(name, entry.number);
        }
        for (const name of usedNames(entry.packed)) this.usedIn.add(name, entry.number);
    }

    private remember(name: number): void {
        const folded = foldedName(this.names.nameOf(name));
        const known = this.namesByFolded.get(folded) ?? this.definedAs(folded);
        // One that is as it folds is found by itself.
        if (known === undefined && folded === this.names.nameOf(name)) return;
        if (known === undefined) this.namesByFolded.set(folded, name);
        else if (typeof known === 'number') this.namesByFolded.set(folded, [known, name]);
        else known.push(name);
    }

    private definedAs(name: string): number | undefined {
        const number = this.names.find(name);
        return number !== undefined && this.definedIn.count(number) > 0 ? number : undefined;
    }

    private rebuildPostingsIfStale(): void {
        if (this.nextNumber < 1000 || this.nextNumber < this.filesByPath.size * 3) return;
        this.definedIn = new FileLists();
        this.usedIn = new FileLists();
        this.namesByFolded = new Map();
        this.filesByNumber.clear();
        this.nextNumber = 0;
        for (const [path, old] of this.filesByPath) {
            const entry = { ...old, number: this.nextNumber++ };
            this.filesByPath.set(path, entry);
            this.filesByNumber.set(entry.number, entry);
            this.post(entry);
        }
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
class Names implements NameBook {
    private readonly numbers = new Map<string, number>();
    private readonly texts: string[] = [];

    numberOf(name: string): number {
        const known = this.numbers.get(name);
        if (known !== undefined) return known;
        this.numbers.set(name, this.texts.length);
        return this.texts.push(name) - 1;
    }

    find(name: string): number | undefined {
        return this.numbers.get(name);
    }

    nameOf(number: number): string {
        return this.texts[number] ?? '';
    }
}
