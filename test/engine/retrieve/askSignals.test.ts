import { expect, it } from 'vitest';
import type { WordHit } from '../../../src/engine/ports.ts';
import { askSignals } from '../../../src/engine/retrieve/askSignals.ts';
import { indexedFixture } from './indexedFixture.ts';

it('the store and the model are asked side by side, and paths and names in the meantime', async () => {
    const { ports } = await indexedFixture({ 'src/retry.ts': 'export function retryBuild() { return retry(build); }\n' });
    const told: string[] = [];
    const bothAsked = Promise.withResolvers<undefined>();
    const ask = (what: string): void => {
        told.push(what);
        if (told.includes('words') && told.includes('meaning')) bothAsked.resolve(undefined);
    };
    const embedder = ports.embedder && {
        ...ports.embedder,
        embedQuery: async (text: string) => {
            ask('meaning');
            await bothAsked.promise;
            return ports.embedder?.embedQuery(text);
        },
    };
    const store = {
        ...ports.store,
        searchWords: async (...asked: Parameters<typeof ports.store.searchWords>): Promise<readonly WordHit[]> => {
            ask('words');
            // Neither answers before the other was asked: one after the other, this would wait for ever.
            await bothAsked.promise;
            return ports.store.searchWords(...asked);
        },
    };
    const symbols = {
        ...ports.symbols,
        tellDefinitionsLike: (...asked: Parameters<typeof ports.symbols.tellDefinitionsLike>) => {
            told.push('names');
            ports.symbols.tellDefinitionsLike(...asked);
        },
    };
    const { words, meaning } = await askSignals({ text: 'retryBuild' }, { ...ports, store, embedder, symbols });
    expect(told.slice(0, 3)).toEqual(expect.arrayContaining(['words', 'meaning', 'names']));
    expect([words.files.size, meaning?.files.size]).toEqual([1, 1]);
});
