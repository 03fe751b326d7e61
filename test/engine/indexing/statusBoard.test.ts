/** The state of the index, as its followers see it. */
import v8 from 'node:v8';
import vm from 'node:vm';
import { setImmediate as breathe } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { IndexStatus } from '../../../src/protocol/indexing.ts';
import { StatusBoard } from '../../../src/engine/indexing/statusBoard.ts';

v8.setFlagsFromString('--expose-gc');
const gc = vm.runInNewContext('gc') as () => void;

const empty: IndexStatus = { state: 'empty' };
const at = (done: number): IndexStatus => ({ state: 'indexing', done, total: 9, counts: { indexed: 0, total: 9, skipped: 0, chunks: 0 } });

describe('a follower', () => {
    test('is told the present state, then the latest, and ends when it is stopped or the index is closed', async () => {
        const board = new StatusBoard(empty);
        const stopping = new AbortController();
        const seen: string[][] = [[], []];
        const followers = seen.map(async (told, nth) => {
            for await (const status of board.follow(nth === 0 ? { signal: stopping.signal } : {}))
                told.push(status.state === 'indexing' ? String(status.done) : status.state);
        });
        await breathe();
        board.show(at(1));
        board.show(at(2));
        await breathe();
        stopping.abort();
        await followers[0];
        board.show(at(3));
        await breathe();
        board.close();
        await followers[1];
        expect(seen).toEqual([
            ['empty', '2'],
            ['empty', '2', '3'],
        ]);
    });

    test('of a whole day leaves nothing behind for each state it was told', async () => {
        const board = new StatusBoard(empty);
        const stopping = new AbortController();
        let told = 0;
        const following = (async () => {
            for await (const status of board.follow({ signal: stopping.signal })) if (status.state === 'indexing') told++;
        })();
        const change = async (times: number): Promise<number> => {
            for (let nth = 0; nth < times; nth++) {
                board.show(at(nth));
                await breathe();
            }
            gc();
            return v8.getHeapStatistics().used_heap_size;
        };
        const before = await change(1_000);
        const after = await change(20_000);
        expect(told).toBe(21_000);
        expect((after - before) / 2 ** 20).toBeLessThan(2);
        stopping.abort();
        await following;
    });
});
