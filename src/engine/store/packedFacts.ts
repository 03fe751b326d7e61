import type { CodeSymbol, FileFacts, SymbolKind } from '../../protocol/code.ts';

/**
 * The facts of one file as one row of bytes, a thirtieth of the memory of the objects they stand for: numbers of variable length
 * (seven bits a byte, the lowest first; signed ones folded as in Protocol Buffers), lines as steps from the line before,
 * and names as numbers of a book that all files share. First the definitions, then the references, then the imports, each after its count.
 */
export type PackedFacts = Uint8Array;

export interface NameBook {
    numberOf(name: string): number;
    nameOf(number: number): string;
}

export function packFacts(facts: FileFacts, names: NameBook): PackedFacts {
    const writer = new Writer();
    writer.put(facts.definitions.length);
    for (const { name, kind, container, range, nameLine, signature, doc } of facts.definitions) {
        writer.put(names.numberOf(name));
        writer.put(names.numberOf(kind));
        writer.put(names.numberOf(container));
        const lines = [range.startLine, range.endLine, nameLine, signature.startLine, signature.endLine];
        if (doc) lines.push(doc.startLine, doc.endLine);
        writer.put(lines.length);
        writer.putLines(lines);
    }
    writer.put(facts.references.length);
    for (const { name, lines } of facts.references) {
        writer.put(names.numberOf(name));
        writer.put(lines.length);
        writer.putLines(lines);
    }
    writer.put(facts.imports.length);
    for (const { module, line } of facts.imports) {
        writer.put(names.numberOf(module));
        writer.putLines([line]);
    }
    return writer.bytes();
}

/** The numbers of the names it defines, once each. */
export function definedNames(packed: PackedFacts): ReadonlySet<number> {
    const reader = new Reader(packed);
    const defined = new Set<number>();
    for (let left = reader.take(); left > 0; left--) {
        defined.add(reader.take());
        skipDefinition(reader);
    }
    return defined;
}

/** The numbers of the names it uses. */
export function usedNames(packed: PackedFacts): readonly number[] {
    const reader = pastDefinitions(packed);
    return Array.from({ length: reader.take() }, () => {
        const name = reader.take();
        reader.skip(reader.take());
        return name;
    });
}

/** The lines on which it uses the name with this number. */
export function linesUsing(packed: PackedFacts, wanted: number): readonly number[] {
    const reader = pastDefinitions(packed);
    for (let left = reader.take(); left > 0; left--) {
        const isWanted = reader.take() === wanted;
        const lines = reader.take();
        if (isWanted) return reader.takeLines(lines);
        reader.skip(lines);
    }
    return [];
}

/** Its definitions of the name with this number. */
export function definitionsOf(packed: PackedFacts, names: NameBook, wanted: number): Definition[] {
    const reader = new Reader(packed);
    const found: Definition[] = [];
    for (let left = reader.take(); left > 0; left--) {
        const name = reader.take();
        if (name === wanted) found.push(takeDefinition(reader, names, name));
        else skipDefinition(reader);
    }
    return found;
}

/** References and imports are unpacked when they are asked for: most askers want definitions alone, which are the smaller part. */
export function unpackFacts(packed: PackedFacts, names: NameBook): FileFacts {
    const reader = new Reader(packed);
    const definitions = Array.from({ length: reader.take() }, () => takeDefinition(reader, names, reader.take()));
    let rest: Omit<FileFacts, 'definitions'> | undefined;
    const readRest = (): Omit<FileFacts, 'definitions'> =>
        (rest ??= {
            references: Array.from({ length: reader.take() }, () => ({
                name: names.nameOf(reader.take()),
                lines: reader.takeLines(reader.take()),
            })),
            imports: Array.from({ length: reader.take() }, () => ({
                module: names.nameOf(reader.take()),
                line: reader.takeLines(1)[0] ?? 0,
            })),
        });
    return {
        definitions,
        get references() {
            return readRest().references;
        },
        get imports() {
            return readRest().imports;
        },
    };
}

type Definition = Omit<CodeSymbol, 'path'>;

function takeDefinition(reader: Reader, names: NameBook, name: number): Definition {
    // Only kinds go in at this place.
    const kind = names.nameOf(reader.take()) as SymbolKind;
    const container = names.nameOf(reader.take());
    const [startLine = 0, endLine = 0, nameLine = 0, signatureStart = 0, signatureEnd = 0, docStart, docEnd] = reader.takeLines(
        reader.take(),
    );
    return {
        name: names.nameOf(name),
        kind,
        container,
        range: { startLine, endLine },
        nameLine,
        signature: { startLine: signatureStart, endLine: signatureEnd },
        ...(docStart === undefined || docEnd === undefined ? {} : { doc: { startLine: docStart, endLine: docEnd } }),
    };
}

/** What follows the name of a definition. */
function skipDefinition(reader: Reader): void {
    reader.skip(2);
    reader.skip(reader.take());
}

function pastDefinitions(packed: PackedFacts): Reader {
    const reader = new Reader(packed);
    for (let left = reader.take(); left > 0; left--) {
        reader.skip(1);
        skipDefinition(reader);
    }
    return reader;
}

class Writer {
    private length = 0;

    put(value: number): void {
        let left = value;
        if (this.length + LONGEST_NUMBER > scratch.length) scratch = Buffer.concat([scratch, Buffer.alloc(scratch.length)]);
        for (; left > 0x7f; left >>>= 7) scratch[this.length++] = (left & 0x7f) | 0x80;
        scratch[this.length++] = left;
    }

    putLines(lines: readonly number[]): void {
        let before = 0;
        for (const line of lines) {
            const step = line - before;
            this.put(((step << 1) ^ (step >> 31)) >>> 0);
            before = line;
        }
    }

    bytes(): Uint8Array {
        return new Uint8Array(scratch.subarray(0, this.length));
    }
}

/** What is being packed, which is never two files at once. */
let scratch = Buffer.alloc(64 * 1024);
const LONGEST_NUMBER = 5;

class Reader {
    private readonly bytes: Uint8Array;
    private at = 0;

    constructor(bytes: Uint8Array) {
        this.bytes = bytes;
    }

    take(): number {
        let value = 0;
        for (let shift = 0; ; shift += 7) {
            const byte = this.bytes[this.at++] ?? 0;
            value |= (byte & 0x7f) << shift;
            if (byte < 0x80) return value >>> 0;
        }
    }

    takeLines(count: number): number[] {
        let line = 0;
        return Array.from({ length: count }, () => {
            const folded = this.take();
            line += (folded >>> 1) ^ -(folded & 1);
            return line;
        });
    }

    skip(numbers: number): void {
        for (let left = numbers; left > 0; left--) while ((this.bytes[this.at++] ?? 0) > 0x7f);
    }
}
