/** The account of a month: what counts, what several windows make of it, and that it stops at its limit. */
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FailureError, type Failure } from '../../../src/protocol/failure.ts';
import { silentLogger } from '../../../src/engine/log.ts';
import { spendingLedger, SPENDING_FOLDER, sumLedger, type Spending } from '../../../src/engine/cost/spendingLedger.ts';

let folder: string;

beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'footnote-ledger-'));
});

afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
});

function window(monthlyLimitUsd: number, now = new Date(2026, 10, 21, 12)): Spending {
    return spendingLedger({ folder, options: { monthlyLimitUsd }, log: silentLogger, now: () => now });
}

const planned = (usd: number | undefined) => ({ usd, model: 'gpt-4.1', destination: 'https://api.openai.com' });

async function spend(ledger: Spending, usd: number): Promise<void> {
    await (await ledger.reserve(planned(usd))).settle(usd);
}

async function refusal(work: Promise<unknown>): Promise<Failure | undefined> {
    try {
        await work;
        return undefined;
    } catch (error) {
        if (!(error instanceof FailureError)) throw error;
        return error.failure;
    }
}

describe('a limit of 670', () => {
    it('lets through what stays below, to the cent', async () => {
        const ledger = window(670);
        await spend(ledger, 669.5);
        expect(await refusal(ledger.reserve(planned(0.5)))).toBeUndefined();
    });

    it('stops the request that could pass it, and says limit, spent and what the request could cost', async () => {
        const ledger = window(670);
        await spend(ledger, 669.99);
        expect(await refusal(ledger.reserve(planned(0.05)))).toEqual({
            kind: 'spending-limit',
            limitUsd: 670,
            spentUsd: 669.99,
            nextUsd: 0.05,
            month: '2026-11',
        });
        // What was refused costs nothing: a cheaper one goes through.
        expect(await refusal(ledger.reserve(planned(0.005)))).toBeUndefined();
    });

    it('is one for all windows and command lines', async () => {
        await spend(window(670), 400);
        await spend(window(670), 269);
        expect((await refusal(window(670).reserve(planned(2))))?.kind).toBe('spending-limit');
        expect((await window(670).month()).usd).toBe(669);
    });

    it('is not passed by windows that ask at the same moment', async () => {
        await spend(window(670), 660);
        const asked = await Promise.all(Array.from({ length: 20 }, () => refusal(window(670).reserve(planned(3)))));
        // Three would fit; whoever sees the others' entries refuses, and never do more go through.
        expect(asked.filter(failure => failure === undefined).length).toBeLessThanOrEqual(3);
        expect((await window(670).month()).usd).toBeLessThanOrEqual(670);
    });

    it('begins anew with the month of the local clock', async () => {
        await spend(window(670, new Date(2026, 10, 30, 23, 59, 59)), 670);
        expect((await refusal(window(670, new Date(2026, 10, 30, 23, 59, 59)).reserve(planned(0.01))))?.kind).toBe('spending-limit');
        const december = window(670, new Date(2026, 11, 1, 0, 0, 0));
        expect(await refusal(december.reserve(planned(0.01)))).toBeUndefined();
        expect(await december.month()).toMatchObject({ month: '2026-12', usd: 0.01 });
    });

    it('lets nothing through whose price is not known', async () => {
        expect((await refusal(window(670).reserve(planned(undefined))))?.kind).toBe('price-unknown');
    });

    it('lets nothing through when the account cannot be written', async () => {
        await writeFile(path.join(folder, SPENDING_FOLDER), 'a file where the folder should be');
        expect((await refusal(window(670).reserve(planned(1))))?.kind).toBe('not-writable');
        // Without a limit the answer matters more.
        expect(await refusal(window(0).reserve(planned(1)))).toBeUndefined();
    });
});

describe('the account', () => {
    it('takes what a request came to in place of what it could have cost', async () => {
        const ledger = window(670);
        const reservation = await ledger.reserve(planned(5));
        expect((await ledger.month()).usd).toBe(5);
        await reservation.settle(0.25);
        expect((await ledger.month()).usd).toBe(0.25);
    });

    it('counts a request in full whose process died before it was settled', async () => {
        await window(670).reserve(planned(5));
        expect((await window(670).month()).usd).toBe(5);
    });

    it('counts without a limit as well, and requests without a price by their number', async () => {
        const ledger = window(0);
        await spend(ledger, 1);
        const reservation = await ledger.reserve(planned(undefined));
        await reservation.settle(undefined);
        expect(await ledger.month()).toEqual({ month: '2026-11', usd: 1, unpriced: 1, limitUsd: 0 });
    });

    it('survives a line that a kill has torn', async () => {
        await spend(window(670), 2);
        const file = path.join(folder, SPENDING_FOLDER, '2026-11.jsonl');
        await writeFile(file, `${await readFile(file, 'utf8')}{"id":"torn","usd":9`);
        await spend(window(670), 3);
        expect((await window(670).month()).usd).toBe(5);
    });

    it('is readable by its user alone, and holds amounts and nothing else', async () => {
        await spend(window(670), 2);
        const inside = path.join(folder, SPENDING_FOLDER);
        expect(await readdir(inside)).toEqual(['2026-11.jsonl']);
        const file = path.join(inside, '2026-11.jsonl');
        if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
        for (const line of (await readFile(file, 'utf8')).split('\n').filter(each => each !== ''))
            expect(Object.keys(JSON.parse(line) as object).sort()).toEqual(['at', 'id', 'usd']);
    });

    it('believes no line of another form', () =>
        expect(sumLedger('{"id":"a","at":"x","usd":-5}\n[]\nnull\n{"id":"b","at":"x","usd":1}')).toEqual({ usd: 1, unpriced: 0 }));
});
