import type { FileKind, Language, SymbolKind } from '../../protocol/code.ts';
import type { ChunkId, PassageSymbol } from '../../protocol/passage.ts';
import type { TextRange, WorkspacePath } from '../../protocol/text.ts';
import type { CandidateRow, StoredRow, TellOfWord } from '../ports.ts';
import { isInScope } from './memoryRows.ts';
import type { RowScope } from './rowStore.ts';

/** Where rows are, in columns: 50 bytes a row, and each path once. A row has a number, which no other row gets; one that is gone keeps it. */
export class TableRows {
    /** Rows that were ever added. */
    count = 0;
    /** Of those, the ones that are not gone. */
    live = 0;
    private words = 0;
    /** The first stands for no file: rows that are gone are of that one. */
    private files: (TableFile | undefined)[] = [undefined];
    private readonly numbers = new Map<WorkspacePath, number>();
    private readonly fileOf: Uint32Array;
    private readonly present: Uint8Array;
    private readonly lines: Uint32Array;
    /** How many words the text of each row has. */
    readonly lengths: Uint32Array;
    /** Id and key of the vector, 16 bytes each. */
    private readonly keys: Buffer;
    /** The symbol a row is of or in, written one after the other, and where that of each row begins, plus one. */
    private readonly symbolOf: Uint32Array;
    private symbols: Buffer;
    private symbolsEnd = 0;

    /** Room for so many rows; or rows as `columns` gave them, with room for as many as their columns have. */
    constructor(capacity: number, kept: KeptRows = emptyRows(capacity)) {
        const { files, fileOf, lines, lengths, keys, symbolOf, symbols, count } = kept;
        this.fileOf = fileOf;
        this.lines = lines;
        this.lengths = lengths;
        this.keys = Buffer.from(keys.buffer, keys.byteOffset, keys.byteLength);
        this.symbolOf = symbolOf;
        this.symbols = Buffer.from(symbols.buffer, symbols.byteOffset, symbols.byteLength);
        this.symbolsEnd = symbols.byteLength;
        this.present = new Uint8Array(capacity);
        this.count = count;
        this.files = files.map(file => file ?? undefined);
        for (const [number, file] of files.entries()) if (file) this.numbers.set(file.path, number);
        for (let row = 0; row < count; row++) {
            if (fileOf[row] === 0) continue;
            this.present[row] = 1;
            this.live++;
            this.words += lengths[row] ?? 0;
        }
    }

    /** The first `count` rows as they are now, for whoever keeps them; of the columns all that are longer are not looked at. */
    columns(count: number): KeptRows {
        const { fileOf, lines, lengths, keys, symbolOf } = this;
        return {
            ...{ count, files: this.files.map(file => file ?? null), symbols: this.symbols.subarray(0, this.symbolsEnd) },
            ...{ fileOf, lines, lengths, keys, symbolOf },
        };
    }

    /** 0 for a row that is gone. */
    fileOfRow(number: number): number {
        return this.fileOf[number] ?? 0;
    }

    pathOfRow(number: number): WorkspacePath | undefined {
        return this.files[this.fileOf[number] ?? 0]?.path;
    }

    /** Mean number of words in the text of a row. */
    get meanLength(): number {
        return this.live === 0 ? 0 : this.words / this.live;
    }

    /** Returns the number of the row. `length` is how many words its text has. */
    add(row: Omit<CandidateRow, 'id'> & { readonly id: string }, length: number): number {
        const number = this.count++;
        this.live++;
        this.words += length;
        this.fileOf[number] = this.fileNumber(row);
        this.present[number] = 1;
        [this.lines[number * 2], this.lines[number * 2 + 1]] = [row.range.startLine, row.range.endLine];
        this.lengths[number] = length;
        if (row.symbol) this.symbolOf[number] = this.writeSymbol(row.symbol) + 1;
        this.keys.write(row.id, number * 2 * KEY_BYTES, KEY_BYTES, 'hex');
        this.keys.write(row.vectorKey, (number * 2 + 1) * KEY_BYTES, KEY_BYTES, 'hex');
        return number;
    }

    removeFiles(paths: readonly WorkspacePath[]): void {
        const gone = new Set<number>();
        for (const path of paths) {
            const file = this.numbers.get(path);
            if (file === undefined) continue;
            gone.add(file);
            this.numbers.delete(path);
            this.files[file] = undefined;
        }
        if (gone.size === 0) return;
        for (let row = 0; row < this.count; row++) {
            if (!gone.has(this.fileOf[row] ?? 0)) continue;
            this.fileOf[row] = 0;
            this.present[row] = 0;
            this.live--;
            this.words -= this.lengths[row] ?? 0;
        }
    }

    /** 1 for every row that a search in this scope may find, 0 for the others and for those that are gone. Good until the next change. */
    wanted(scope: RowScope): Uint8Array {
        const { folder = '', kinds, languages, hidden = [] } = scope;
        if (folder === '' && !kinds && !languages && hidden.length === 0) return this.present;
        const isHidden = new Set(hidden);
        const files = new Uint8Array(this.files.length);
        for (const [number, file] of this.files.entries())
            if (file && !isHidden.has(file.path) && isInScope(file, scope)) files[number] = 1;
        const wanted = new Uint8Array(this.count);
        for (let row = 0; row < wanted.length; row++) wanted[row] = files[this.fileOf[row] ?? 0] ?? 0;
        return wanted;
    }

    /** How many of the first `count` rows of a list are not gone. */
    presentAmong(rows: Uint32Array, count: number): number {
        if (this.live === this.count) return count;
        let present = 0;
        for (let nth = 0; nth < count; nth++) present += this.present[rows[nth] ?? 0] ?? 0;
        return present;
    }

    lengthOf(number: number): number {
        return this.lengths[number] ?? 0;
    }

    /** For whoever can count its words. */
    at(number: number, owner: RowOwner): TableRow {
        const file = this.files[this.fileOf[number] ?? 0];
        if (!file) throw new Error(`row ${number} is gone`);
        const range = { startLine: this.lines[number * 2] ?? 0, endLine: this.lines[number * 2 + 1] ?? 0 };
        return new TableRow(this, number, owner, file, range);
    }

    /** The first key of a row is its id, the second that of its vector. */
    keyOf(number: number, which: 0 | 1): string {
        const start = (number * 2 + which) * KEY_BYTES;
        return this.keys.toString('hex', start, start + KEY_BYTES);
    }

    symbolAt(number: number): PassageSymbol | undefined {
        let start = (this.symbolOf[number] ?? 0) - 1;
        if (start < 0) return undefined;
        const read = (): string => {
            const end = start + LENGTH_BYTES + this.symbols.readUInt32LE(start);
            const text = this.symbols.toString('utf8', start + LENGTH_BYTES, end);
            start = end;
            return text;
        };
        return { name: read(), kind: read() as SymbolKind, container: read() };
    }

    /** Each part with its length before it, because a heading may consist of any characters. */
    private writeSymbol({ name, kind, container }: PassageSymbol): number {
        const start = this.symbolsEnd;
        for (const text of [name, kind, container]) {
            const length = Buffer.byteLength(text);
            if (this.symbolsEnd + LENGTH_BYTES + length > this.symbols.length) {
                const larger = Buffer.alloc(Math.max(FIRST_SYMBOL_BYTES, this.symbols.length * 2) + LENGTH_BYTES + length);
                this.symbols.copy(larger, 0, 0, this.symbolsEnd);
                this.symbols = larger;
            }
            this.symbols.writeUInt32LE(length, this.symbolsEnd);
            this.symbols.write(text, this.symbolsEnd + LENGTH_BYTES);
            this.symbolsEnd += LENGTH_BYTES + length;
        }
        return start;
    }

    private fileNumber({ path, language, kind, fileHash }: TableFile): number {
        const known = this.numbers.get(path);
        if (known !== undefined) return known;
        const number = this.files.push({ path, language, kind, fileHash }) - 1;
        this.numbers.set(path, number);
        return number;
    }
}

/** A row as ranking needs it; its keys are written out when they are asked for. */
export class TableRow implements CandidateRow {
    readonly number: number;
    readonly owner: RowOwner;
    private readonly rows: TableRows;
    readonly path: WorkspacePath;
    readonly language: Language;
    readonly kind: FileKind;
    readonly fileHash: string;
    readonly range: TextRange;
    private writtenId: ChunkId | undefined;

    constructor(rows: TableRows, number: number, owner: RowOwner, { path, language, kind, fileHash }: TableFile, range: TextRange) {
        this.rows = rows;
        this.number = number;
        this.owner = owner;
        this.path = path;
        this.language = language;
        this.kind = kind;
        this.fileHash = fileHash;
        this.range = range;
    }

    get id(): ChunkId {
        return (this.writtenId ??= this.rows.keyOf(this.number, 0) as ChunkId);
    }

    get vectorKey(): string {
        return this.rows.keyOf(this.number, 1);
    }

    get symbol(): PassageSymbol | undefined {
        return this.rows.symbolAt(this.number);
    }
}

/** Whom a row is of: the numbers mean nothing to anybody else. */
export interface RowOwner {
    /** Like `PassageStore.countWords`, for rows by their numbers, each once. */
    countWords(numbers: readonly number[], words: readonly string[], tell: TellOfWord): readonly number[];
}

export type TableFile = Pick<StoredRow, 'path' | 'language' | 'kind' | 'fileHash'>;

/** Rows as columns of plain numbers; the meaning of each stands at the field of `TableRows` that has its name. */
export interface KeptRows {
    readonly count: number;
    readonly files: readonly (TableFile | null)[];
    readonly fileOf: Uint32Array;
    readonly lines: Uint32Array;
    readonly lengths: Uint32Array;
    readonly keys: Uint8Array;
    readonly symbolOf: Uint32Array;
    readonly symbols: Uint8Array;
}

function emptyRows(capacity: number): KeptRows {
    const column = (width: number): Uint32Array => new Uint32Array(capacity * width);
    return {
        ...{ count: 0, files: [null], fileOf: column(1), lines: column(2), lengths: column(1), symbolOf: column(1) },
        ...{ keys: new Uint8Array(capacity * 2 * KEY_BYTES), symbols: new Uint8Array() },
    };
}

/** `contentHash` gives 32 hexadecimal digits. */
export const KEY_BYTES = 16;

const LENGTH_BYTES = 4;
const FIRST_SYMBOL_BYTES = 1 << 16;
