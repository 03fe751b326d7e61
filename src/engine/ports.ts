/**
 * What the engine's journeys need from the world, as small interfaces: production gives disk, LanceDB and ONNX, tests give memory.
 */
import type { FileFacts, FileKind, Language } from '../protocol/code.ts';
import type { ChunkId, PassageSymbol } from '../protocol/passage.ts';
import type { CodeSymbol, SymbolKind, SymbolReference } from '../protocol/code.ts';
import type { CacheHits } from '../protocol/indexing.ts';
import type { TextRange, WorkspacePath } from '../protocol/text.ts';
import type { DiskStamp } from './scan/diskStamp.ts';
import type { WordBag } from './wordBag.ts';

export interface StopOptions {
    readonly signal?: AbortSignal | undefined;
}

/** A file's text as it stands now: the unsaved editor first, then the disk. */
export interface SourceText {
    readonly text: string;
    /** `contentHash(text)`. */
    readonly hash: string;
    readonly isUnsaved: boolean;
}

/** Reads live text. Nothing that the ignore rules keep out, and nothing outside the roots, can be read through it. */
export interface Files {
    /** Undefined when the file is gone, unreadable, or not eligible. */
    read(path: WorkspacePath): Promise<SourceText | undefined>;
}

/** What goes into the parser. */
export interface SourceFile {
    readonly path: WorkspacePath;
    readonly text: string;
    readonly hash: string;
}

/** A piece of a file, fresh from the chunker; `text` lives only as long as the indexing of its file. */
export interface Chunk {
    readonly range: TextRange;
    /** The lines of `range`, joined with `\n`. */
    readonly text: string;
    /** The definition that it is or sits in. */
    readonly symbol?: PassageSymbol;
    /** Names that are defined in it. */
    readonly names: readonly string[];
    /** Enclosing parents, signature and body: what the embedder sees. The path is not part of it. */
    readonly embeddedText: string;
}

export interface ParsedFile {
    readonly path: WorkspacePath;
    readonly hash: string;
    readonly language: Language;
    readonly kind: FileKind;
    readonly lines: number;
    readonly chunks: readonly Chunk[];
    readonly facts: FileFacts;
    /** Set when syntax could not be used: `parse timed out`, `nesting too deep`; the file was cut by lines instead. */
    readonly problem?: string;
}

/** A chunk with its words counted, without the text they were counted in: a third of what else would go from one thread to another. */
export interface CountedChunk extends Omit<Chunk, 'text'> {
    /** Words of the text. */
    readonly terms: WordBag;
    /** Words of the names. */
    readonly nameTerms: WordBag;
}

export interface CountedFile extends Omit<ParsedFile, 'chunks'> {
    readonly chunks: readonly CountedChunk[];
}

/** A file that the rules let in, to be read where it is parsed. */
export interface FileToRead {
    readonly path: WorkspacePath;
    /** Of its root, with links resolved. */
    readonly root: string;
    /** `/`-separated, relative to the root. */
    readonly relative: string;
    readonly maxBytes: number;
    /** Its owner has let it in by name, whatever it looks like. */
    readonly isWanted: boolean;
    /** `contentHash` of a text that need not be parsed again. */
    readonly knownHash?: string | undefined;
}

export type ReadAndParsed =
    | { readonly state: 'parsed'; readonly file: CountedFile; readonly stamp: DiskStamp; readonly bytes: number }
    /** Its text is the one of `knownHash`. */
    | { readonly state: 'same'; readonly stamp: DiskStamp }
    /** Not plainly a file to be indexed: what it is, and why, `DiskFiles.readFromDisk` says. */
    | { readonly state: 'unread' }
    /** Its syntax took too long, or has stopped the worker: it is to be cut by lines. */
    | { readonly state: 'failed'; readonly reason: string };

/** Parses and chunks in a worker that may be killed; a file that kills it is cut by lines. */
export interface Parser {
    parse(file: SourceFile, options?: StopOptions): Promise<CountedFile>;
    /** Reads the file in the worker as well, which spares the engine's own thread its text. */
    readAndParse(file: FileToRead, options?: StopOptions): Promise<ReadAndParsed>;
    /** The file without its syntax, and why. */
    cutByLines(file: SourceFile, reason: string): CountedFile;
    close(): Promise<void>;
}

/** Everything that makes two vectors comparable. */
export interface EmbeddingProfile {
    readonly model: string;
    readonly dimensions: number;
    readonly queryPrefix: string;
    readonly documentPrefix: string;
    /** Longer texts are cut before they are embedded. */
    readonly maxCharacters: number;
    readonly batchSize: number;
    /** Hash of what decides what a vector is: of the above, and of the model's files or of what its server answers; another fingerprint means embedding again. */
    readonly fingerprint: string;
}

export interface EmbedOptions extends StopOptions {
    /** Told of vectors as they come, by their place in the list: when the call fails, these are what there is. */
    readonly onMade?: ((place: number, vector: Float32Array) => void) | undefined;
    /** Told of a text that the model does not take, by its place in the list, and why; its vector is undefined. */
    readonly onRefused?: ((place: number, reason: string) => void) | undefined;
}

export interface Embedder {
    readonly profile: EmbeddingProfile;
    /** One unit vector of `profile.dimensions` a text, in order; undefined for a text without a single known token, and for a refused one. */
    embedDocuments(texts: readonly string[], options?: EmbedOptions): Promise<readonly (Float32Array | undefined)[]>;
    embedQuery(text: string, options?: StopOptions): Promise<Float32Array | undefined>;
    /** For people: that it stands in for another, or why it gives no vectors now. Undefined while all is well. */
    note?(): string | undefined;
    /** Takes up settings as it runs. */
    configure?(settings: { readonly networkEnabled: boolean }): void;
    /** How often a question's vector was still known; undefined where none are kept. */
    queryHits?(): CacheHits;
    /** Set where the model is behind a server: what is embedded is sent there. */
    readonly server?: ServedModel;
    close(): Promise<void>;
}

/** What is to be minded of a model behind a server, on this machine or elsewhere. */
export interface ServedModel {
    readonly origin: string;
    /** Texts to ask for at a time: what came of more would be lost when the server goes away. */
    readonly textsAtOnce: number;
    /** The file with chunks as they may be sent: without secrets that only the whole text shows. */
    sendable(file: CountedFile, text: string): Promise<CountedFile>;
    /** Calls when the server has gone away, and when it is back. */
    onChange(listener: (isBack: boolean) => void): void;
}

/** A chunk as the store keeps it: no text, only where it is, what it is called, and the bags of its words. */
export interface StoredRow {
    readonly id: ChunkId;
    readonly path: WorkspacePath;
    readonly language: Language;
    readonly kind: FileKind;
    readonly range: TextRange;
    readonly fileHash: string;
    /** hash(embedding fingerprint, embedded text): the key of the embedding cache. */
    readonly vectorKey: string;
    readonly symbol?: PassageSymbol;
    /** Words of the names defined in the chunk. */
    readonly names: WordBag;
    /** Words of the chunk's text. */
    readonly terms: WordBag;
}

export interface StoredFile {
    readonly path: WorkspacePath;
    readonly fileHash: string;
    readonly rows: readonly StoredRow[];
    /** Beside `rows`; undefined where there is no vector (yet). */
    readonly vectors: readonly (Float32Array | undefined)[];
}

/**
 * A row without its words, which is what ranking and showing it take. Every `StoredRow` is one; a store that has rows at hand in this shorter
 * form gives those, and their words are asked for when a row must be looked for in a text that has changed.
 */
export type CandidateRow = Omit<StoredRow, 'names' | 'terms' | 'symbol'> & { readonly symbol?: PassageSymbol | undefined };

export interface WordHit<Row extends CandidateRow = CandidateRow> {
    readonly row: Row;
    /** The store's own score; only a first ordering, the fields are scored again by `retrieve`. */
    readonly score: number;
}

export interface MeaningHit<Row extends CandidateRow = CandidateRow> {
    readonly row: Row;
    /** Cosine, -1 to 1. */
    readonly similarity: number;
}

/** How often words occur over the whole index; what BM25 needs. */
export interface WordStatistics {
    readonly rows: number;
    /** Mean number of words in `terms`. */
    readonly meanLength: number;
    /** In how many rows a word stands, in `terms` or `names`. */
    rowsWith(term: string): number;
}

/** A row and a word, by their places in the lists that were asked about, and how often the word stands in its text and among its names. */
export type TellOfWord = (row: number, word: number, inText: number, inNames: number) => void;

/** Rows with vectors and a word index. One process writes; every change is visible to the next search at once. */
export interface PassageStore {
    /** Replaces all rows of each file. */
    replaceFiles(files: readonly StoredFile[]): Promise<void>;
    removeFiles(paths: readonly WorkspacePath[]): Promise<void>;
    searchWords(terms: readonly string[], limit: number, options?: SearchScope): Promise<readonly WordHit[]>;
    searchMeaning(vector: Float32Array, limit: number, options?: SearchScope): Promise<readonly MeaningHit[]>;
    /** Tells of rows that a search has found which of the words they have; returns how many words there are in the text of each, beside `rows`. */
    countWords(rows: readonly CandidateRow[], words: readonly string[], tell: TellOfWord): readonly number[];
    /** Rows that a search has found, with all that is stored of them, in order; one that was removed since is left out. */
    inFull(rows: readonly CandidateRow[], options?: StopOptions): Promise<readonly StoredRow[]>;
    /** Rows of one file in order of lines. */
    rowsOf(path: WorkspacePath): Promise<readonly StoredRow[]>;
    statistics(): WordStatistics;
    countRows(): Promise<number>;
}

export interface SearchScope extends StopOptions {
    /** Only files below this folder, or only this file. */
    readonly folder?: WorkspacePath | undefined;
    /** Only files of these kinds. */
    readonly kinds?: readonly FileKind[] | undefined;
    /** Only files in these languages. */
    readonly languages?: readonly Language[] | undefined;
}

/** Definitions, references and imports of the whole workspace, in memory, by name. */
export interface SymbolTable {
    definitionsOf(name: string): readonly CodeSymbol[];
    /** Definitions whose name, in lower case and without `_`, `-` and `$`, is this. */
    definitionsLike(foldedName: string): readonly CodeSymbol[];
    /** Tells of each of those, in the same order, what it takes to rank its file: of a common name there are thousands. */
    tellDefinitionsLike(foldedName: string, tell: TellOfDefinition): void;
    referencesTo(name: string): readonly SymbolReference[];
    factsOf(path: WorkspacePath): FileFacts | undefined;
    /** Files that import something whose specifier resolves, by name, to this file. */
    importersOf(path: WorkspacePath): readonly WorkspacePath[];
    /** Files that this one imports, or uses a definition of; each once. */
    linksOf(path: WorkspacePath): readonly FileLink[];
}

/** A definition of a file; `isInner` when it stands inside another. */
export type TellOfDefinition = (path: WorkspacePath, name: string, kind: SymbolKind, isInner: boolean) => void;

export interface FileLink {
    readonly path: WorkspacePath;
    /** The share of all that a file is tied to; the weights of its links add up to 1. */
    readonly weight: number;
}

/** Every file of the index with what retrieval weighs. */
export interface FileTable {
    files(): Iterable<{ readonly path: WorkspacePath; readonly language: Language; readonly kind: FileKind }>;
    kindOf(path: WorkspacePath): FileKind | undefined;
    /** Grows with every change of the set of files, so that what was derived from it can be cached. */
    readonly version: number;
}

/** Facts go beside a constant message; contents of files and questions only at `trace`. */
export interface Logger {
    error(message: string, facts?: LogFacts): void;
    warn(message: string, facts?: LogFacts): void;
    info(message: string, facts?: LogFacts): void;
    debug(message: string, facts?: LogFacts): void;
    trace(message: string, facts?: LogFacts): void;
}

export type LogFacts = Readonly<Record<string, unknown>>;
