import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Query, SearchExplanation } from '../../../src/protocol/passage.ts';
import type { IndexedFixture } from './indexedFixture.ts';
import { retrieve } from '../../../src/engine/retrieve/retrieve.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { builderFixture } from '../answer/builderFixture.ts';
import { indexedFixture, shippedEmbedder } from './indexedFixture.ts';

let fixture: IndexedFixture;

beforeAll(async () => {
    fixture = await indexedFixture(builderFixture);
});

afterAll(async () => {
    await (await shippedEmbedder()).close();
});

async function explained(query: Query): Promise<SearchExplanation> {
    const { explanation } = await retrieve({ ...query, explain: true }, fixture.ports);
    if (!explanation) throw new Error('nothing was explained');
    return explanation;
}

const query: Query = { text: 'retry a failed build', limit: 2 };

describe('how an order came about', () => {
    it('is told only when asked for, and changes nothing', async () => {
        const plain = await retrieve(query, fixture.ports);
        const { explanation, ...others } = await retrieve({ ...query, explain: true }, fixture.ports);
        expect(plain).not.toHaveProperty('explanation');
        expect({ ...others, tookMs: 0 }).toEqual({ ...plain, tookMs: 0 });
        expect(explanation?.files.filter(({ fate }) => fate === 'shown').map(({ path }) => path)).toEqual(
            plain.files.map(({ path }) => path),
        );
    });

    it('every score is the sum of what its signals gave, and the first place of a signal earns no more than its weight', async () => {
        const { files, weights } = await explained(query);
        expect(files.length).toBeGreaterThan(2);
        for (const { score, signals } of files) {
            expect(signals.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(score, 9);
            for (const { signal, contribution, rank } of signals) {
                expect(contribution).toBeLessThanOrEqual(weights[signal] + 1e-9);
                if (signal === 'words' && rank === 1) expect(contribution).toBeCloseTo(weights.words, 9);
            }
        }
    });

    it('a file below the limit is told as that, with the words it has and lacks and what it is behind in', async () => {
        const { expected } = await explained({ ...query, limit: 1, expect: 'pause.ts' });
        expect(expected).toMatchObject({ path: 'src/build/pause.ts', isIndexed: true, has: ['build'], file: { fate: 'below the limit' } });
        expect(expected?.lacks).toContain('retry');
        const [most] = expected?.behind ?? [];
        expect(most).toMatchObject({ signal: 'words' });
        expect(most?.by).toBeGreaterThan(0);
    });

    it('a file that is not indexed', async () => {
        const { expected } = await explained({ text: 'retryBuild', limit: 1, expect: 'nowhere.ts' });
        expect(expected).toMatchObject({ path: 'nowhere.ts', isIndexed: false, has: [] });
        expect(expected).not.toHaveProperty('file');
    });

    it('files outside the folder and places beyond the limit are named', async () => {
        const { files, cut } = await explained({ ...query, folder: workspacePath('src'), limit: 1 });
        expect(files.filter(({ fate }) => fate === 'out of scope').every(({ path }) => !path.startsWith('src/'))).toBe(true);
        expect(files.some(({ fate }) => fate === 'out of scope')).toBe(true);
        expect(cut.every(({ path }) => path.startsWith('src/'))).toBe(true);
        expect(cut.some(({ reason }) => reason === 'below the limit')).toBe(true);
    });
});
