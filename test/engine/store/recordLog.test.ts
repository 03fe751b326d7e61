import { appendFile, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RecordLog, frameRecords, rewriteLog } from '../../../src/engine/store/recordLog.ts';
import { temporaryFolder } from './temporaryFolder.ts';

async function readAll(path: string): Promise<{ records: string[]; cutBytes: number }> {
    const records: string[] = [];
    const { log, cutBytes } = await RecordLog.open(path, payload => records.push(payload.toString()));
    await log.close();
    return { records, cutBytes };
}

async function logOf(records: readonly string[]): Promise<string> {
    const path = join(await temporaryFolder(), 'some.log');
    await writeFile(path, frameRecords(records));
    return path;
}

describe('a log', () => {
    test('gives back what was appended, in order, also after it was closed', async () => {
        const path = join(await temporaryFolder(), 'some.log');
        const { log } = await RecordLog.open(path, () => undefined);
        await log.append(['one', 'two']);
        await log.append(['three']);
        await log.close();
        expect(await readAll(path)).toEqual({ records: ['one', 'two', 'three'], cutBytes: 0 });
    });

    test('is cut at every place: what was whole before the cut is there, and appending goes on from there', async () => {
        const records = ['first', 'the second', '3'];
        const ends = records.map((_, index) => frameRecords(records.slice(0, index + 1)).length);
        const whole = frameRecords(records).length;
        for (let cut = 0; cut <= whole; cut++) {
            const path = await logOf(records);
            await truncate(path, cut);
            const kept = ends.filter(end => end <= cut).length;
            const { log, cutBytes } = await RecordLog.open(path, () => undefined);
            expect(cutBytes).toBe(cut - (ends[kept - 1] ?? 0));
            await log.append(['after']);
            await log.close();
            expect((await readAll(path)).records).toEqual([...records.slice(0, kept), 'after']);
        }
    });

    test('never gives a record that was changed on disk, nor one behind it', async () => {
        await fc.assert(
            fc.asyncProperty(
                fc.array(fc.string({ minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 8 }),
                fc.nat(),
                fc.integer({ min: 1, max: 255 }),
                async (records, at, flip) => {
                    const path = await logOf(records);
                    const bytes = await readFile(path);
                    const position = at % bytes.length;
                    bytes[position] = (bytes[position] ?? 0) ^ flip;
                    await writeFile(path, bytes);
                    const damaged = records.findIndex((_, index) => position < frameRecords(records.slice(0, index + 1)).length);
                    expect((await readAll(path)).records).toEqual(records.slice(0, damaged));
                },
            ),
            { numRuns: 200 },
        );
    });

    test('takes the zeros that a loss of power leaves at its end for nothing', async () => {
        const path = await logOf(['one']);
        await appendFile(path, Buffer.alloc(5000));
        expect(await readAll(path)).toEqual({ records: ['one'], cutBytes: 5000 });
    });

    test('can hold records larger than the blocks it is read in', async () => {
        const large = 'x'.repeat(3_000_000);
        expect((await readAll(await logOf(['a', large, 'b']))).records).toEqual(['a', large, 'b']);
    });

    test('written anew holds only what it was given', async () => {
        const path = await logOf(['old', 'older']);
        await rewriteLog(path, ['new']);
        expect((await readAll(path)).records).toEqual(['new']);
    });
});
