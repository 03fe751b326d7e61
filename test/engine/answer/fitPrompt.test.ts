import type { Evidence, Question } from '../../../src/protocol/answer.ts';
import type { ModelWindow, Prompt } from '../../../src/engine/modelPorts.ts';
import type { PromptParts } from '../../../src/engine/answer/composePrompt.ts';
import { defaultAnswering } from '../../../src/protocol/answering.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composePrompt } from '../../../src/engine/answer/composePrompt.ts';
import { estimateTokens } from '../../../src/engine/answer/fitPassages.ts';
import { answerTokens, countPrompt, fitPrompt } from '../../../src/engine/answer/fitPrompt.ts';
import { contentHash } from '../../../src/engine/contentHash.ts';
import { FailureError } from '../../../src/protocol/failure.ts';
import { workspacePath } from '../../../src/protocol/text.ts';

function evidenceOf(number: number, characters: number): Evidence {
    const text = 'x'.repeat(characters);
    return {
        number,
        role: 'found',
        passage: {
            path: workspacePath(`src/${String(number)}.ts`),
            range: { startLine: 1, endLine: 1 },
            language: 'typescript',
            kind: 'code',
            text,
            hash: contentHash(text),
            score: 1,
            origins: [],
        },
    };
}

function partsOf(question: Question, sizes: readonly number[]): PromptParts {
    return {
        question,
        evidence: sizes.map((size, at) => evidenceOf(at + 1, size)),
        coverage: { searchedFiles: 3, totalFiles: 3, skippedFiles: 0, isPartial: false, hasMeaning: true },
        findings: { shape: 'where', words: [], subjects: [], introductions: [], verdict: { isRelevant: true } },
        randomNonce: () => 'a'.repeat(32),
    };
}

/** Counters of several kinds: ours, one dearer, one that counts over a wire, one that charges more for a whole than for its parts. */
const counters: readonly ModelWindow['countTokens'][] = [
    estimateTokens,
    text => text.length,
    text => Promise.resolve(Math.ceil(text.length / 4)),
    text => Math.ceil(text.length / 3 + text.length ** 1.2 / 50),
];

const turn = fc.record({ question: fc.string({ maxLength: 300 }), answer: fc.string({ maxLength: 3_000 }) });

describe('a prompt that must fit', () => {
    it('is never longer than the window without the answer, and its question is never cut', async () => {
        await fc.assert(
            fc.asyncProperty(
                fc.string({ maxLength: 3_000 }),
                fc.array(turn, { maxLength: 6 }),
                fc.array(fc.nat(6_000), { maxLength: 8 }),
                fc.integer({ min: 300, max: 40_000 }),
                fc.constantFrom(...counters),
                fc.record({ notes: fc.string({ maxLength: 7_000 }), role: fc.string({ maxLength: 460 }) }),
                async (text, history, sizes, tokens, countTokens, { notes, role }) => {
                    const window: ModelWindow = { tokens, countTokens };
                    const persona = { name: 'Auditor', alsoSearches: [], instructions: '', models: [], quotedRole: role };
                    const parts = { ...partsOf({ text, history }, sizes), notes, answering: { ...defaultAnswering, persona } };
                    const room = tokens - answerTokens(window);
                    let fitted: Prompt;
                    try {
                        fitted = await fitPrompt(parts, window, 'm');
                    } catch (error) {
                        if (!(error instanceof FailureError)) throw error;
                        expect(error.failure.kind).toBe('question-too-long');
                        const bare = composePrompt({ ...parts, notes: '', evidence: [], question: { text, history: [] } });
                        expect(await countPrompt(bare, window)).toBeGreaterThan(room);
                        return;
                    }
                    expect(await countPrompt(fitted, window)).toBeLessThanOrEqual(room);
                    expect(fitted.messages.at(-1)?.content.endsWith(`Question: ${text}`)).toBe(true);
                    expect(fitted.messages[0]?.role).toBe('system');
                },
            ),
            { numRuns: 200 },
        );
    });

    async function check(
        rule: string,
        parts: PromptParts,
        tokens: number,
        evidence: readonly number[],
        turns: readonly string[],
    ): Promise<void> {
        const fitted = await fitPrompt(parts, { tokens, countTokens: estimateTokens }, 'm');
        expect(
            fitted.evidence.map(({ number }) => number),
            rule,
        ).toEqual(evidence);
        expect(
            (fitted.question.history ?? []).map(({ question }) => question),
            rule,
        ).toEqual(turns);
    }

    it('keeps all of it when it fits, evidence before earlier turns when not, and later turns before earlier ones', async () => {
        const history = ['first', 'second', 'third'].map(question => ({ question, answer: 'a'.repeat(1_500) }));
        const parts = partsOf({ text: 'Where?', history }, [3_000, 9_000, 600]);
        await check('a large window', parts, 16_000, [1, 2, 3], ['first', 'second', 'third']);
        await check('turns go first, the oldest before the others', parts, 8_000, [1, 2, 3], ['second', 'third']);
        await check('then what does not fit, whole', parts, 3_400, [1, 3], ['third']);
        await check('and nothing is left of the conversation', parts, 1_400, [3], []);
    });

    it('gives what was attached its share of a small window, and what was found the rest', async () => {
        const parts = partsOf({ text: 'Why?' }, [3_000, 3_000, 3_000, 3_000, 3_600, 900]);
        const evidence = parts.evidence.map(piece => (piece.number <= 4 ? { ...piece, role: 'attached' as const } : piece));
        const window = { tokens: 5_000, countTokens: estimateTokens };
        const fitted = await fitPrompt({ ...parts, evidence }, window, 'm');
        expect(fitted.evidence.map(({ number }) => number)).toEqual([1, 5, 6]);
        const roomy = await fitPrompt({ ...parts, evidence }, { ...window, tokens: 40_000 }, 'm');
        expect(roomy.evidence).toHaveLength(6);
        const alone = await fitPrompt({ ...parts, evidence: evidence.slice(0, 4) }, { ...window, tokens: 5_400 }, 'm');
        expect(alone.evidence.map(({ number }) => number)).toEqual([1, 2, 3]);
    });
});
