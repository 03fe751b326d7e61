import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EngineOptions } from '../../src/protocol/engineContract.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { silentLogger } from '../../src/engine/log.ts';
import { engineOptions } from '../../src/settings/engineOptions.ts';
import { defaultSettings } from '../../src/settings/settings.ts';
import { makeShop, workspaceOf, type Shop } from './workspaceFolder.ts';

let place: Shop;
beforeEach(() => {
    const lines = Array.from({ length: 120 }, (_, at) => `line ${String(at)} of a file without any syntax, forty`);
    place = makeShop({ 'notes.unknown': lines.join('\n') });
});
afterEach(() => {
    place.dispose();
});

function optionsWith(chunkTokens: number): EngineOptions {
    return engineOptions({ ...defaultSettings, 'footnote.index.chunkTokens': chunkTokens }, { apiKey: '', excludes: [], cores: 2 });
}

test('another size of chunks makes the index anew, and so does going back', async () => {
    const engine = createEngine({ log: silentLogger });
    try {
        await engine.open({ ...workspaceOf(place), settings: optionsWith(0) });
        const shipped = await engine.index('update');
        expect(shipped?.counts.chunks).toBe(4);
        await engine.configure(optionsWith(1_000));
        const larger = await engine.index('update');
        expect(larger?.counts.chunks).toBe(2);
        const [passage] = (await engine.search({ text: 'line of a file without syntax' })).passages;
        expect(passage && passage.range.endLine - passage.range.startLine).toBeGreaterThan(60);
        await engine.configure(optionsWith(0));
        const again = await engine.index('update');
        expect(again?.counts.chunks).toBe(4);
    } finally {
        await engine.close();
    }
});

test('a host without settings leaves the sizes as they were chosen, and makes nothing anew', async () => {
    const engine = createEngine({ log: silentLogger });
    try {
        await engine.open({ ...workspaceOf(place), settings: optionsWith(1_000) });
        expect((await engine.index('update'))?.counts.chunks).toBe(2);
        await engine.open({ ...workspaceOf(place), keepsEmbedder: true });
        expect(await engine.index('update')).toMatchObject({ unchanged: 1, changed: 0, counts: { chunks: 2 } });
        await engine.open({ ...workspaceOf(place), settings: optionsWith(0) });
        expect((await engine.index('update'))?.counts.chunks).toBe(4);
        await engine.open({ ...workspaceOf(place), keepsEmbedder: true });
        expect(await engine.index('update')).toMatchObject({ unchanged: 1, changed: 0, counts: { chunks: 4 } });
    } finally {
        await engine.close();
    }
});
