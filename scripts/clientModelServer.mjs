/**
 * A model server on "the computer in front of the user" for the window tests, where that is this machine as well: VS Code's server is told
 * a port at which nothing listens, and only the browser's side finds the server behind it.
 */
import { once } from 'node:events';
import http from 'node:http';
import { freePort } from './vscodeServer.mjs';

export async function startClientModelServer() {
    const requests = [];
    const server = http.createServer((request, response) => {
        // As servers do that let a page in a browser ask them (Ollama: OLLAMA_ORIGINS).
        const allowed = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*', 'access-control-allow-methods': '*' };
        if (request.method === 'OPTIONS') {
            response.writeHead(204, allowed).end();
            return;
        }
        let body = '';
        request.setEncoding('utf8').on('data', text => (body += text));
        request.on('end', () => {
            requests.push({ url: request.url, headers: request.headers, body });
            if (request.url.endsWith('/models')) {
                response.writeHead(200, { ...allowed, 'content-type': 'application/json' });
                response.end('{"object":"list","data":[{"id":"at-home","object":"model"}]}');
                return;
            }
            response.writeHead(200, { ...allowed, 'content-type': 'text/event-stream' });
            const piece = { choices: [{ index: 0, delta: { content: 'A failed payment is tried again [1].' }, finish_reason: 'stop' }] };
            response.end(`data: ${JSON.stringify(piece)}\n\ndata: [DONE]\n\n`);
        });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const told = await freePort();
    const baseUrl = `http://127.0.0.1:${told}/v1`;
    return {
        requests,
        baseUrl,
        settings: {
            'footnoteCompanion.baseUrl': baseUrl,
            'footnote.model.provider': 'openai-compatible',
            'footnote.model.baseUrl': baseUrl,
            'footnote.model.id': 'at-home',
        },
        browserArguments: [`--host-resolver-rules=MAP 127.0.0.1:${told} 127.0.0.1:${server.address().port}`],
        close() {
            server.closeAllConnections();
            server.close();
        },
    };
}
