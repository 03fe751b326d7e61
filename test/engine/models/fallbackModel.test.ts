import { describe, expect, it } from 'vitest';
import type { ChatModel, Prompt } from '../../../src/engine/modelPorts.ts';
import { FailureError, type Failure } from '../../../src/protocol/failure.ts';
import { chooseModel } from '../../../src/engine/models/chooseModel.ts';
import { fallbackModel } from '../../../src/engine/models/fallbackModel.ts';

function model(name: string, ...says: readonly (string | Failure)[]): ChatModel & { readonly timesAsked: () => number } {
    let asked = 0;
    return {
        name,
        timesAsked: () => asked,
        window: () => Promise.resolve({ tokens: name.length * 1_000, countTokens: text => text.length }),
        async *generate() {
            asked++;
            for (const said of says) {
                if (typeof said !== 'string') throw new FailureError(said);
                yield await Promise.resolve(said);
            }
        },
    };
}

const away: Failure = { kind: 'model-unreachable', origin: 'http://127.0.0.1:1', detail: 'ECONNREFUSED' };
const notAgreed: Failure = { kind: 'not-agreed', destination: 'elsewhere' };

const prompt: Prompt = {
    question: { text: '' },
    evidence: [],
    coverage: { searchedFiles: 0, totalFiles: 0, skippedFiles: 0, isPartial: false, hasMeaning: false },
    findings: { shape: 'topic', words: [], subjects: [], introductions: [], verdict: { isRelevant: true } },
    nonce: '',
    messages: [],
};

async function textOf(asked: ChatModel): Promise<string> {
    let text = '';
    for await (const piece of asked.generate(prompt)) text += piece;
    return text;
}

describe('models in order', () => {
    it('the first that speaks answers, and its name is shown', async () => {
        const both = fallbackModel([model('first', away), model('second', 'Hello.')]);
        expect(await textOf(both)).toBe('Hello.');
        expect(both.name).toBe('second');
    });

    it('one that has spoken is not followed by another', async () => {
        const second = model('second', 'Hello.');
        await expect(textOf(fallbackModel([model('first', 'Half', away), second]))).rejects.toThrow(FailureError);
        expect(second.timesAsked()).toBe(0);
    });

    it('what no other model could do better ends it', async () => {
        const second = model('second', 'Hello.');
        await expect(textOf(fallbackModel([model('first', notAgreed), second]))).rejects.toThrow(FailureError);
        expect(second.timesAsked()).toBe(0);
    });

    it('when none can, the last says why', async () => {
        await expect(textOf(fallbackModel([model('a', away), model('b', { ...away, detail: 'ETIMEDOUT' })]))).rejects.toMatchObject({
            failure: { detail: 'ETIMEDOUT' },
        });
    });

    it('what is sent fits the smallest of them', async () => {
        expect((await fallbackModel([model('large'), model('tiny')]).window?.())?.tokens).toBe(4_000);
    });

    it("a persona's models come in place of those that are set", () => {
        const server = {
            provider: 'openai-compatible' as const,
            baseUrl: 'http://127.0.0.1:1/v1',
            model: 'set',
            fallbacks: ['spare'],
            apiKey: '',
            contextTokens: 8_000,
            firstWordSeconds: 1,
            idleSeconds: 1,
        };
        const options = { chatModel: server, networkEnabled: true };
        expect(chooseModel(options, undefined).name).toBe('set');
        expect(chooseModel(options, undefined, ['architects-own']).name).toBe('architects-own');
    });
});
