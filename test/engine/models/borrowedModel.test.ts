import type { Host } from '../../../src/protocol/hostContract.ts';
import { connect as connectSocket, createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askLender, borrowedModel } from '../../../src/engine/models/borrowedModel.ts';
import { checkModel } from '../../../src/engine/models/checkModel.ts';
import { FailureError, fail, isAbort } from '../../../src/protocol/failure.ts';
import { hostContract } from '../../../src/protocol/hostContract.ts';
import { connect } from '../../../src/wire/connect.ts';
import { connectionOverSocket } from '../../../src/wire/connections.ts';
import { serve } from '../../../src/wire/serve.ts';

/** The host at the other end of a real socket, as for an engine that answers for another window. */
let host: Host;
let sockets: Socket[];
/** How often a request was stopped at the host. */
let stops: number;

const editor: Host = {
    describeModel: async model =>
        model === 'acme/echo'
            ? { model, name: 'Echo', maxInputTokens: 4_000 }
            : fail({ kind: 'lent-model', model, reason: 'missing', detail: '' }),
    countTokens: async ({ text }) => text.split(' ').length,
    referencesTo: async () => undefined,
    async *generate({ model, messages }, options) {
        if (model === 'acme/forbidden') fail({ kind: 'lent-model', model, reason: 'not-allowed', detail: '' });
        if (model === 'acme/silent') {
            await once(options?.signal ?? expect.fail('no signal'), 'abort');
            stops++;
        }
        for (const { role, content } of messages) yield `${role}: ${content}\n`;
    },
};

beforeEach(async () => {
    stops = 0;
    const server = createServer(socket => {
        sockets.push(socket);
        const connection = connectionOverSocket(socket);
        serve(hostContract, editor, connection);
        connection.listen();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const socket = connectSocket(typeof address === 'object' && address !== null ? address.port : 0, '127.0.0.1');
    sockets = [socket];
    const connection = connectionOverSocket(socket);
    host = connect(hostContract, connection);
    connection.listen();
    await once(server, 'connection');
    server.close();
});

afterEach(() => {
    for (const socket of sockets) socket.destroy();
});

const messages = [
    { role: 'system', content: 'Rules.' },
    { role: 'user', content: 'Where is it?' },
] as const;

async function said(pieces: AsyncIterable<string>): Promise<string> {
    let text = '';
    try {
        for await (const piece of pieces) text += piece;
        return text;
    } catch (error) {
        if (!(error instanceof FailureError)) throw error;
        return JSON.stringify(error.failure);
    }
}

function answer(model: string, changes: Partial<Parameters<typeof askLender>[1]> = {}, signal?: AbortSignal): Promise<string> {
    return said(askLender(messages, { model, host, networkEnabled: true, ...changes }, { signal }));
}

describe('a model of the editor', () => {
    it('answers over the connection of the engine', async () => {
        expect(await answer('acme/echo')).toBe('system: Rules.\nuser: Where is it?\n');
    });

    it('has its own name, its own window and its own way to count', async () => {
        const model = borrowedModel({ model: 'acme/echo', host, networkEnabled: true });
        const window = await model.window?.();
        expect(model.name).toBe('acme/echo');
        expect(window?.tokens).toBe(4_000);
        expect(await window?.countTokens('three words here')).toBe(3);
    });

    it('that is not there, or not allowed, says so', async () => {
        await expect(borrowedModel({ model: 'acme/gone', host, networkEnabled: true }).window?.()).rejects.toMatchObject({
            failure: { kind: 'lent-model', reason: 'missing' },
        });
        expect(await answer('acme/forbidden')).toContain('"reason":"not-allowed"');
        expect(await answer('acme/echo', { host: undefined })).toContain('there is no editor here');
    });

    it('is not asked while the network is switched off', async () => {
        expect(await answer('acme/echo', { networkEnabled: false })).toContain('"kind":"network-disabled"');
    });

    it('that stays silent is given up, and its request is ended', async () => {
        expect(await answer('acme/silent', { timeouts: { firstMs: 50, idleMs: 50, totalMs: 5_000 } })).toContain('no word for 50 ms');
        await until(() => stops === 1);
    });

    it('is stopped with the question', async () => {
        const controller = new AbortController();
        const waiting = answer('acme/silent', {}, controller.signal);
        setTimeout(() => controller.abort(), 30);
        await expect(waiting).rejects.toSatisfy(isAbort);
        await until(() => stops === 1);
    });

    it('is tried with a request of one word', async () => {
        const check = (model: string) => checkModel({ chatModel: { provider: 'vscode-lm', model }, networkEnabled: true }, host);
        expect(await check('acme/echo')).toMatchObject({ models: [] });
        await expect(check('acme/forbidden')).rejects.toMatchObject({ failure: { reason: 'not-allowed' } });
    });
});

async function until(holds: () => boolean): Promise<void> {
    for (let tries = 0; !holds(); tries++) {
        if (tries > 3_000) expect.fail('it never came to pass');
        await pause(10);
    }
}
