import type { CodeSymbol, FileFacts, SymbolKind } from '../../protocol/code.ts';
import { NumberReader, NumberWriter } from './byteNumbers.ts';

/**
 * The facts of one file as one row of bytes, a thirtieth of the memory of the objects they stand for: numbers of variable length,
 * lines as steps from the line before, and names as numbers of a book that all files share.
 * First the definitions, then the references, then the imports, each after its count. The log has them in this form as well.
 */
export type PackedFacts = Uint8Array;

export interface NameBook {
    numberOf(name: string): number;
    nameOf(number: number): string;
}

export function packFacts(facts: FileFacts, names: NameBook): PackedFacts {
    const writer = new NumberWriter();
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

/** Tells the numbers of the names it defines, as often as it does, then of those it uses, then of what it imports. */
export function forEachName(packed: PackedFacts, { onDefined, onUsed, onImported }: NameVisitor): void {
    const reader = new NumberReader(packed);
    for (let left = reader.take(); left > 0; left--) {
        onDefined(reader.take());
        skipDefinition(reader);
    }
    for (let left = reader.take(); left > 0; left--) {
        onUsed(reader.take());
        reader.skip(reader.take());
    }
    for (let left = reader.take(); left > 0; left--) {
        onImported(reader.take());
        reader.skip(1);
    }
}

export interface NameVisitor {
    readonly onDefined: (name: number) => void;
    readonly onUsed: (name: number) => void;
    readonly onImported: (name: number) => void;
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
    const reader = new NumberReader(packed);
    const found: Definition[] = [];
    for (let left = reader.take(); left > 0; left--) {
        const name = reader.take();
        if (name === wanted) found.push(takeDefinition(reader, names, name));
        else skipDefinition(reader);
    }
    return found;
}

/** Tells of each of its definitions of the name with this number the numbers of its kind and of what it stands in. */
export function forEachDefinition(packed: PackedFacts, wanted: number, tell: (kind: number, container: number) => void): void {
    const reader = new NumberReader(packed);
    for (let left = reader.take(); left > 0; left--) {
        if (reader.take() === wanted) tell(reader.take(), reader.take());
        else reader.skip(2);
        reader.skip(reader.take());
    }
}

/** The numbers of what it imports, once for each time it does. */
export function importedNames(packed: PackedFacts): readonly number[] {
    const reader = pastDefinitions(packed);
    for (let left = reader.take(); left > 0; left--) {
        reader.skip(1);
        reader.skip(reader.take());
    }
    return Array.from({ length: reader.take() }, () => {
        const module = reader.take();
        reader.skip(1);
        return module;
    });
}

/** The same facts, each name having the number that `numberOf` gives for the one it had. */
export function renumberNames(packed: PackedFacts, numberOf: (name: number) => number): PackedFacts {
    const reader = new NumberReader(packed);
    const writer = new NumberWriter();
    const copy = (numbers: number): void => {
        for (let left = numbers; left > 0; left--) writer.put(reader.take());
    };
    const takeCount = (): number => {
        const count = reader.take();
        writer.put(count);
        return count;
    };
    const rename = (names: number): void => {
        for (let left = names; left > 0; left--) writer.put(numberOf(reader.take()));
    };
    for (let left = takeCount(); left > 0; left--) {
        rename(3);
        copy(takeCount());
    }
    for (let left = takeCount(); left > 0; left--) {
        rename(1);
        copy(takeCount());
    }
    for (let left = takeCount(); left > 0; left--) {
        rename(1);
        copy(1);
    }
    return writer.bytes();
}

/** References and imports are unpacked when they are asked for: most askers want definitions alone, which are the smaller part. */
export function unpackFacts(packed: PackedFacts, names: NameBook): FileFacts {
    const reader = new NumberReader(packed);
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

function takeDefinition(reader: NumberReader, names: NameBook, name: number): Definition {
    const kind = kindOf(names, reader.take());
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

/** Of the number that stands where a definition has its kind: only kinds go in there. */
export function kindOf(names: NameBook, number: number): SymbolKind {
    return names.nameOf(number) as SymbolKind;
}

/** What follows the name of a definition. */
function skipDefinition(reader: NumberReader): void {
    reader.skip(2);
    reader.skip(reader.take());
}

function pastDefinitions(packed: PackedFacts): NumberReader {
    const reader = new NumberReader(packed);
    for (let left = reader.take(); left > 0; left--) {
        reader.skip(1);
        skipDefinition(reader);
    }
    return reader;
}
