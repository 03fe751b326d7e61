import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';

/** What a model server was asked. */
export interface AskedRequest {
    readonly method: string;
    readonly url: string;
    readonly headers: IncomingHttpHeaders;
    /** The body, as it was sent. */
    readonly body: string;
}

export interface ModelServer {
    /** What stands in `footnote.model.baseUrl`. */
    readonly baseUrl: string;
    readonly origin: string;
    /** Cuts what is still open. */
    readonly close: () => Promise<void>;
}

/** A server on this machine, at a port of its own, that has a test answer each request once its body has arrived. */
export async function startModelServer(
    answer: (response: ServerResponse, asked: AskedRequest) => void | Promise<void>,
): Promise<ModelServer> {
    const server = createServer((request, response) => {
        let body = '';
        request.on('data', (piece: Buffer) => (body += piece.toString()));
        request.on('end', () => {
            const { method = '', url = '', headers } = request;
            void answer(response, { method, url, headers, body });
        });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    return {
        origin,
        baseUrl: `${origin}/v1`,
        close: async () => {
            server.closeAllConnections();
            server.close();
            await once(server, 'close');
        },
    };
}

/** A whole answer in one piece, as a stream of the OpenAI chat API. */
export function say(response: ServerResponse, content: string): void {
    const piece = { choices: [{ index: 0, delta: { content }, finish_reason: 'stop' }] };
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(`data: ${JSON.stringify(piece)}\n\ndata: [DONE]\n\n`);
}

/** The messages of a request for an answer. */
export function messagesOf({ body }: AskedRequest): readonly { readonly role: string; readonly content: string }[] {
    return (JSON.parse(body) as { messages: { role: string; content: string }[] }).messages;
}
