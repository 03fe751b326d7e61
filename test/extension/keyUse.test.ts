/** When a key was set and used is kept for its user, without the key. */
import { expect, test } from 'vitest';
import { KeyUses, keyUseLabel } from '../../src/extension/keyUse.ts';

function memory(): {
    get(key: string): unknown;
    update(key: string, value: unknown): Promise<void>;
    readonly values: Map<string, unknown>;
} {
    const values = new Map<string, unknown>();
    return { values, get: key => values.get(key), update: (key, value) => Promise.resolve(void values.set(key, value)) };
}

const NAME = 'key:https://models.example';

test('a key tells when it was set and last used; a new one in its place begins anew', async () => {
    const state = memory();
    let now = new Date('2026-11-02T10:00:00Z');
    const uses = new KeyUses(state, () => now);
    expect(keyUseLabel(uses.of(NAME))).toBe('');
    await uses.wasSet(NAME);
    expect(keyUseLabel(uses.of(NAME))).toBe('set on 2026-11-02, not used yet');
    now = new Date('2026-11-21T10:00:00Z');
    await uses.wasUsed(NAME);
    expect(keyUseLabel(uses.of(NAME))).toBe('set on 2026-11-02, last used on 2026-11-21');
    await uses.wasSet(NAME);
    expect(keyUseLabel(uses.of(NAME))).toBe('set on 2026-11-21, not used yet');
    await uses.wasRemoved(NAME);
    expect(uses.of(NAME)).toEqual({});
});

test('one from before dates were kept tells its last use alone', async () => {
    const uses = new KeyUses(memory(), () => new Date('2026-11-21T10:00:00Z'));
    await uses.wasUsed(NAME);
    expect(keyUseLabel(uses.of(NAME))).toBe('last used on 2026-11-21');
});

test('what is kept of another form is forgotten', () => {
    const state = memory();
    state.values.set('keyUse', 'sk-secret');
    expect(new KeyUses(state).of(NAME)).toEqual({});
});
