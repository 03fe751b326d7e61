import type { SecretStorage } from 'vscode';
import { t } from '../protocol/l10n.ts';

/** Keys of model servers, by `secretName`. */
export type Keys = Pick<SecretStorage, 'get' | 'store' | 'delete'>;
/** What of VS Code's SecretStorage is used. */
export type Keychain = Keys & Pick<SecretStorage, 'keys'> & { onDidChange(listener: (event: { readonly key: string }) => void): unknown };

export interface KeyStoreOptions {
    /** Told once for each thing that cannot be done: in words for the user. */
    readonly onTrouble: (message: string) => void;
    /** How long the keychain may take; one that hangs must hold up neither the start nor a question. */
    readonly patienceMs?: number;
}

/**
 * The editor's keychain, and what stands in for it when it fails: a key that cannot be stored stays in memory until the window closes,
 * and the user is told. It goes nowhere else. A keychain that has failed is not asked again until something is to be stored.
 */
export class KeyStore implements Keys {
    private readonly keychain: Keychain;
    private readonly options: KeyStoreOptions;
    /** Keys of this window: they come first, because a keychain may swallow what it is given. */
    private readonly inMemory = new Map<string, string>();
    /** Keys that the user has removed and the keychain would not give up. */
    private readonly removed = new Set<string>();
    private readonly listeners = new Set<() => void>();
    private readonly told = new Set<string>();
    private isBroken = false;

    constructor(keychain: Keychain, options: KeyStoreOptions) {
        this.keychain = keychain;
        this.options = options;
        keychain.onDidChange(event => {
            // Another window has changed it, or our own change has arrived: from here on the keychain is right.
            this.inMemory.delete(event.key);
            this.removed.delete(event.key);
            this.fire();
        });
    }

    async get(name: string): Promise<string | undefined> {
        const kept = this.inMemory.get(name);
        if (kept !== undefined) return kept;
        if (this.removed.has(name) || this.isBroken) return undefined;
        const found = await this.attempt(this.keychain.get(name), cannotRead());
        return found.isDone ? found.value : undefined;
    }

    async store(name: string, key: string): Promise<void> {
        this.inMemory.set(name, key);
        this.removed.delete(name);
        const { isDone } = await this.attempt(this.keychain.store(name, key), cannotStore());
        if (isDone) this.isBroken = false;
        this.fire();
    }

    async delete(name: string): Promise<void> {
        this.inMemory.delete(name);
        this.removed.add(name);
        await this.attempt(this.keychain.delete(name), cannotDelete());
        this.fire();
    }

    /** Every key there is, to be taken out of what somebody may read. */
    async values(): Promise<readonly string[]> {
        const found = await Promise.all((await this.names()).map(name => this.get(name)));
        return found.filter(key => key !== undefined);
    }

    async deleteAll(): Promise<void> {
        for (const name of await this.names()) await this.delete(name);
    }

    private async names(): Promise<readonly string[]> {
        const stored = this.isBroken ? undefined : await this.attempt(this.keychain.keys(), cannotRead());
        return [...new Set([...this.inMemory.keys(), ...(stored?.isDone ? stored.value : [])])];
    }

    /** A key has been stored or removed, here or in another window. */
    onDidChange(listener: () => void): { dispose(): void } {
        this.listeners.add(listener);
        return { dispose: () => void this.listeners.delete(listener) };
    }

    private fire(): void {
        for (const listener of this.listeners) listener();
    }

    private async attempt<Value>(work: Thenable<Value>, trouble: string): Promise<Attempt<Value>> {
        let timer: NodeJS.Timeout | undefined;
        const hangs = new Promise<Attempt<Value>>(resolve => {
            timer = setTimeout(() => resolve({ isDone: false }), this.options.patienceMs ?? PATIENCE_MS);
        });
        // The error's own words are left out: a keychain may quote what it was given.
        const done = Promise.resolve(work).then(
            (value): Attempt<Value> => ({ isDone: true, value }),
            (): Attempt<Value> => ({ isDone: false }),
        );
        const result = await Promise.race([done, hangs]);
        clearTimeout(timer);
        if (!result.isDone) {
            this.isBroken = true;
            if (!this.told.has(trouble)) this.options.onTrouble(trouble);
            this.told.add(trouble);
        }
        return result;
    }
}

type Attempt<Value> = { readonly isDone: true; readonly value: Value } | { readonly isDone: false };

/** A keychain that asks for a password takes longer; then the key is asked for again. */
const PATIENCE_MS = 5_000;

function cannotRead(): string {
    return t('The keychain of this machine does not answer. Set the key again; it is then kept in memory until this window closes.');
}

function cannotStore(): string {
    return t('The keychain of this machine did not take the key. It is kept in memory until this window closes, and nowhere else.');
}

function cannotDelete(): string {
    return t('The keychain of this machine did not remove the key. This window no longer uses it; remove it there as well.');
}
