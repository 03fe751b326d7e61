import { readFile, readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, afterAll, describe, expect, test } from 'vitest';
import type { ChunkId } from '../../../src/protocol/passage.ts';
import { contentHash } from '../../../src/engine/contentHash.ts';
import { GenerationReader } from '../../../src/engine/store/generationReader.ts';
import { loadNativeStore } from '../../../src/engine/store/storeSchema.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { makeShop, openShop, type Shop } from '../workspaceFolder.ts';

const VAT = workspacePath('src/vat.ts');
const DIMENSIONS = 384;

/** Where an index that was really made keeps each field of the founding schema. */
describe('every field of the founding schema has its home', () => {
    let shop: Shop;
    let reader: GenerationReader;
    let folder: string;
    let columns: ReadonlyMap<string, string>;

    beforeAll(async () => {
        shop = makeShop();
        const engine = await openShop(shop);
        await engine.index('update');
        await engine.close(undefined);
        const identity = (await readdir(path.join(shop.data, 'indexes'))).find(name => !name.startsWith('.'));
        folder = path.join(shop.data, 'indexes', identity ?? '');
        const generation = path.join(folder, (await readFile(path.join(folder, 'CURRENT'), 'utf8')).trim());
        const opened = await GenerationReader.open(generation, DIMENSIONS);
        if (!opened) throw new Error('an index of another version');
        reader = opened;
        const { lance } = loadNativeStore();
        const rows = await lance.connect(path.join(generation, 'rows'));
        const [table = ''] = await rows.tableNames();
        const { fields } = await (await rows.openTable(table)).schema();
        columns = new Map(fields.map(({ name, type }) => [name, String(type)]));
        rows.close();
    });

    afterAll(async () => {
        await reader.close();
        shop.dispose();
    });

    const rowOfVat = async () => (await reader.rows.rowsOf([VAT])).find(({ path: file }) => file === VAT);
    const recordOfVat = () => reader.manifest.get(VAT);

    test('content: as hash and range, and no line of it', async () => {
        const text = await readFile(path.join(shop.folder, VAT), 'utf8');
        const row = await rowOfVat();
        expect(row).toMatchObject({ fileHash: contentHash(text), range: { startLine: 1 } });
        expect(row?.vectorKey).toMatch(/^[0-9a-f]{16,}$/);
        expect(columns.get('start_line')).toBe('Int32');
        expect([...columns.keys()].filter(name => /text|content/.test(name))).toEqual([]);
    });

    test('content_type: what the file is for, and its language', async () => {
        expect(await rowOfVat()).toMatchObject({ kind: 'code', language: 'typescript' });
        expect(recordOfVat()).toMatchObject({ kind: 'code', language: 'typescript' });
    });

    test('source_path: the path of each row and of each record', async () => {
        expect(columns.get('path')).toBe('Utf8');
        expect(recordOfVat()?.path).toBe(VAT);
    });

    test('repository_id: the index itself, named by the folders it is of', async () => {
        expect(path.basename(folder)).toBe(contentHash(await realpath(shop.folder)));
    });

    test('embedding: as bytes of the model’s own length, beside its signs', () => {
        expect(columns.get('vector')).toBe(`FixedSizeList[${String(DIMENSIONS)}]<Int8>`);
        expect(columns.get('signs')).toBe(`FixedSizeList[${String(DIMENSIONS / 8)}]<Uint8>`);
    });

    test('metadata: the symbol of a row, the names it defines and its words', async () => {
        const rows = (await reader.rows.rowsOf([VAT])).filter(({ path: file }) => file === VAT);
        expect(rows.map(({ names }) => names.words).join(' ')).toContain('applyvat');
        expect(reader.symbols.factsOf(VAT)?.definitions.map(({ name }) => name)).toEqual(['VAT_PERCENT', 'applyVat']);
        expect(['symbol_name', 'symbol_kind', 'symbol_container'].every(name => columns.has(name))).toBe(true);
    });

    test('embedding_model: the journal’s first entry, one for the whole index, and its name beside it', async () => {
        const note = JSON.parse(await readFile(path.join(folder, 'embedder.json'), 'utf8')) as { fingerprint: string; chosen: object };
        expect(reader.manifest.head?.fingerprint).toBe(note.fingerprint);
        expect(note.chosen).toMatchObject({ embedderModel: 'code-static-384' });
    });

    test('timestamps: of the file in the journal, of the index beside it', async () => {
        expect(Math.abs((recordOfVat()?.mtimeMs ?? 0) - Date.now())).toBeLessThan(10 * 60_000);
        const { since } = JSON.parse(await readFile(path.join(folder, 'embedder.json'), 'utf8')) as { since: string };
        expect(Number.isNaN(Date.parse(since))).toBe(false);
    });

    test('a row is one chunk: its key is that of its place and content, and none is there twice', async () => {
        const rows = await reader.rows.rowsOf([...reader.symbols.files()].map(({ path: file }) => file));
        const ids: readonly ChunkId[] = rows.map(({ id }) => id);
        expect(ids.length).toBeGreaterThan(4);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.length).toBe(reader.manifest.chunks);
    });
});
