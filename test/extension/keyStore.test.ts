import { expect, test } from 'vitest';
import { KeyStore, type Keychain } from '../../src/extension/keyStore.ts';
import { memorySecrets } from './memorySecrets.ts';

const NAME = 'key:https://api.example.com';

function storeOver(keychain: Partial<Keychain>) {
    const troubles: string[] = [];
    const calls = { get: 0, store: 0 };
    const real = memorySecrets();
    const keys = new KeyStore(
        {
            ...real,
            ...keychain,
            get: name => {
                calls.get++;
                return (keychain.get ?? real.get)(name);
            },
            store: (name, key) => {
                calls.store++;
                return (keychain.store ?? real.store)(name, key);
            },
        },
        { onTrouble: message => troubles.push(message), patienceMs: 30 },
    );
    return { keys, troubles, calls, real };
}

const throws = (): Promise<never> => Promise.reject(new Error('org.freedesktop.secrets: sk-quoted'));
const hangs = (): Promise<never> => new Promise(() => undefined);

test('with a keychain that works, keys lie there and nothing is said', async () => {
    const { keys, troubles, real } = storeOver({});
    const heard: string[] = [];
    keys.onDidChange(() => heard.push('changed'));
    await keys.store(NAME, 'sk-1');
    expect([await keys.get(NAME), real.stored.get(NAME)]).toEqual(['sk-1', 'sk-1']);
    expect(heard).toContain('changed');
    // Another window changes it.
    await real.store(NAME, 'sk-2');
    expect(await keys.get(NAME)).toBe('sk-2');
    await keys.delete(NAME);
    expect([await keys.get(NAME), real.stored.size, troubles]).toEqual([undefined, 0, []]);
});

function checkKept(what: string, keychain: Partial<Keychain>, isTold: boolean) {
    test(`a keychain that ${what}: the key is kept for this window${isTold ? ', which is said once' : ''}`, async () => {
        const { keys, troubles } = storeOver(keychain);
        for (let n = 0; n < 5; n++) await keys.store(NAME, `sk-${n}`);
        expect(await keys.get(NAME)).toBe('sk-4');
        expect(await keys.get('key:https://other.example')).toBeUndefined();
        expect(troubles.filter(message => message.includes('in memory until this window closes')).length > 0).toBe(isTold);
        expect(new Set(troubles).size, 'each thing is said once').toBe(troubles.length);
        expect(troubles.join(), 'nothing of the key, nor of what the keychain says').not.toMatch(/sk-|freedesktop/);
        await keys.delete(NAME);
        expect(await keys.get(NAME)).toBeUndefined();
    });
}

checkKept('throws', { get: throws, store: throws, delete: throws }, true);
checkKept('hangs', { get: hangs, store: hangs, delete: hangs }, true);
checkKept('swallows what it is given', { get: async () => undefined, store: async () => undefined }, false);

test('a keychain that hangs is asked once, not at every question', async () => {
    const { keys, calls, troubles } = storeOver({ get: hangs });
    for (let n = 0; n < 20; n++) expect(await keys.get(NAME)).toBeUndefined();
    expect([calls.get, troubles.length]).toEqual([1, 1]);
});

test('a key that cannot be removed is no longer used, and the user learns of it', async () => {
    const { keys, troubles } = storeOver({ delete: throws });
    await keys.store(NAME, 'sk-1');
    await keys.delete(NAME);
    expect(await keys.get(NAME)).toBeUndefined();
    expect(troubles).toHaveLength(1);
    expect(troubles[0]).toMatch(/no longer uses it/);
});
