import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { workspacePath } from '../../../src/protocol/text.ts';
import type { CodeSymbol, FileFacts } from '../../../src/protocol/code.ts';
import { WorkspaceSymbols } from '../../../src/engine/store/symbolTable.ts';

function definition(name: string, line: number, container = ''): FileFacts['definitions'][number] {
    return {
        name,
        kind: 'function',
        container,
        range: { startLine: line, endLine: line + 4 },
        nameLine: line + 1,
        signature: { startLine: line + 1, endLine: line + 2 },
        ...(line > 10 ? { doc: { startLine: line - 2, endLine: line - 1 } } : {}),
    };
}

const CART: FileFacts = {
    definitions: [definition('Cart', 1), definition('add', 3, 'Cart'), definition('add', 20, 'Cart.Inner')],
    references: [
        { name: 'Item', lines: [4, 4, 9] },
        { name: 'self', lines: [5] },
    ],
    imports: [
        { module: './item', line: 1 },
        { module: 'os', line: 2 },
    ],
};
const ITEM: FileFacts = {
    definitions: [definition('Item', 1), definition('to_string', 5)],
    references: [{ name: 'self', lines: [2] }],
    imports: [],
};

function symbolsWith(files: Record<string, FileFacts>): WorkspaceSymbols {
    const symbols = new WorkspaceSymbols();
    for (const [path, facts] of Object.entries(files)) set(symbols, path, facts);
    return symbols;
}

function set(symbols: WorkspaceSymbols, path: string, facts: FileFacts): void {
    symbols.set({ path: workspacePath(path), hash: 'h', language: 'text', kind: path.includes('test') ? 'test' : 'code' }, facts);
}

function places(found: readonly CodeSymbol[]): string[] {
    return found.map(symbol => `${symbol.path}:${symbol.range.startLine} ${symbol.container}`).sort();
}

describe('symbols', () => {
    test('come back whole: facts of a file are what was taken in', () => {
        expect(symbolsWith({ 'cart.ts': CART }).factsOf(workspacePath('cart.ts'))).toEqual(CART);
    });

    test('come back whole whatever their lines are: documentation above and below, numbers of any size', () => {
        const line = fc.integer({ min: 0, max: 2 ** 30 });
        const lines = fc.record({ startLine: line, endLine: line });
        const name = fc.constantFrom('a', 'b', 'toString', '');
        const definition = fc.record(
            {
                name,
                kind: fc.constantFrom('function', 'field'),
                container: name,
                range: lines,
                nameLine: line,
                signature: lines,
                doc: lines,
            },
            { requiredKeys: ['name', 'kind', 'container', 'range', 'nameLine', 'signature'] },
        );
        const facts = fc.record({
            definitions: fc.array(definition),
            references: fc.uniqueArray(fc.record({ name, lines: fc.array(line, { minLength: 1 }) }), {
                selector: ({ name: used }) => used,
            }),
            imports: fc.array(fc.record({ module: name, line })),
        });
        fc.assert(
            fc.property(facts, written => {
                const table = new WorkspaceSymbols();
                table.set({ path: workspacePath('a.ts'), hash: '1', language: 'typescript', kind: 'code' }, written);
                expect(table.factsOf(workspacePath('a.ts'))).toEqual(written);
                for (const { name: used, lines: at } of written.references)
                    expect(table.referencesTo(used).map(reference => reference.line)).toEqual(at);
            }),
        );
    });

    test('are found by name, with all their lines', () => {
        const symbols = symbolsWith({ 'cart.ts': CART, 'item.ts': ITEM, 'other.ts': { ...CART, definitions: [definition('add', 7)] } });
        expect(places(symbols.definitionsOf('add'))).toEqual(['cart.ts:20 Cart.Inner', 'cart.ts:3 Cart', 'other.ts:7 ']);
        expect(symbols.definitionsOf('Item')).toEqual([{ path: 'item.ts', ...definition('Item', 1) }]);
        expect(symbols.definitionsOf('item')).toEqual([]);
    });

    test('are found by what the name would be without case and joints', () => {
        const symbols = symbolsWith({
            'item.ts': ITEM,
            'b.ts': { ...ITEM, definitions: [definition('toString', 9), definition('TO_STRING', 12)] },
        });
        expect(
            symbols
                .definitionsLike('tostring')
                .map(symbol => symbol.name)
                .sort(),
        ).toEqual(['TO_STRING', 'toString', 'to_string']);
        const told: string[] = [];
        symbols.tellDefinitionsLike('tostring', (path, name, kind, isInner) => told.push([path, name, kind, isInner].join(' ')));
        const found = symbols.definitionsLike('tostring');
        expect(told).toEqual(found.map(({ path, name, kind, container }) => [path, name, kind, container !== ''].join(' ')));
    });

    test('uses are listed with every line', () => {
        const symbols = symbolsWith({ 'cart.ts': CART, 'item.ts': ITEM });
        expect(symbols.referencesTo('Item').map(use => use.line)).toEqual([4, 4, 9]);
        expect(symbols.referencesTo('self').map(use => use.path)).toEqual(['cart.ts', 'item.ts']);
    });

    test('names like those of every object are names like any other', () => {
        const symbols = symbolsWith({ 'a.ts': { ...ITEM, definitions: [definition('constructor', 1), definition('__proto__', 2)] } });
        expect([
            symbols.definitionsOf('constructor').length,
            symbols.definitionsOf('__proto__').length,
            symbols.definitionsOf('toString').length,
        ]).toEqual([1, 1, 0]);
    });

    test('change with their file, at once and for good, however often it changes', () => {
        const symbols = symbolsWith({ 'cart.ts': CART, 'item.ts': ITEM });
        const { version } = symbols;
        for (let round = 0; round < 5000; round++)
            set(symbols, 'cart.ts', { ...CART, definitions: [definition(`add${round}`, round + 1)] });
        expect([symbols.definitionsOf('Cart'), symbols.definitionsOf('add4998'), places(symbols.definitionsOf('add4999'))]).toEqual([
            [],
            [],
            ['cart.ts:5000 '],
        ]);
        expect([symbols.referencesTo('Item').length, places(symbols.definitionsOf('Item'))]).toEqual([3, ['item.ts:1 ']]);
        symbols.delete(workspacePath('item.ts'));
        expect([symbols.definitionsOf('Item'), symbols.referencesTo('self').length, [...symbols.files()].length]).toEqual([[], 1, 1]);
        expect(symbols.version).toBeGreaterThan(version);
    });

    test('the set of files is another when one comes, goes or becomes another kind, and not when one is saved', () => {
        const table = new WorkspaceSymbols();
        const facts = { definitions: [], references: [], imports: [] };
        const file = { path: workspacePath('a.ts'), hash: '1', language: 'typescript', kind: 'code' } as const;
        const changes = (change: () => void): boolean => {
            const before = table.version;
            change();
            return table.version > before;
        };
        expect([
            changes(() => table.set(file, facts)),
            changes(() => table.set({ ...file, hash: '2' }, { ...facts, references: [{ name: 'b', lines: [1] }] })),
            changes(() => table.set({ ...file, kind: 'test' }, facts)),
            changes(() => table.delete(file.path)),
            changes(() => table.delete(file.path)),
        ]).toEqual([true, false, true, true, false]);
    });

    test('know what kind of file each is', () => {
        const symbols = symbolsWith({ 'cart.ts': CART, 'cart.test.ts': CART });
        expect([
            symbols.kindOf(workspacePath('cart.ts')),
            symbols.kindOf(workspacePath('cart.test.ts')),
            symbols.kindOf(workspacePath('x')),
        ]).toEqual(['code', 'test', undefined]);
    });
});
