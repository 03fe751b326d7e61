import type { FileKind } from '../../protocol/code.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import { NumberReader, NumberWriter } from './byteNumbers.ts';
import type { NamePool } from './namePool.ts';
import { RecordLog, rewriteLog } from './recordLog.ts';
import type { WorkspaceSymbols } from './symbolTable.ts';

/**
 * `symbols.log`: the facts of each file as they are packed in memory, and the names that they speak of by number, so that opening an index
 * parses nothing and makes no string of a name. Holds names and lines, never text. A record is new names with the number of the first,
 * a file with its facts, or the path of a file that is gone; names stand before the first file that has them.
 */
export class SymbolLog {
    private readonly symbols: WorkspaceSymbols;
    private log: RecordLog;
    /** Names that are in the log. A write that failed leaves those of its files to the next one. */
    private names: number;
    /** Records of files, superseded ones among them. */
    private entries: number;

    private constructor(symbols: WorkspaceSymbols, log: RecordLog, entries: number) {
        this.symbols = symbols;
        this.log = log;
        this.names = symbols.names.size;
        this.entries = entries;
    }

    /** Reads a log into `symbols`, which are empty, and is then ready for writing. A damaged tail is cut off; creates the file when absent. */
    static async open(path: string, symbols: WorkspaceSymbols): Promise<SymbolLog> {
        let entries = 0;
        const { log } = await RecordLog.open(path, payload => {
            if (applySymbolRecord(payload, symbols)) entries++;
        });
        return new SymbolLog(symbols, log, entries);
    }

    /** Bytes. */
    get size(): number {
        return this.log.size;
    }

    /** Writes what the table says of these files now: their facts, or that they are gone. */
    async record(paths: readonly WorkspacePath[]): Promise<void> {
        if (paths.length === 0) return;
        const { names } = this.symbols;
        const named = names.size;
        await this.log.append([...nameRecords(names, this.names), ...paths.map(path => recordOf(path, this.symbols))]);
        this.names = named;
        this.entries += paths.length;
    }

    async sync(): Promise<void> {
        await this.log.sync();
    }

    /** Writes the log anew once most of it is history, without the names that nobody has any more. */
    async compact(): Promise<void> {
        const { symbols, log } = this;
        if (this.entries < MIN_ENTRIES || this.entries < symbols.size * 2) return;
        symbols.dropUnusedNames();
        await log.close();
        await rewriteLog(log.path, recordsOf(symbols));
        this.log = (await RecordLog.open(log.path, () => undefined)).log;
        this.names = symbols.names.size;
        this.entries = symbols.size;
    }

    async close(): Promise<void> {
        await this.log.close();
    }
}

/** Takes a record into the table; says whether it was one of a file. The record's checksum has vouched that it is one of ours. */
export function applySymbolRecord(payload: Buffer, symbols: WorkspaceSymbols): boolean {
    const reader = new NumberReader(payload);
    const type = reader.take();
    if (type === NAMES) {
        takeNames(payload, reader, symbols.names);
        return false;
    }
    const text = (): string => {
        const length = reader.take();
        const start = reader.at;
        reader.at += length;
        return payload.toString('utf8', start, reader.at);
    };
    const path = text() as WorkspacePath;
    if (type === GONE) symbols.delete(path);
    else {
        const [hash, language, kind] = [text(), known(text()), known(text()) as FileKind];
        // The payload is only lent.
        const packed = Buffer.allocUnsafe(payload.length - reader.at);
        payload.copy(packed, 0, reader.at);
        symbols.setPacked({ path, hash, language, kind }, packed);
    }
    return true;
}

const NAMES = 0;
const FILE = 1;
const GONE = 2;

function recordOf(path: WorkspacePath, symbols: WorkspaceSymbols): Uint8Array {
    const writer = new NumberWriter();
    const file = symbols.describe(path);
    if (!file) {
        writer.put(GONE);
        writer.putText(path);
        return writer.bytes();
    }
    writer.put(FILE);
    for (const text of [path, file.hash, file.language, file.kind]) writer.putText(text);
    writer.putBytes(file.packed);
    return writer.bytes();
}

/** The names from number `first` on. */
function* nameRecords(names: NamePool, first: number): Iterable<Uint8Array> {
    for (let from = first; from < names.size; from += NAMES_PER_RECORD) {
        const end = Math.min(names.size, from + NAMES_PER_RECORD);
        const writer = new NumberWriter();
        for (const number of [NAMES, from, end - from]) writer.put(number);
        for (let number = from; number < end; number++) {
            const bytes = names.bytesOf(number);
            writer.put(bytes.length);
            writer.putBytes(bytes);
        }
        yield writer.bytes();
    }
}

function takeNames(payload: Buffer, reader: NumberReader, names: NamePool): void {
    const first = reader.take();
    if (first > names.size) throw new RangeError(`names from ${first} on, where there are ${names.size}`);
    for (let [number, left] = [first, reader.take()]; left > 0; number++, left--) {
        const length = reader.take();
        const start = reader.at;
        reader.at += length;
        // What a reader has seen of a write that was taken back is written again.
        if (names.numberOfBytes(payload, start, reader.at) !== number) throw new RangeError('a name that has two numbers');
    }
}

/** Everything a table holds, for writing its log anew. */
function* recordsOf(symbols: WorkspaceSymbols): Iterable<Uint8Array> {
    yield* nameRecords(symbols.names, 0);
    for (const { path } of symbols.files()) yield recordOf(path, symbols);
}

/** There are some dozens of languages and kinds of file, and thousands of files. */
function known(text: string): string {
    const there = TEXTS.get(text);
    if (there !== undefined) return there;
    TEXTS.set(text, text);
    return text;
}

const TEXTS = new Map<string, string>();
const MIN_ENTRIES = 1000;
const NAMES_PER_RECORD = 10_000;
