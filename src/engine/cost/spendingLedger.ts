import { mkdir, open, readFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import * as z from 'zod';
import type { Logger } from '../ports.ts';
import type { CostOptions, MonthlySpending } from '../../protocol/cost.ts';
import { fail } from '../../protocol/failure.ts';
import { parsedJson } from '../../protocol/parsedJson.ts';

/** A request as it is entered before it is sent. */
export interface Planned {
    /** The most that it may cost; undefined where the price is not known. */
    readonly usd: number | undefined;
    readonly model: string;
    /** Where it goes. */
    readonly destination: string;
}

/** A request that may be sent; it counts in full until `settle` says what it came to. */
export interface Reservation {
    /** What may be spent on it and whatever else before the limit is reached; infinite without one. */
    readonly leftUsd: number;
    /** Undefined where the price is not known. */
    settle(usd: number | undefined): Promise<void>;
}

/** What models have cost in this month, on this machine, for this user. */
export interface Spending {
    /** Fails with `spending-limit` or `price-unknown` when the request must not be sent. */
    reserve(planned: Planned): Promise<Reservation>;
    month(): Promise<MonthlySpending>;
}

export interface LedgerParts {
    /** The user's own data directory, whatever workspace is open. */
    readonly folder: string;
    readonly options: Pick<CostOptions, 'monthlyLimitUsd'>;
    readonly log: Logger;
    /** The clock on the wall, whose local time says when a month ends. */
    readonly now: () => Date;
}

/**
 * A file for each month to which every window and command line appends: an amount before a request is sent, and what it came to afterwards.
 * A request is entered first and the sum read then, so that of two windows that ask at the same moment at least one sees the other. One that
 * was never settled, because its process died, counts in full: it may have been paid for. Nothing of questions or code is entered.
 */
export function spendingLedger({ folder, options, log, now }: LedgerParts): Spending {
    const limitUsd = options.monthlyLimitUsd;
    const file = (month: string): string => path.join(folder, SPENDING_FOLDER, `${month}.jsonl`);

    async function sumOf(month: string): Promise<MonthlySpending> {
        return { month, limitUsd, ...sumLedger(await textOf(file(month))) };
    }

    return {
        month: () => sumOf(monthOf(now())),
        async reserve({ usd, model, destination }) {
            if (usd === undefined && limitUsd > 0) fail({ kind: 'price-unknown', model, destination, limitUsd });
            const month = monthOf(now());
            const id = randomUUID();
            const enter = (amount: number | undefined): Promise<void> =>
                append(file(month), { id, at: now().toISOString(), ...(amount === undefined ? { unpriced: true } : { usd: amount }) });
            try {
                await enter(usd);
                if (limitUsd === 0 || usd === undefined) return { leftUsd: Infinity, settle: enter };
                const sum = await sumOf(month);
                if (sum.usd > limitUsd) {
                    await enter(0);
                    fail({ kind: 'spending-limit', limitUsd, spentUsd: sum.usd - usd, nextUsd: usd, month });
                }
                return { leftUsd: limitUsd - (sum.usd - usd), settle: enter };
            } catch (error) {
                const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
                if (code === undefined) throw error;
                // What cannot be counted cannot be kept below a limit; without one the answer matters more than the account.
                if (limitUsd > 0)
                    fail({ kind: 'not-writable', folder: path.join(folder, SPENDING_FOLDER), detail: code }, { cause: error });
                log.warn('what a request costs was not written down', { code });
                return { leftUsd: Infinity, settle: () => Promise.resolve() };
            }
        },
    };
}

/** Where models are free, and in tests: nothing is kept and nothing is refused. */
export const unlimitedSpending: Spending = {
    reserve: () => Promise.resolve({ leftUsd: Infinity, settle: () => Promise.resolve() }),
    month: () => Promise.resolve({ month: monthOf(new Date()), usd: 0, unpriced: 0, limitUsd: 0 }),
};

/** Within the data directory. */
export const SPENDING_FOLDER = 'spending';

/** `2026-11`, in local time. */
export function monthOf(date: Date): string {
    return `${String(date.getFullYear())}-${String(date.getMonth() + 1).padStart(2, '0')}`;
}

/** Adds up what was entered; of each request the last entry counts, and a line that cannot be read (of a process that was killed) does not. */
export function sumLedger(text: string): { readonly usd: number; readonly unpriced: number } {
    const entries = new Map<string, z.infer<typeof entrySchema>>();
    for (const line of text.split('\n')) {
        const parsed = line === '' ? undefined : entrySchema.safeParse(parsedJson(line)).data;
        if (parsed) entries.set(parsed.id, parsed);
    }
    const all = [...entries.values()];
    return { usd: all.reduce((sum, { usd }) => sum + (usd ?? 0), 0), unpriced: all.filter(({ unpriced }) => unpriced === true).length };
}

const entrySchema = z.object({
    id: z.string().max(64),
    at: z.string().max(40),
    usd: z.number().min(0).optional(),
    unpriced: z.boolean().optional(),
});

/** One write at the end of the file, which the system does as one; an empty line before it ends a line that a kill has torn. */
async function append(file: string, entry: z.infer<typeof entrySchema>): Promise<void> {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    const handle = await open(file, 'a', 0o600);
    try {
        await handle.write(`\n${JSON.stringify(entry)}\n`);
        await handle.datasync();
    } finally {
        await handle.close();
    }
}

async function textOf(file: string): Promise<string> {
    try {
        return await readFile(file, 'utf8');
    } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
        throw error;
    }
}
