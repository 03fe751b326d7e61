/** A server behind a certificate of one's own: refused in plain words, and taken once the certificate is named. The check is never off. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FailureError } from '../../../src/protocol/failure.ts';
import { askServer } from '../../../src/engine/models/openAiCompatible.ts';
import { certificateTrouble, trustFile } from '../../../src/engine/models/trustedCertificates.ts';

const fixtures = path.resolve(import.meta.dirname, '../../fixtures/selfSigned');
let server: Server;
let asked: number;

beforeEach(async () => {
    asked = 0;
    const [cert, key] = ['certificate.pem', 'key.pem'].map(name => readFileSync(path.join(fixtures, name)));
    server = createServer({ cert, key }, (request, response) => {
        asked++;
        request.resume();
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.end(`data: ${JSON.stringify({ choices: [{ delta: { content: 'ready' }, finish_reason: 'stop' }] })}\n\ndata: [DONE]\n\n`);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
});

afterEach(async () => {
    trustFile('');
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
});

/** What the server says, or why it was not asked. */
async function outcome(host = '127.0.0.1'): Promise<string> {
    const baseUrl = `https://${host}:${String((server.address() as AddressInfo).port)}/v1`;
    const options = { baseUrl, model: 'm', apiKey: 'sk-secret', networkEnabled: true, contextTokens: 16_000 };
    let text = '';
    try {
        for await (const piece of askServer([{ role: 'user', content: 'Ready?' }], options)) text += piece;
        return text;
    } catch (error) {
        if (!(error instanceof FailureError) || !('detail' in error.failure)) throw error;
        return error.failure.detail;
    }
}

test('is refused before anything is sent, and what to do is said', async () => {
    expect(await outcome()).toMatch(
        /^its certificate is signed by nobody that this machine trusts; name the file .* footnote\.network\.caFile \(DEPTH_ZERO_SELF_SIGNED_CERT\)$/,
    );
    expect(asked).toBe(0);
});

test('is taken when its certificate is in the file that is named', async () => {
    trustFile(path.join(fixtures, 'certificate.pem'));
    expect(await outcome()).toBe('ready');
});

test('is refused again when the file is no longer named', async () => {
    trustFile(path.join(fixtures, 'certificate.pem'));
    expect(await outcome()).toBe('ready');
    server.closeAllConnections();
    trustFile('');
    expect(await outcome('localhost')).toContain('nobody that this machine trusts');
});

test('a file that is not there, or holds no certificate, is told as such', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'footnote-ca-'));
    try {
        trustFile(path.join(folder, 'missing.pem'));
        expect(await outcome()).toContain('footnote.network.caFile cannot be used: ENOENT');
        writeFileSync(path.join(folder, 'empty.pem'), 'nothing\n');
        trustFile(path.join(folder, 'empty.pem'));
        expect(await outcome()).toContain('no certificate in it');
        expect(asked).toBe(0);
    } finally {
        rmSync(folder, { recursive: true });
    }
});

test('other things that are wrong with a certificate have words as well', () => {
    expect(certificateTrouble('CERT_HAS_EXPIRED')).toBe('its certificate has expired (CERT_HAS_EXPIRED)');
    expect(certificateTrouble('ECONNREFUSED')).toBeUndefined();
});
