/** Quotations after a model that had room for less: whatever of the evidence is left, each footnote names a piece of it. */
import path from 'node:path';
import { expect, test } from 'vitest';
import { composeQuotes } from '../../../src/engine/models/composeQuotes.ts';
import type { ChatModel, Prompt } from '../../../src/engine/modelPorts.ts';
import { answeringTree } from './answeringTree.ts';

const root = path.resolve(import.meta.dirname, '../../..');

test('with any piece of the evidence left out, no footnote names it, and what is left is told', async () => {
    const tree = await answeringTree(root, { below: ['src/engine/answer', 'src/engine/retrieve'], ending: '.ts' });
    const subjects = tree.definitions.filter(({ kind }) => kind === 'function').slice(0, 60);
    let withSteps = 0;
    for (const subject of subjects) {
        const prompts: Prompt[] = [];
        const model: ChatModel = {
            name: 'listening',
            async *generate(prompt) {
                prompts.push(prompt);
                yield await Promise.resolve('');
            },
        };
        await tree.answer([subject], model);
        const prompt = prompts.at(-1);
        if (!prompt || prompt.evidence.length < 2) continue;
        if (prompt.findings.subjects.some(({ steps }) => steps.length > 0)) withSteps++;
        for (const { number: left } of prompt.evidence) {
            const evidence = prompt.evidence.filter(({ number }) => number !== left);
            const text = composeQuotes({ ...prompt, evidence });
            const named = [...text.matchAll(/\[(\d+)(?::\d+(?:-\d+)?)?\]/g)].map(([, number]) => Number(number));
            expect(named, `${subject.name} without ${String(left)}`).not.toContain(left);
            expect(text).not.toBe('');
        }
    }
    expect(withSteps, 'there are calls to tell').toBeGreaterThan(10);
});
