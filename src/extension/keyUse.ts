import * as z from 'zod';
import { t } from '../protocol/l10n.ts';

/** When a key was set and last used, for whoever wonders whether it may go; the key itself is never kept here. */
export interface KeyUse {
    readonly setAt?: string | undefined;
    readonly usedAt?: string | undefined;
}

/** What of VS Code's global state is used. */
export interface UserState {
    get(key: string): unknown;
    update(key: string, value: unknown): PromiseLike<void>;
}

/** Dates by `secretName`, kept for the user on this machine. */
export class KeyUses {
    private readonly state: UserState;
    private readonly now: () => Date;

    constructor(state: UserState, now: () => Date = () => new Date()) {
        this.state = state;
        this.now = now;
    }

    of(name: string): KeyUse {
        return this.all()[name] ?? {};
    }

    /** A new key has not been used. */
    async wasSet(name: string): Promise<void> {
        await this.state.update(STATE, { ...this.all(), [name]: { setAt: this.now().toISOString() } });
    }

    async wasUsed(name: string): Promise<void> {
        await this.state.update(STATE, { ...this.all(), [name]: { ...this.of(name), usedAt: this.now().toISOString() } });
    }

    async wasRemoved(name: string): Promise<void> {
        await this.state.update(STATE, Object.fromEntries(Object.entries(this.all()).filter(([known]) => known !== name)));
    }

    private all(): Readonly<Record<string, KeyUse>> {
        return usesSchema.safeParse(this.state.get(STATE)).data ?? {};
    }
}

/** `set on 2026-11-02, last used on 2026-11-21`; empty where nothing is known. */
export function keyUseLabel({ setAt, usedAt }: KeyUse): string {
    const day = (at: string): string => at.slice(0, 10);
    if (setAt === undefined) return usedAt === undefined ? '' : t('last used on {0}', day(usedAt));
    return usedAt === undefined ? t('set on {0}, not used yet', day(setAt)) : t('set on {0}, last used on {1}', day(setAt), day(usedAt));
}

const STATE = 'keyUse';

const usesSchema = z.record(z.string(), z.object({ setAt: z.string().optional(), usedAt: z.string().optional() }));
