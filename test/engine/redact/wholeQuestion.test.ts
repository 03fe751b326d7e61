import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Engine } from '../../../src/protocol/engineContract.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { engineOptions } from '../../../src/settings/engineOptions.ts';
import { defaultSettings } from '../../../src/settings/settings.ts';
import { messagesOf, say, startModelServer, type AskedRequest, type ModelServer } from '../../doubles/modelServer.ts';
import { answerOf, makeShop, workspaceOf, type Shop } from '../workspaceFolder.ts';
import { privateKey, secretClasses, seeded } from './secretSamples.ts';

/** One secret of every class, in the middle of code that a question about payments finds. */
const planted = secretClasses.map(({ name, sample }, at) => ({ name, ...sample(seeded(at)) }));
const key = privateKey(seeded(99), 'RSA PRIVATE KEY', 40);
const asked = `npm_${seeded(100).word(36)}`;
const earlier = `ghp_${seeded(101).word(36)}`;
const inEnvironment = seeded(102).word(32);

const files = {
    'src/payment.ts': [
        '/** Connects to the payment gateway with every credential that was ever tried. */',
        'export function connectPaymentGateway(gateway: Gateway): void {',
        ...planted.map(({ text }, at) => `    gateway.attempt(${String(at)}, \`${text}\`);`),
        '}',
        '',
    ].join('\n'),
    // Longer than a chunk: the pieces alone do not look like a key.
    'src/gatewayCertificate.ts': `/** The certificate of the payment gateway. */\nexport const gatewayCertificate = \`\n${key}\`;\n`,
    'docs/payment.md': `# Payment\n\nThe payment gateway is connected by \`connectPaymentGateway\`.\n\n    GATEWAY_TOKEN=${seeded(103).word(40)}\n`,
    '.env': `PAYMENT_GATEWAY=${inEnvironment}\n`,
    id_rsa: privateKey(seeded(104), 'OPENSSH PRIVATE KEY'),
};

let shop: Shop;
let server: ModelServer;
let requests: AskedRequest[];
/** All levels that a user may send with a report. */
let logged: string[];
let engine: Engine;

beforeEach(async () => {
    requests = [];
    server = await startModelServer((response, request) => {
        requests.push(request);
        say(response, 'It connects here [1].');
    });
    shop = makeShop(files);
    logged = [];
    const note = (message: string, facts?: object): void => void logged.push(`${message} ${JSON.stringify(facts)}`);
    engine = createEngine({ log: { error: note, warn: note, info: note, debug: note, trace: () => undefined } });
    const settings = {
        ...defaultSettings,
        'footnote.model.provider': 'openai-compatible' as const,
        'footnote.model.baseUrl': server.baseUrl,
        'footnote.model.id': 'recorder',
    };
    await engine.open({ ...workspaceOf(shop), settings: engineOptions(settings, { apiKey: '', excludes: [], cores: 2 }) });
    await engine.index('update');
});

afterEach(async () => {
    await engine.close(undefined);
    await server.close();
    shop.dispose();
});

test('a model server sees none of the secrets of a repository, a question or an earlier answer', async () => {
    const answer = await answerOf(
        engine.ask({
            text: `How is the payment gateway connected? My token is ${asked}`,
            attachments: [{ kind: 'lines', path: workspacePath('src/gatewayCertificate.ts'), range: { startLine: 10, endLine: 20 } }],
            history: [{ question: `Is ${earlier} valid?`, answer: `${'It is a token. '.repeat(132)} ${earlier}` }],
        }),
    );
    expect(answer.answeredBy).toBe('recorder');
    // A round in which the model may ask for more, and the answer: neither may hold a secret.
    expect(requests).toHaveLength(2);
    const messages = requests.flatMap(messagesOf);
    const text = messages.map(({ content }) => content).join('\n');
    // All of it was evidence: what is missing was taken out, not left behind.
    expect(text).toContain('gateway.attempt(0');
    expect(text).toContain(`gateway.attempt(${String(planted.length - 1)}`);
    expect(text).toContain('[REDACTED:private-key]');
    for (const { name, secret } of planted) {
        expect(text, name).not.toContain(secret.slice(0, 14));
        expect(text, name).not.toContain(secret.slice(-14));
    }
    for (const line of key.split('\n').slice(1, -1)) expect(text).not.toContain(line.slice(0, 20));
    for (const secret of [asked, earlier, inEnvironment]) expect(text).not.toContain(secret.slice(0, 16));
    expect(answer.redacted).toBeGreaterThanOrEqual(planted.length + 3);

    expect(logged.join('\n')).toContain('answered');
    for (const secret of [asked, earlier, ...planted.map(({ secret: value }) => value)]) expect(logged.join('\n')).not.toContain(secret);

    const payload = await engine.payload(answer.payloadId ?? '');
    expect(payload).toMatchObject({ model: 'recorder', redacted: answer.redacted, messages });
    expect(payload?.destination).toBe(server.origin);
});

test('a model server sees none of the secrets of what was pasted, of a problem, or of a change', async () => {
    const pasted = planted[0]?.secret ?? '';
    const told = planted[1]?.secret ?? '';
    const answer = await answerOf(
        engine.ask({
            text: 'Why does the gateway fail?',
            attachments: [
                { kind: 'pasted', text: `Error: refused\n${key}\ntoken ${pasted}` },
                {
                    kind: 'problems',
                    problems: [
                        {
                            path: workspacePath('src/gatewayCertificate.ts'),
                            range: { startLine: 12, endLine: 12 },
                            severity: 'error',
                            message: `bad token ${told}`,
                            source: '',
                            code: '',
                        },
                    ],
                },
            ],
        }),
    );
    expect(answer.answeredBy).toBe('recorder');
    const text = requests.map(({ body }) => body).join('\n');
    expect(text).toContain('role=attached source=attached');
    expect(text).toContain('Error: refused');
    for (const secret of [pasted, told]) expect(text).not.toContain(secret.slice(0, 14));
    for (const line of key.split('\n').slice(1, -1)) expect(text).not.toContain(line.slice(0, 20));
});

test('the reader sees the lines as they are, and footnotes stand on them', async () => {
    const answer = await answerOf(engine.ask({ text: 'How is the payment gateway connected?' }));
    expect(answer.citations).toMatchObject([{ mark: '1', state: 'verified' }]);
    expect(answer.evidence.map(({ passage }) => passage.text).join('\n')).toContain(planted[0]?.secret);
});

test('quoting sends nothing and counts nothing', async () => {
    await engine.configure(engineOptions(defaultSettings, { apiKey: '', excludes: [], cores: 2 }));
    const answer = await answerOf(engine.ask({ text: 'How is the payment gateway connected?' }));
    expect(answer.answeredBy).toBe('Quotes');
    expect(answer).not.toHaveProperty('redacted');
    expect(answer).not.toHaveProperty('payloadId');
    expect(requests).toHaveLength(0);
});

test('what would be sent can be looked at without a connection, and is what is sent', async () => {
    const question = {
        text: `How is the payment gateway connected? My token is ${asked}`,
        history: [{ question: `Is ${earlier} valid?`, answer: 'It is a token.' }],
    };
    const preview = (await engine.previewPayload(question)) ?? expect.fail('nothing would be sent');
    expect(requests).toHaveLength(0);
    expect(preview.destination).toBe(server.origin);
    expect(JSON.stringify(preview)).not.toContain(asked.slice(0, 16));

    const answer = await answerOf(engine.ask({ ...question, agreedDestination: preview.destination }));
    expect(answer.answeredBy).toBe('recorder');
    const [sent = expect.fail('nothing was sent')] = requests;
    expect(preview.redacted).toBe(answer.redacted);
    expect(withoutNonce(preview.messages)).toBe(withoutNonce(messagesOf(sent)));
});

test('without agreement to where the model is, nothing is sent and quoting says so', async () => {
    for (const agreedDestination of ['nobody', 'https://elsewhere.example']) {
        const answer = await answerOf(engine.ask({ text: 'How is the payment gateway connected?', agreedDestination }));
        expect(answer.answeredBy).toBe('Quotes');
        expect(answer.notice).toContain(`Nothing was sent to ${server.origin}; these are quotations instead.`);
        expect(answer).not.toHaveProperty('payloadId');
    }
    expect(requests).toHaveLength(0);
});

test('nothing would be sent when quoting answers or there is nothing to look for; what stands in the way is told', async () => {
    const text = 'How is the payment gateway connected?';
    // Before nothing is found, the model may look for other words: what is sent for that is shown.
    const thin = await engine.previewPayload({ text: 'Which kubernetes ingress controller do we deploy?' });
    expect(thin?.note).toContain('Nothing was found for the words of this question');
    expect(await engine.previewPayload({ text: '???' })).toBeUndefined();
    await engine.configure(engineOptions(defaultSettings, { apiKey: '', excludes: [], cores: 2 }));
    expect(await engine.previewPayload({ text })).toBeUndefined();
    const isolated = { ...defaultSettings, 'footnote.model.provider': 'openai-compatible' as const, 'footnote.network.enabled': false };
    await engine.configure(engineOptions(isolated, { apiKey: '', excludes: [], cores: 2 }));
    await expect(engine.previewPayload({ text })).rejects.toMatchObject({ failure: { kind: 'network-disabled' } });
    expect(requests).toHaveLength(0);
});

/** Every request has a fresh one: it is the only thing in which two may differ. */
function withoutNonce(messages: readonly { readonly role: string; readonly content: string }[]): string {
    const text = JSON.stringify(messages);
    const nonce = /<<<([0-9a-f]{32}) evidence/.exec(text)?.[1] ?? expect.fail('no nonce');
    return text.replaceAll(nonce, 'NONCE');
}
