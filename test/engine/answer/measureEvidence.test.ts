import type { RankedFile } from '../../../src/protocol/passage.ts';
import { describe, expect, it } from 'vitest';
import { commonestWords, usualShare } from '../../../src/engine/answer/generalWords.ts';
import { measureEvidence } from '../../../src/engine/answer/measureEvidence.ts';
import { questionWords } from '../../../src/engine/answer/questionWords.ts';
import { workspacePath } from '../../../src/protocol/text.ts';

describe('how often a word occurs in code in general', () => {
    it('`return` more often than `mutex`, and that more often than what no list has', () => {
        expect(usualShare('return')).toBeGreaterThan(10 * usualShare('mutex'));
        expect(usualShare('mutex')).toBeGreaterThan(10 * usualShare('xyzzyplugh'));
    });

    it('words are counted as the index splits them', () => {
        expect(usualShare('implement')).toBeGreaterThan(0.01);
        expect(usualShare('implemented')).toBe(usualShare('xyzzyplugh'));
    });
});

describe('what is measured of the words of a question', () => {
    /** An index of a thousand chunks of code as any, with the number of those that have a word, and perhaps of more that are no text. */
    const measured = async (question: string, has: Readonly<Record<string, number>>, besides = 0) => {
        const rowsWith = (term: string): number => has[term] ?? (commonestWords().includes(term) ? 1_000 * usualShare(term) : 0);
        const statistics = { rows: 1_000 + besides, meanLength: 100, rowsWith };
        return await measure({ question, words: questionWords(question, statistics), statistics });
    };

    it('what the project is about is used more often than in other projects', async () => {
        const { overUse } = await measured('mutex', { mutex: 400 });
        expect(overUse[0]).toBeGreaterThan(3);
    });

    it('what any project has as often as this one says nothing', async () => {
        const { overUse } = await measured('buffer', { buffer: Math.round(1_000 * usualShare('buffer')) });
        expect(overUse[0]).toBeCloseTo(0, 1);
    });

    it('initials in the plural are one word', async () => {
        const { words } = await measured('UUIDs and URLs', { uuid: 2, url: 4 });
        expect(words.map(({ written, occurs }) => [written, occurs])).toEqual([
            ['UUID', true],
            ['URL', true],
        ]);
    });

    it('ten thousand chunks of data make no word rarer', async () => {
        const has = { mutex: 40 };
        expect((await measured('mutex', has, 10_000)).overUse).toEqual((await measured('mutex', has)).overUse);
    });

    it('a common word that this project lacks speaks more against it than a rare one', async () => {
        const { words, overUse } = await measured('mutex xyzzyplugh', {});
        expect(words.map(({ term }) => term)).toEqual(['mutex', 'xyzzyplugh']);
        expect(overUse[0]).toBeLessThan(0);
        expect(overUse[0]).toBeLessThan(overUse[1] ?? 0);
    });
});

describe('the lead of the best file', () => {
    const files = (...scores: readonly number[]): readonly RankedFile[] =>
        scores.map((score, nth) => ({ path: workspacePath(`src/${String(nth)}.ts`), score, origins: [] }));

    it('is what its score is above that of the tenth, whatever the order they come in', async () => {
        const { lead } = await measure({ files: files(1, 4, 3, 2, 2, 2, 2, 2, 2, 1.5, 0.1) });
        expect(lead).toBeCloseTo(3);
    });

    it('is its score where fewer than ten were found', async () => {
        const { lead } = await measure({ files: files(3, 2) });
        expect(lead).toBeCloseTo(3);
    });

    it('is nothing where nothing was found', async () => {
        const { lead } = await measure({});
        expect(lead).toBe(0);
    });
});

type Parts = Parameters<typeof measureEvidence>[0];

async function measure(parts: Partial<Parts>) {
    return await measureEvidence({
        question: '',
        words: [],
        passages: [],
        files: [],
        names: { known: 0, unknown: 0, areNowhere: false },
        statistics: { rows: 1_000, meanLength: 100, rowsWith: () => 0 },
        store: { searchMeaning: async () => await Promise.resolve([]) },
        embedder: undefined,
        ...parts,
    });
}
