/** Very many files: one folder full of them, all the same, or all of them shouting the question. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Engine } from '../../src/protocol/engineContract.ts';
import { makeShop, openShop, type Shop } from '../engine/workspaceFolder.ts';
import { isFull } from './row.ts';

let shop: Shop;
let engine: Engine;

afterEach(async () => {
    await engine.close(undefined);
    shop.dispose();
});

const inOneFolder = isFull ? 200_000 : 3_000;

test(
    'A35 and A69: a folder full of equal files is indexed whole, embeds one text, and answers name few of them',
    async () => {
        shop = makeShop();
        mkdirSync(path.join(shop.folder, 'many'));
        const text = '/** Counts the sheep of a shepherd. */\nexport function countSheep(flock) {\n    return flock.length;\n}\n';
        for (let at = 0; at < inOneFolder; at++) writeFileSync(path.join(shop.folder, 'many', `${String(at)}.ts`), text);
        engine = await openShop(shop);
        const report = await engine.index('update');
        expect(report?.counts.indexed).toBe(inOneFolder + 5);
        expect(report?.embedded).toBeLessThan(20);
        expect(report?.problems).toEqual([]);
        expect((await engine.account('many/7.ts' as never)).state).toBe('indexed');
        const found = await engine.search({ text: 'count the sheep of a flock' });
        expect(found.passages.length).toBeGreaterThan(0);
        // Equal passages are shown once, however many files hold them.
        expect(found.passages.filter(({ path: file }) => file.startsWith('many/')).length).toBeLessThanOrEqual(MOST_EQUAL);
    },
    isFull ? 1_800_000 : 120_000,
);

const MOST_EQUAL = 3;
