import { readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { FileFacts } from '../../../src/protocol/code.ts';
import { foldedName } from '../../../src/engine/retrieve/foldedName.ts';
import { NameFolds } from '../../../src/engine/store/nameFolds.ts';
import { NamePool } from '../../../src/engine/store/namePool.ts';
import { SymbolLog } from '../../../src/engine/store/symbolLog.ts';
import { WorkspaceSymbols } from '../../../src/engine/store/symbolTable.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { temporaryFolder } from './temporaryFolder.ts';

let file: string;

beforeEach(async () => {
    file = join(await temporaryFolder(), 'symbols.log');
});

const range = { startLine: 3, endLine: 9 };

function facts(...names: readonly string[]): FileFacts {
    return {
        definitions: names.map(name => ({ name, kind: 'function', container: 'Cart', range, nameLine: 3, signature: range })),
        references: names.map(name => ({ name: `${name}User`, lines: [4, 4, 100_000] })),
        imports: [{ module: './größe', line: 1 }],
    };
}

function set(symbols: WorkspaceSymbols, path: string, ...names: readonly string[]): void {
    symbols.set({ path: workspacePath(path), hash: `hash of ${path}`, language: 'typescript', kind: 'code' }, facts(...names));
}

/** Everything a table says of its files. */
function told(symbols: WorkspaceSymbols): unknown {
    return [...symbols.files()].map(({ path, hash, language, kind }) => ({ path, hash, language, kind, facts: symbols.factsOf(path) }));
}

async function read(): Promise<{ readonly symbols: WorkspaceSymbols; readonly log: SymbolLog }> {
    const symbols = new WorkspaceSymbols();
    return { symbols, log: await SymbolLog.open(file, symbols) };
}

describe('the log of symbols', () => {
    test('gives back what was written, changed and removed, in this process and the next', async () => {
        const { symbols, log } = await read();
        set(symbols, 'a.ts', 'sum', 'total');
        set(symbols, 'ä b.ts', 'größe', '');
        await log.record([workspacePath('a.ts'), workspacePath('ä b.ts')]);
        set(symbols, 'a.ts', 'total', 'discount');
        set(symbols, 'gone.ts', 'lost');
        await log.record([workspacePath('a.ts'), workspacePath('gone.ts')]);
        symbols.delete(workspacePath('gone.ts'));
        await log.record([workspacePath('gone.ts')]);
        await log.close();
        const again = await read();
        expect(told(again.symbols)).toEqual(told(symbols));
        expect([again.symbols.definitionsOf('discount').length, again.symbols.definitionsLike('total')[0]?.path]).toEqual([1, 'a.ts']);
        set(again.symbols, 'c.ts', 'later', 'sum');
        await again.log.record([workspacePath('c.ts')]);
        await again.log.close();
        const third = await read();
        expect(told(third.symbols)).toEqual(told(again.symbols));
        await third.log.close();
    });

    test('names whose write failed come with the next one', async () => {
        const { symbols, log } = await read();
        set(symbols, 'failed.ts', 'never', 'written');
        symbols.delete(workspacePath('failed.ts'));
        set(symbols, 'a.ts', 'written', 'sum');
        await log.record([workspacePath('a.ts')]);
        await log.close();
        const again = await read();
        expect(told(again.symbols)).toEqual(told(symbols));
        await again.log.close();
    });

    test('wherever it is cut, what stands before the cut is read, and what is written afterwards as well', async () => {
        const { symbols, log } = await read();
        for (let nth = 0; nth < 6; nth++) {
            set(symbols, `${nth}.ts`, `name${nth}`, 'shared');
            await log.record([workspacePath(`${nth}.ts`)]);
        }
        await log.close();
        const { size } = await stat(file);
        const whole = await readFile(file);
        const known = new Map([...symbols.files()].map(({ path }) => [path, symbols.factsOf(path)]));
        for (let cut = 0; cut < size; cut += 7) {
            await writeFile(file, whole);
            await truncate(file, cut);
            const torn = await read();
            for (const { path } of torn.symbols.files()) expect(torn.symbols.factsOf(path)).toEqual(known.get(path));
            set(torn.symbols, 'new.ts', 'name5', 'fresh');
            await torn.log.record([workspacePath('new.ts')]);
            await torn.log.close();
            const again = await read();
            expect(told(again.symbols)).toEqual(told(torn.symbols));
            await again.log.close();
        }
    });

    test('written anew it has neither history nor names that nobody has, and goes on', async () => {
        const { symbols, log } = await read();
        set(symbols, 'kept.ts', 'kept', 'alsoKept');
        await log.record([workspacePath('kept.ts')]);
        for (let nth = 0; nth < 1200; nth++) {
            set(symbols, 'saved.ts', `version${nth}`);
            await log.record([workspacePath('saved.ts')]);
        }
        const [before, names] = [log.size, symbols.names.size];
        const expected = told(symbols);
        await log.compact();
        expect([log.size < before / 100, symbols.names.size < 15, names > 2400]).toEqual([true, true, true]);
        expect([told(symbols), symbols.definitionsOf('version3'), symbols.definitionsLike('alsokept').length]).toEqual([expected, [], 1]);
        set(symbols, 'saved.ts', 'version7', 'kept');
        await log.record([workspacePath('saved.ts')]);
        await log.close();
        const again = await read();
        expect(told(again.symbols)).toEqual(told(symbols));
        await again.log.close();
    });
});

describe('names in a pool', () => {
    const anyName = fc.oneof(
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.string({ maxLength: 6 }),
        fc.constantFrom('', 'toString', '__proto__'),
    );

    test('have the numbers that a map would give them', () => {
        fc.assert(
            fc.property(fc.array(anyName, { maxLength: 300 }), anyName, (names, other) => {
                const pool = new NamePool();
                const map = new Map<string, number>();
                for (const name of names) {
                    if (!map.has(name)) map.set(name, map.size);
                    expect(pool.numberOf(name)).toBe(map.get(name));
                }
                expect(pool.find(other)).toBe(map.get(other));
                for (const [name, number] of map) expect(pool.nameOf(number)).toBe(name);
            }),
        );
    });

    test('are alike when they fold to the same', () => {
        const unit = fc.constantFrom('a', 'A', 'b', 'B', '_', '-', '$', 'Z', 'z', 'Ä', 'ä', 'İ', '9');
        fc.assert(
            fc.property(fc.uniqueArray(fc.string({ unit, maxLength: 4 }), { maxLength: 60 }), names => {
                const pool = new NamePool();
                const folds = new NameFolds(pool);
                for (const name of names) folds.note(pool.numberOf(name));
                for (const name of names)
                    expect(folds.alike(foldedName(name)).map(number => pool.nameOf(number))).toEqual(
                        names.filter(other => foldedName(other) === foldedName(name)),
                    );
            }),
        );
    });
});
