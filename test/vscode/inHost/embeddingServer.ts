/** An embedding server chosen in the settings, in a real window: one on this machine is used at once, one elsewhere is sent nothing unasked. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createSocketServer, type AddressInfo, type Server } from 'node:net';
import { commands, ConfigurationTarget, extensions, workspace } from 'vscode';
import type { FootnoteApi } from '../../../src/extension/extension.ts';
import type { EmbedderFacts } from '../../../src/protocol/indexing.ts';
import { embeddingModes } from '../../doubles/embeddingModes.ts';
import { shownText, untilSeen } from './until.ts';

export function registerEmbeddingServer(): void {
    describe('an embedding server', () => {
        let footnote: FootnoteApi;
        const sent: string[] = [];
        const server = createHttpServer((request, response) => {
            let body = '';
            request.setEncoding('utf8').on('data', (piece: string) => (body += piece));
            request.on('end', () => {
                const { input } = JSON.parse(body) as { readonly input: readonly string[] };
                sent.push(...input);
                const played = embeddingModes['m30-good']?.(input, sent.length);
                response.writeHead(200, { 'content-type': 'application/json' });
                response.end(JSON.stringify(typeof played === 'object' ? played.body : ''));
            });
        });

        before(async () => {
            const extension = extensions.getExtension<FootnoteApi>('footnote.footnote') ?? assert.fail('the extension is not there');
            footnote = await extension.activate();
        });

        after(async () => {
            for (const id of ['provider', 'baseUrl', 'id']) await set(id, undefined);
            server.closeAllConnections();
            server.close();
        });

        it('on this machine makes a new index as soon as it is chosen, and is sent text without paths', async () => {
            await set('baseUrl', `http://127.0.0.1:${await listen(server, '127.0.0.1')}/v1`);
            await set('id', 'm');
            await set('provider', 'openai-compatible');
            const facts = await untilEmbedder(footnote, ({ model }) => model === 'm');
            assert.equal(facts.dimensions, 64);
            await untilReady(footnote);
            assert.ok(sent.some(text => text.includes('retryPayment')));
            assert.ok(!sent.some(text => text.includes('src/retryPayment.ts')), 'no path');
            const turn = await footnote.ask('How is a failed payment tried again?');
            assert.ok(turn.citations.length > 0, turn.text);
            assert.ok(sent.some(text => text.includes('How is a failed payment tried again?')));
        });

        it('shows word for word what is sent', async () => {
            await commands.executeCommand('footnote.previewEmbedding');
            const text = await shownText(/^What is sent to be embedded, to http:\/\/127\.0\.0\.1:\d+, model m/);
            for (const line of sent.filter(one => one.includes('retryPayment')).slice(0, 1)) assert.ok(text.includes(line));
        });

        it('elsewhere is sent nothing before it is agreed to; the model that ships stands in and says so', async () => {
            let connections = 0;
            const canary = createSocketServer(socket => {
                connections++;
                socket.destroy();
            });
            const origin = `https://127.0.0.2:${await listen(canary, '127.0.0.2')}`;
            try {
                await set('baseUrl', `${origin}/v1`);
                const { model, note } = await untilEmbedder(footnote, facts => facts.note !== undefined);
                assert.equal(model, 'code-static-384');
                assert.ok(note?.startsWith(`Nothing was sent to ${origin}`), note);
                await untilReady(footnote);
                await footnote.ask('How is a failed payment tried again?');
                assert.equal(connections, 0);
            } finally {
                canary.close();
            }
        });

        it('is left again, and everything is found by the model that ships', async () => {
            await set('provider', undefined);
            await untilEmbedder(footnote, ({ model, note }) => model === 'code-static-384' && note === undefined);
            await untilReady(footnote);
        });
    });
}

async function set(name: string, value: string | undefined): Promise<void> {
    await workspace.getConfiguration().update(`footnote.embedder.${name}`, value, ConfigurationTarget.Global);
}

async function listen(server: Server, host: string): Promise<number> {
    server.listen(0, host);
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
}

async function untilEmbedder(footnote: FootnoteApi, isIt: (facts: EmbedderFacts) => boolean): Promise<EmbedderFacts> {
    let found: EmbedderFacts | undefined;
    await untilSeen(
        'the embedder has come',
        async () => {
            try {
                return (await footnote.engine.details()).embedding;
            } catch (error) {
                // The engine is between two workspaces.
                return String(error);
            }
        },
        seen => {
            if (typeof seen === 'string' || !isIt(seen)) return false;
            found = seen;
            return true;
        },
    );
    return found ?? assert.fail();
}

async function untilReady(footnote: FootnoteApi): Promise<void> {
    await untilSeen(
        'everything is indexed',
        () => footnote.indexStatus(),
        status => status.state === 'ready' && status.hasMeaning && status.counts.indexed === status.counts.total,
    );
}
