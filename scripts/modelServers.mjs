/**
 * A model server for the window tests, at two addresses: on this machine, and with https at one that Footnote takes for another machine
 * (127.0.0.2, which never leaves this one either). Undefined where no certificate can be made.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import path from 'node:path';

/** Another body for a function of the fixture. */
const CHANGED = `export async function retryPayment(pay: () => Promise<void>, options: RetryOptions): Promise<void> {
    await notTwice(pay, options);
}`;

const ELSEWHERE = '127.0.0.2';

export async function startModelServers(folder) {
    const [certificate, key] = ['model.crt', 'model.key'].map(name => path.join(folder, name));
    const { status } = spawnSync(
        'openssl',
        [
            ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
            ...['-subj', '/CN=model', '-addext', `subjectAltName=IP:${ELSEWHERE}`, '-keyout', key, '-out', certificate],
        ],
        { stdio: 'ignore' },
    );
    if (status !== 0) return undefined;
    const requests = [];
    const answering = new Set();
    const servers = { requests, open: () => answering.size, refusal: undefined, breaksOff: false };
    const answer = address => (request, response) => {
        let body = '';
        request.setEncoding('utf8').on('data', text => (body += text));
        request.on('end', () => {
            requests.push({
                address: address(),
                method: request.method,
                url: request.url,
                authorization: request.headers.authorization,
                body,
            });
            if (servers.refusal !== undefined) {
                response.writeHead(servers.refusal, { 'content-type': 'application/json' });
                response.end('{"error":{"message":"not with this key"}}');
            } else if (request.url.endsWith('/models')) {
                response.writeHead(200, { 'content-type': 'application/json' });
                response.end('{"object":"list","data":[{"id":"m","object":"model"},{"id":"other","object":"model"}]}');
            } else {
                void stream(response, body);
            }
        });
    };
    const stream = async (response, body) => {
        answering.add(response);
        response.on('close', () => answering.delete(response));
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const say = (content, finish = null) =>
            response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`);
        // The question alone: an earlier one may stand in the conversation.
        const asked = JSON.parse(body).messages.at(-1).content;
        if (asked.includes('cut off')) {
            say(', waiting longer each time [1].');
            say('', 'stop');
            response.end('data: [DONE]\n\n');
            return;
        }
        if (servers.breaksOff) {
            servers.breaksOff = false;
            say('It is tried again');
            await new Promise(resolve => setTimeout(resolve, 100));
            response.destroy();
            return;
        }
        if (asked.includes('with code')) {
            say(`It is tried again here [1]. A change of it:\n\n\`\`\`ts src/retryPayment.ts\n${CHANGED}\n\`\`\`\n`);
            say('', 'stop');
            response.end('data: [DONE]\n\n');
            return;
        }
        if (asked.includes('forever')) {
            while (answering.has(response)) {
                say('and on ');
                await new Promise(resolve => setTimeout(resolve, 50));
            }
            return;
        }
        say('A failed payment is tried again [1].');
        say('', 'stop');
        response.end('data: [DONE]\n\n');
    };
    const start = async (server, host) => {
        await new Promise(resolve => server.listen(0, host, resolve));
        return `${host}:${server.address().port}`;
    };
    const addresses = {};
    const plain = http.createServer(answer(() => addresses.onThisMachine));
    const secure = https.createServer(
        { cert: readFileSync(certificate), key: readFileSync(key) },
        answer(() => addresses.elsewhere),
    );
    addresses.onThisMachine = `http://${await start(plain, '127.0.0.1')}`;
    addresses.elsewhere = `https://${await start(secure, ELSEWHERE)}`;
    const baseUrl = `${addresses.elsewhere}/v1`;
    return {
        servers: Object.assign(servers, { elsewhere: baseUrl, onThisMachine: `${addresses.onThisMachine}/v1` }),
        env: { NODE_EXTRA_CA_CERTS: certificate },
        settings: { 'footnote.model.provider': 'openai-compatible', 'footnote.model.baseUrl': baseUrl, 'footnote.model.id': 'm' },
        close() {
            for (const server of [plain, secure]) {
                server.closeAllConnections();
                server.close();
            }
        },
    };
}
