import { expect, onTestFinished, test } from 'vitest';
import { LanceStore } from '../../../src/engine/store/lanceStore.ts';
import { LiveStore } from '../../../src/engine/store/liveStore.ts';
import { WordCounts } from '../../../src/engine/store/wordStatistics.ts';
import { DIMENSIONS, storedFile, vectorOf } from './storedFiles.ts';
import { temporaryFolder } from './temporaryFolder.ts';

test('a search that was given too little time is stopped, and the index is not taken for damaged', async () => {
    const rows = await LanceStore.open(await temporaryFolder(), { dimensions: DIMENSIONS, isWriter: true });
    onTestFinished(() => rows.close());
    await rows.replaceFiles([storedFile('a.ts', ['cart total'])], { revision: 1, known: new Set() });
    const damage: string[] = [];
    const onDamage = (detail: string): void => void damage.push(detail);
    const live = new LiveStore(() => ({ rows, counts: new WordCounts(), isComparable: true, chunksOf: () => 1, onDamage }));
    const signal = AbortSignal.timeout(0);
    await new Promise(resolve => {
        signal.addEventListener('abort', resolve);
    });
    await expect(live.searchMeaning(vectorOf('cart'), 5, { signal })).rejects.toThrow(DOMException);
    await expect(live.searchWords(['cart'], 5, { signal })).rejects.toThrow(DOMException);
    expect(damage).toEqual([]);
    expect(await live.searchWords(['cart'], 5)).toHaveLength(1);

    await rows.close();
    await expect(live.searchWords(['cart'], 5)).rejects.toThrow();
    expect(damage).toHaveLength(1);
});
