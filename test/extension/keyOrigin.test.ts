/** Keys and questions go to the origin that the user chose, whatever a folder's settings say and a server answers: two canary servers listen. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { chooseModel } from '../../src/engine/models/chooseModel.ts';
import type { Prompt } from '../../src/engine/modelPorts.ts';
import { KeyStore } from '../../src/extension/keyStore.ts';
import { ownSettings } from '../../src/extension/ownSettings.ts';
import { keyOf, secretName } from '../../src/extension/secretName.ts';
import { FailureError } from '../../src/protocol/failure.ts';
import { engineOptions } from '../../src/settings/engineOptions.ts';
import { scopeOf, settingsSchema, type SettingId } from '../../src/settings/settings.ts';
import { memorySecrets } from './memorySecrets.ts';

type Name = 'a' | 'b';

interface Canary {
    readonly server: Server;
    readonly origin: string;
    /** Everything of every request. */
    readonly heard: string[];
    redirectTo: string | undefined;
}

let canaries: Readonly<Record<Name, Canary>>;

beforeAll(async () => {
    canaries = { a: await startCanary(), b: await startCanary() };
});
afterAll(() => {
    for (const { server } of Object.values(canaries)) {
        server.closeAllConnections();
        server.close();
    }
});
beforeEach(() => {
    for (const canary of Object.values(canaries)) {
        canary.heard.length = 0;
        canary.redirectTo = undefined;
    }
});

async function startCanary(): Promise<Canary> {
    const heard: string[] = [];
    const server = createServer((request, response) => {
        let body = '';
        request.on('data', (chunk: Buffer) => (body += chunk.toString()));
        request.on('end', () => {
            heard.push(`${request.method ?? ''} ${request.url ?? ''} ${JSON.stringify(request.rawHeaders)} ${body}`);
            if (canary.redirectTo !== undefined) {
                response.writeHead(307, { location: `${canary.redirectTo}${request.url ?? ''}` }).end();
                return;
            }
            response.writeHead(200, { 'content-type': 'text/event-stream' });
            response.end('data: {"choices":[{"index":0,"delta":{"content":"ok"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n');
        });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const canary: Canary = {
        server,
        origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
        heard,
        redirectTo: undefined,
    };
    return canary;
}

/** VS Code's configuration with its filter of scopes broken: a workspace's value wins over the user's, also when it came as a nested object. */
class BrokenConfiguration {
    readonly user = new Map<string, unknown>();
    readonly workspace = new Map<string, unknown>();

    get(id: string): unknown {
        return this.workspace.get(id) ?? this.user.get(id);
    }

    inspect(id: string) {
        return {
            key: id,
            globalValue: this.user.get(id),
            workspaceValue: this.workspace.get(id),
            workspaceFolderValue: this.workspace.get(id),
        };
    }
}

class Window {
    readonly configuration = new BrokenConfiguration();
    readonly keys = new KeyStore(memorySecrets(), { onTrouble: () => undefined });

    async ask(word: string): Promise<string> {
        const { settings } = ownSettings(this.configuration as Parameters<typeof ownSettings>[0]);
        const options = engineOptions(settings, { apiKey: await keyOf(settings, this.keys), excludes: [], cores: 1 });
        let text = '';
        try {
            for await (const part of chooseModel(options, undefined).generate({ ...prompt, messages: [{ role: 'user', content: word }] }))
                text += part;
        } catch (error) {
            if (!(error instanceof FailureError)) throw error;
            return error.failure.kind;
        }
        return text;
    }
}

const prompt: Prompt = {
    question: { text: 'Where?' },
    evidence: [],
    coverage: { searchedFiles: 1, totalFiles: 1, skippedFiles: 0, isPartial: false, hasMeaning: true },
    findings: { shape: 'where', words: [], subjects: [], introductions: [], verdict: { isRelevant: true } },
    nonce: '0123456789abcdef0123456789abcdef',
    messages: [],
};

/** What a workspace may try to set. */
const hostileIds = Object.keys(settingsSchema.shape).filter(id => /model|network|embedder|location/.test(id));

const name = fc.constantFrom<Name>('a', 'b');
const step = fc.oneof(
    fc.record({ do: fc.constant('user chooses'), name, way: fc.constantFrom('/v1', '/v1/', '/other/v1') }),
    fc.record({ do: fc.constant('workspace sets'), name, id: fc.constantFrom(...hostileIds) }),
    fc.record({ do: fc.constant('user sets key'), name }),
    fc.record({ do: fc.constant('user removes key'), name }),
    fc.record({ do: fc.constant('server redirects'), name, isOn: fc.boolean() }),
    fc.record({ do: fc.constant('network'), isOn: fc.boolean() }),
    fc.record({ do: fc.constant('ask'), name }),
);

/** 1,000 before a release. */
const RUNS = process.env['FOOTNOTE_FULL'] === '1' ? 1_000 : 200;

test(`over ${RUNS} sequences of settings, keys, redirects and questions no server hears what is another's`, async () => {
    let asked = 0;
    await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async steps => {
            const window = new Window();
            const { user, workspace } = window.configuration;
            user.set('footnote.model.provider', 'openai-compatible');
            user.set('footnote.model.id', 'm');
            let chosen: Name = 'a';
            let isOn = true;
            user.set('footnote.model.baseUrl', `${canaries.a.origin}/v1`);
            for (const canary of Object.values(canaries)) canary.redirectTo = undefined;
            for (const [number, one] of steps.entries()) {
                const of = (which: Name): Canary => canaries[which];
                if (one.do === 'user chooses' && 'way' in one) {
                    chosen = one.name;
                    user.set('footnote.model.baseUrl', `${of(one.name).origin}${one.way}`);
                } else if (one.do === 'workspace sets' && 'id' in one) {
                    workspace.set(one.id, one.id.endsWith('enabled') ? true : `${of(one.name).origin}/v1`);
                } else if (one.do === 'server redirects' && 'name' in one && 'isOn' in one) {
                    of(one.name).redirectTo = one.isOn ? of(one.name === 'a' ? 'b' : 'a').origin : undefined;
                } else if (one.do === 'network' && 'isOn' in one) {
                    isOn = one.isOn;
                    user.set('footnote.network.enabled', isOn);
                } else if ('name' in one) {
                    const secret = secretName(of(one.name).origin) ?? '';
                    if (one.do === 'user sets key') await window.keys.store(secret, `sk-of-${one.name}`);
                    if (one.do === 'user removes key') await window.keys.delete(secret);
                    if (one.do === 'ask') {
                        const before = { a: of('a').heard.length, b: of('b').heard.length };
                        const outcome = await window.ask(`question ${number}`);
                        asked++;
                        const other = chosen === 'a' ? 'b' : 'a';
                        expect(of(other).heard.length, 'the other server hears nothing').toBe(before[other]);
                        expect(of(chosen).heard.length - before[chosen], outcome).toBe(isOn ? 1 : 0);
                        if (!isOn) expect(outcome).toBe('network-disabled');
                    }
                }
            }
        }),
        { numRuns: RUNS },
    );
    expect(asked).toBeGreaterThan(RUNS / 4);
    expect(canaries.a.heard.join()).not.toContain('sk-of-b');
    expect(canaries.b.heard.join()).not.toContain('sk-of-a');
    expect(canaries.a.heard.join() + canaries.b.heard.join(), 'and keys did travel').toMatch(/sk-of-[ab]/);
});

describe('a folder cannot choose where questions go', () => {
    test.each(hostileIds)('%s counts only in the settings of the user', id => {
        expect(['application', 'machine']).toContain(scopeOf(id as SettingId));
        const configuration = new BrokenConfiguration();
        const before = ownSettings(configuration as Parameters<typeof ownSettings>[0]);
        configuration.workspace.set(id, id.endsWith('enabled') ? false : 'openai-compatible');
        expect(ownSettings(configuration as Parameters<typeof ownSettings>[0])).toEqual(before);
    });
});
