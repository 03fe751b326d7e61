import { expect, test } from 'vitest';
import type { ChatModel, Prompt } from '../../../src/engine/modelPorts.ts';
import { gatedModel, type SentMessages } from '../../../src/engine/redact/gatedModel.ts';
import { seeded } from './secretSamples.ts';

test('a secret that has come as far as the finished messages goes no further, and is told', async () => {
    const secret = `ghp_${seeded(1).word(36)}`;
    const prompt: Prompt = {
        question: { text: '' },
        evidence: [],
        coverage: { searchedFiles: 0, totalFiles: 0, skippedFiles: 0, isPartial: false, hasMeaning: true },
        findings: { shape: 'topic', words: [], subjects: [], introductions: [], verdict: { isRelevant: true } },
        nonce: '0'.repeat(32),
        messages: [
            { role: 'system', content: 'Answer.' },
            { role: 'user', content: `12| const path = 'tokens/${secret}';` },
        ],
    };
    const order: string[] = [];
    const received: Prompt['messages'][number][] = [];
    const model: ChatModel = {
        name: 'recorder',
        async *generate({ messages }) {
            order.push('asked');
            received.push(...messages);
            yield await Promise.resolve('Yes.');
        },
    };
    let sent: SentMessages | undefined;
    const gated = gatedModel(model, sending => {
        order.push('told');
        sent = sending;
    });
    for await (const piece of gated.generate(prompt)) expect(piece).toBe('Yes.');
    expect(order).toEqual(['told', 'asked']);
    expect(received).toEqual([
        { role: 'system', content: 'Answer.' },
        { role: 'user', content: "12| const path = 'tokens/[REDACTED:github]';" },
    ]);
    expect(sent?.messages).toEqual(received);
    expect(sent?.secrets).toHaveLength(1);
});
