import type { CodeSymbol, FileFacts, FileKind, Language, SymbolReference } from '../../protocol/code.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { FileLink, FileTable, SymbolTable } from '../ports.ts';
import { foldedName } from '../retrieve/foldedName.ts';
import { ImportGraph } from './importGraph.ts';
import { definedNames, definitionsOf, linesUsing, packFacts, unpackFacts, usedNames } from './packedFacts.ts';
import type { NameBook, PackedFacts } from './packedFacts.ts';

/**
 * What the files of the workspace define, use and import, in memory and by name.
 * A file is packed into a row of bytes and gets a new number with each change; the lists by name only ever grow,
 * what they say about numbers that are gone is passed over, and once that is most of it they are built anew.
 */
export class WorkspaceSymbols implements SymbolTable, FileTable {
    version = 0;
    private readonly names = new Names();
    private readonly filesByPath = new Map<WorkspacePath, FileEntry>();
    private readonly filesByNumber = new Map<number, FileEntry>();
    private nextNumber = 0;
    private definedIn: Postings = new Map();
    private usedIn: Postings = new Map();
    private namesByFolded = new Map<string, number[]>();
    private readonly imports = new ImportGraph();
    /** Asked again and again by searches; right as long as nothing changes. */
    private links: { readonly version: number; readonly byPath: Map<WorkspacePath, readonly FileLink[]> } = {
        version: 0,
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
        this.version++;
        this.rebuildPostingsIfStale();
    }

    delete(path: WorkspacePath): void {
        const old = this.filesByPath.get(path);
        if (!old) return;
        this.filesByPath.delete(path);
        this.filesByNumber.delete(old.number);
        this.imports.delete(path);
        this.version++;
        this.rebuildPostingsIfStale();
    }

    definitionsOf(name: string): readonly CodeSymbol[] {
        const number = this.names.find(name);
        return number === undefined ? [] : this.definitionsOfNumber(number);
    }

    definitionsLike(foldedName: string): readonly CodeSymbol[] {
        return (this.namesByFolded.get(foldedName) ?? []).flatMap(number => this.definitionsOfNumber(number));
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
        if (this.links.version !== this.version) this.links = { version: this.version, byPath: new Map() };
        const known = this.links.byPath.get(path);
        if (known) return known;
        const found = this.findLinks(path);
        this.links.byPath.set(path, found);
        return found;
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

    private *filesIn(postings: Postings, name: number): Iterable<FileEntry> {
        const numbers = postings.get(name);
        for (const number of typeof numbers === 'number' ? [numbers] : (numbers ?? [])) {
            const file = this.filesByNumber.get(number);
            if (file) yield file;
        }
    }

    private post(entry: FileEntry): void {
        for (const name of definedNames(entry.packed)) {
            if (!this.definedIn.has(name)) this.remember(name);
            addPosting(this.definedIn, name, entry.number);
        }
        for (const name of usedNames(entry.packed)) addPosting(this.usedIn, name, entry.number);
    }

    private remember(name: number): void {
        const folded = foldedName(this.names.nameOf(name));
        const numbers = this.namesByFolded.get(folded);
        if (numbers) numbers.push(name);
        else this.namesByFolded.set(folded, [name]);
    }

    private rebuildPostingsIfStale(): void {
        if (this.nextNumber < 1000 || this.nextNumber < this.filesByPath.size * 3) return;
        this.definedIn = new Map();
        this.usedIn = new Map();
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

    /** Files that a file shares a name with, one defining and the other using it, and files that import one another. */
    private findLinks(path: WorkspacePath): readonly FileLink[] {
        const file = this.filesByPath.get(path);
        if (!file) return [];
        const weights = new Map<WorkspacePath, number>();
        const add = (other: WorkspacePath, weight: number): void => {
            if (other !== path) weights.set(other, (weights.get(other) ?? 0) + weight);
        };
        for (const name of new Set([...usedNames(file.packed), ...definedNames(file.packed)])) {
            const definers = countOf(this.definedIn.get(name));
            const users = countOf(this.usedIn.get(name));
            if (definers === 0 || definers > MOST_DEFINERS || users > MOST_USERS) continue;
            const weight = Math.log(1 + this.filesByPath.size / (1 + users)) / definers;
            const isDefinedHere = this.isIn(this.definedIn, name, file.number);
            for (const other of this.filesIn(isDefinedHere ? this.usedIn : this.definedIn, name)) add(other.path, weight);
        }
        for (const other of this.imports.importsOf(path)) add(other, IMPORT_WEIGHT);
        for (const other of this.imports.importersOf(path)) add(other, IMPORT_WEIGHT);
        return Array.from(weights, ([other, weight]) => ({ path: other, weight }));
    }

    private isIn(postings: Postings, name: number, file: number): boolean {
        const numbers = postings.get(name);
        return typeof numbers === 'number' ? numbers === file : (numbers ?? []).includes(file);
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

/** Most names stand in one file only, and a lone number takes no array. */
type Postings = Map<number, number | number[]>;

function addPosting(postings: Postings, name: number, file: number): void {
    const known = postings.get(name);
    if (known === undefined) postings.set(name, file);
    else if (typeof known === 'number') postings.set(name, [known, file]);
    else known.push(file);
}

function countOf(numbers: number | readonly number[] | undefined): number {
    return typeof numbers === 'number' ? 1 : (numbers?.length ?? 0);
}

/** A name that more files define says nothing about which of them is meant. */
const MOST_DEFINERS = 4;
/** A name that more files use ties each of them to nothing in particular. */
const MOST_USERS = 200;
/** As much as a shared name of middling rarity. */
const IMPORT_WEIGHT = 3;

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
