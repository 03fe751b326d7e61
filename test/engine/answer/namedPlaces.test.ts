/** Whatever a question names is among the evidence, however little else speaks for it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Evidence } from '../../../src/protocol/answer.ts';
import { gatherEvidence } from '../../../src/engine/answer/gatherEvidence.ts';
import { EVIDENCE_TOKENS } from '../../../src/engine/answer/evidenceBudget.ts';
import { estimateTokens, fitPassages } from '../../../src/engine/answer/fitPassages.ts';
import { retrieve } from '../../../src/engine/retrieve/retrieve.ts';
import { indexedFixture, shippedEmbedder, type IndexedFixture } from '../retrieve/indexedFixture.ts';

let fixture: IndexedFixture;

/** Long enough that a few of them fill what an answer may be shown. */
const talk = Array.from(
    { length: 60 },
    (_, nth) => `    // cache eviction: how an entry of the cache is evicted, rule ${String(nth)}`,
).join('\n');

beforeAll(async () => {
    fixture = await indexedFixture(
        {
            ...Object.fromEntries(
                Array.from({ length: 30 }, (_, nth) => [
                    `src/cache/eviction${String(nth)}.ts`,
                    `/** How the cache evicts an entry, part ${String(nth)}. */\nexport function evictEntry${String(nth)}(cache: Cache) {\n${talk}\n}\n`,
                ]),
            ),
            ...Object.fromEntries(
                Array.from({ length: 40 }, (_, nth) => `part${String(nth)}`).map(name => [
                    `packages/${name}/setup.ts`,
                    `export class WireFactory {\n    readonly ${name} = 1;\n}\n`,
                ]),
            ),
            'legacy/zq.c': 'int main(void) {\n    return 0;\n}\n',
            'legacy/boot.ts': 'export function zqBoot() {\n    return 7;\n}\n',
        },
        { tellsTextsApart: true },
    );
});

afterAll(async () => {
    await (await shippedEmbedder()).close();
});

/** As it is shown to a model. */
async function evidenceFor(text: string): Promise<readonly Evidence[]> {
    const { ports } = fixture;
    const result = await retrieve({ text, limit: 24 }, ports);
    const { evidence } = await gatherEvidence({ text }, result, { ...ports, statistics: () => ports.store.statistics() });
    return fitPassages(evidence, { tokenBudget: EVIDENCE_TOKENS, countTokens: estimateTokens });
}

async function pathsFor(text: string): Promise<readonly string[]> {
    return (await evidenceFor(text)).map(({ passage }) => passage.path);
}

describe('what a question names', () => {
    it('a file, though thirty others are about everything else it says', async () => {
        expect(await pathsFor('How does the cache evict an entry, and what has legacy/zq.c to do with cache eviction?')).toContain(
            'legacy/zq.c',
        );
    });

    it('a definition, though thirty others are about everything else it says', async () => {
        const evidence = await evidenceFor('How does the cache evict an entry of the cache after zqBoot, by which eviction rule?');
        expect(evidence.find(({ passage }) => passage.path === 'legacy/boot.ts')?.passage.text).toContain('function zqBoot');
    });

    it('a name that forty files share: three of them at the least, and what else is asked beside them', async () => {
        const paths = await pathsFor('How does the cache evict an entry of the cache before setup.ts, by which eviction rule?');
        expect(paths.filter(path => path.endsWith('/setup.ts')).length).toBeGreaterThanOrEqual(3);
        expect(paths.some(path => path.startsWith('src/cache/'))).toBe(true);
        const classes = await pathsFor('How does the cache evict an entry of a WireFactory, by which eviction rule?');
        expect(classes.filter(path => path.endsWith('/setup.ts')).length).toBeGreaterThanOrEqual(3);
    });

    it('the one that is meant among files of one name', async () => {
        const paths = await pathsFor('How does the cache evict an entry in packages/part7/setup.ts, by which eviction rule?');
        expect(paths.filter(path => path.endsWith('/setup.ts'))).toEqual(['packages/part7/setup.ts']);
    });

    it('a report that names forty definitions does not fill the evidence with them', async () => {
        const report = `How is an entry evicted?\n${Array.from({ length: 30 }, (_, nth) => `evictEntry${String(nth)}`).join(' ')}`;
        expect((await evidenceFor(report)).filter(({ role }) => role === 'definition').length).toBeLessThan(16);
    });
});
