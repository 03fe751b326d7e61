import type { Keychain } from '../../src/extension/keyStore.ts';

/** A keychain in memory, which tells about changes as VS Code's does. */
export function memorySecrets(stored: Map<string, string> = new Map()): Keychain & { readonly stored: Map<string, string> } {
    const listeners: ((event: { key: string }) => unknown)[] = [];
    const tell = (key: string): void => {
        for (const listener of listeners) listener({ key });
    };
    return {
        stored,
        keys: async () => [...stored.keys()],
        get: async name => stored.get(name),
        store: async (name, value) => {
            stored.set(name, value);
            tell(name);
        },
        delete: async name => {
            stored.delete(name);
            tell(name);
        },
        onDidChange: listener => {
            listeners.push(listener);
        },
    };
}
