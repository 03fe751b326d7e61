/** Models that another extension gives to VS Code, asked through the engine and back, in the fixture `shop`. */
import assert from 'node:assert/strict';
import { ConfigurationTarget, extensions, lm, workspace } from 'vscode';
import type { FootnoteApi } from '../../../src/extension/extension.ts';
import type { Answer } from '../../../src/protocol/answer.ts';
import { until } from './until.ts';

interface Lender {
    readonly requests: readonly {
        readonly model: string;
        readonly messages: readonly { readonly role: string; readonly text: string }[];
        readonly tools: number;
        readonly isStopped: boolean;
    }[];
}

export function registerLentModels(): void {
    describe('Models that VS Code has', () => {
        let footnote: FootnoteApi;
        let lender: Lender;

        before(async () => {
            const extension = extensions.getExtension<FootnoteApi>('footnote.footnote') ?? assert.fail('the extension is not there');
            footnote = await extension.activate();
            lender = await (extensions.getExtension<Lender>('footnote-tests.lender') ?? assert.fail('no lender')).activate();
            await until('the index is ready', () => footnote.indexStatus().state === 'ready');
            await until('VS Code knows the models', async () => (await lm.selectChatModels({ vendor: 'footnote-tests' })).length > 0);
        });

        after(() => choose(undefined, undefined));

        it('one answers, and the answer bears its name', async () => {
            const answer = await answerOf('echo', 'How is a failed payment tried again?');
            assert.equal(answer.notice, undefined);
            assert.equal(answer.answeredBy, 'footnote-tests/echo');
            assert.equal(answer.text, 'A failed payment is tried again [1].');
            assert.deepEqual(
                answer.citations.map(({ mark, state }) => `${mark} ${state}`),
                ['1 verified'],
            );
            const request = lender.requests.at(-1) ?? assert.fail('no request');
            assert.equal(request.tools, 0);
            assert.ok(request.messages.every(({ role }) => role === 'user' || role === 'assistant'));
            const text = request.messages.map(message => message.text).join('\n');
            assert.match(text, /^You answer questions about a source code repository/);
            assert.match(text, /Question: How is a failed payment tried again\?$/);
        });

        it('a small window gets less evidence by its own count, and the whole question', async () => {
            const question = `How is a failed payment tried again, ${'please '.repeat(20)}in detail?`;
            const answer = await answerOf('small', question);
            assert.equal(answer.answeredBy, 'footnote-tests/small', answer.notice);
            const request = lender.requests.at(-1) ?? assert.fail('no request');
            const characters = request.messages.reduce((sum, { text }) => sum + text.length, 0);
            assert.ok(characters / 2 <= 1_200, `${characters} characters`);
            assert.ok(request.messages.at(-1)?.text.endsWith(`Question: ${question}`));
        });

        const troubles: readonly (readonly [rule: string, model: string, words: RegExp])[] = [
            [
                'without quota',
                'used-up',
                /has no quota left; .*Choose another model until there is some again \(Monthly quota exceeded\)\.$/,
            ],
            ['that the user did not allow', 'not-allowed', /may not be used by Footnote; .*Ask again, and allow it when VS Code asks/],
            ['that is closed to us', 'blocked', /is closed to Footnote; .*Choose another model \(not for you\)\.$/],
            ['that its vendor no longer knows', 'not-found', /is not among the models of VS Code; .*Choose another model/],
            ['that fails in a way of its own', 'broken', /failed; .*Ask again \(wires crossed\)\.$/],
            ['that is gone', 'gone', /is not among the models of VS Code; these are quotations instead\. Choose another model/],
        ];
        for (const [rule, model, words] of troubles) {
            it(`one ${rule} is stood in for by quotations, with the reason and one thing to do`, async () => {
                const answer = await answerOf(model, 'How is a failed payment tried again?');
                assert.equal(answer.answeredBy, 'Quotes');
                assert.ok(answer.citations.length > 0);
                assert.match(answer.notice ?? '', new RegExp(`^footnote-tests/${model} `));
                assert.match(answer.notice ?? '', words);
            });
        }

        it('one that vanishes in the middle leaves what it said, marked as incomplete, and quotations', async () => {
            // A short question, for which nothing is asked before the answer.
            const answer = await answerOf('vanishing', 'How is payment retried?');
            assert.match(answer.text, /^A failed payment is tried\s+---\s+/);
            assert.ok(answer.citations.length > 0);
            assert.match(answer.notice ?? '', /^footnote-tests\/vanishing .*incomplete, and quotations follow it\./);
            // It is not only this answer: VS Code no longer has it.
            const next = await answerOf('vanishing', 'How is payment retried?');
            assert.match(next.notice ?? '', /is not among the models of VS Code/);
        });

        it('stopping ends the request at its provider', async () => {
            await choose('vscode-lm', 'footnote-tests/endless');
            const controller = new AbortController();
            let said = 0;
            await assert.rejects(
                async () => {
                    for await (const event of footnote.engine.ask(
                        { text: 'How is a failed payment tried again?' },
                        { signal: controller.signal },
                    )) {
                        if (event.type === 'text' && ++said === 3) controller.abort();
                    }
                },
                { name: 'AbortError' },
            );
            await until('the provider is told', () => lender.requests.at(-1)?.isStopped === true);
        });

        it('nothing is asked while the network is switched off', async () => {
            const before = lender.requests.length;
            await workspace.getConfiguration().update('footnote.network.enabled', false, ConfigurationTarget.Global);
            try {
                const answer = await answerOf('echo', 'How is a failed payment tried again?');
                assert.equal(answer.answeredBy, 'Quotes');
                assert.match(answer.notice ?? '', /^The network is switched off for Footnote/);
                assert.equal(lender.requests.length, before);
            } finally {
                await workspace.getConfiguration().update('footnote.network.enabled', undefined, ConfigurationTarget.Global);
            }
        });

        async function answerOf(id: string, question: string): Promise<Answer> {
            await choose('vscode-lm', `footnote-tests/${id}`);
            const turn = await footnote.ask(question);
            if (turn.progress.state !== 'finished') return assert.fail(JSON.stringify(turn.progress));
            return turn.progress.answer;
        }
    });
}

/** Writes the settings; what is asked from then on is answered by them. */
async function choose(provider: string | undefined, id: string | undefined): Promise<void> {
    const configuration = workspace.getConfiguration();
    await configuration.update('footnote.model.id', id, ConfigurationTarget.Global);
    await configuration.update('footnote.model.provider', provider, ConfigurationTarget.Global);
}
