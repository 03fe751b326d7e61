import type { CodeSymbol, FileFacts, SymbolKind } from '../../protocol/code.ts';

/**
 * The facts of one file as arrays of numbers, a tenth of the memory of the objects they stand for;
 * names are numbers of a book that all files share.
 */
export interface PackedFacts {
    readonly definitionCount: number;
    /** `FIELDS` numbers a definition. */
    readonly definitions: Int32Array;
    readonly usedNames: Int32Array;
    /** Where the lines of each used name begin in `usedLines`; one more at the end. */
    readonly usedStarts: Int32Array;
    readonly usedLines: Int32Array;
    readonly importModules: Int32Array;
    readonly importLines: Int32Array;
}

export interface NameBook {
    numberOf(name: string): number;
    nameOf(number: number): string;
}

export function packFacts(facts: FileFacts, names: NameBook): PackedFacts {
    const definitions = Int32Array.from(
        facts.definitions.flatMap(definition => [
            names.numberOf(definition.name),
            names.numberOf(definition.kind),
            names.numberOf(definition.container),
            definition.range.startLine,
            definition.range.endLine,
            definition.nameLine,
            definition.signature.startLine,
            definition.signature.endLine,
            // Lines begin at 1, so that 0 says that there is none.
            definition.doc?.startLine ?? 0,
            definition.doc?.endLine ?? 0,
        ]),
    );
    const usedStarts = new Int32Array(facts.references.length + 1);
    for (const [index, { lines }] of facts.references.entries()) usedStarts[index + 1] = (usedStarts[index] ?? 0) + lines.length;
    return {
        definitionCount: facts.definitions.length,
        definitions,
        usedNames: Int32Array.from(facts.references, ({ name }) => names.numberOf(name)),
        usedStarts,
        usedLines: Int32Array.from(facts.references.flatMap(({ lines }) => lines)),
        importModules: Int32Array.from(facts.imports, ({ module }) => names.numberOf(module)),
        importLines: Int32Array.from(facts.imports, ({ line }) => line),
    };
}

/** The names it defines, once each. */
export function definedNames(packed: PackedFacts): ReadonlySet<number> {
    return new Set(packed.definitions.filter((_value, at) => at % FIELDS === 0));
}

export function unpackFacts(packed: PackedFacts, names: NameBook): FileFacts {
    const definitions: FileFacts['definitions'][number][] = [];
    for (let index = 0; index < packed.definitionCount; index++) {
        const definition = unpackDefinition(packed, index, names);
        if (definition) definitions.push(definition);
    }
    return {
        definitions,
        references: Array.from(packed.usedNames, (name, index) => ({
            name: names.nameOf(name),
            lines: [...packed.usedLines.subarray(packed.usedStarts[index], packed.usedStarts[index + 1])],
        })),
        imports: Array.from(packed.importModules, (module, index) => ({
            module: names.nameOf(module),
            line: packed.importLines[index] ?? 0,
        })),
    };
}

/** The definition at this place; undefined when a name is asked for and it has another. */
export function unpackDefinition(
    packed: PackedFacts,
    index: number,
    names: NameBook,
    wanted?: number,
): Omit<CodeSymbol, 'path'> | undefined {
    if (wanted !== undefined && packed.definitions[index * FIELDS] !== wanted) return undefined;
    const [
        name = 0,
        kind = 0,
        container = 0,
        startLine = 0,
        endLine = 0,
        nameLine = 0,
        signatureStart = 0,
        signatureEnd = 0,
        docStart = 0,
        docEnd = 0,
    ] = packed.definitions.subarray(index * FIELDS, (index + 1) * FIELDS);
    return {
        name: names.nameOf(name),
        // Only kinds go in at this place.
        kind: names.nameOf(kind) as SymbolKind,
        container: names.nameOf(container),
        range: { startLine, endLine },
        nameLine,
        signature: { startLine: signatureStart, endLine: signatureEnd },
        ...(docStart === 0 ? {} : { doc: { startLine: docStart, endLine: docEnd } }),
    };
}

const FIELDS = 10;
