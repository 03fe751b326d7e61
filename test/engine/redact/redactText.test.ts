import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactText } from '../../../src/engine/redact/redactText.ts';
import { linesOf } from '../../../src/engine/answer/sourceLines.ts';
import { assignments, contexts, namedValues, privateKey, secretClasses, seeded } from './secretSamples.ts';

const SAMPLES = 20;

/** The share of samples of which nothing is left, and those of which something is. */
async function recall(cases: readonly { readonly name: string; readonly text: string; readonly secret: string }[]) {
    const missed: string[] = [];
    for (const { name, text, secret } of cases) {
        const { text: redacted } = await redactText(`first line\n${text}\nlast line`);
        const isGone = !redacted.includes(secret.slice(0, 12)) && !redacted.includes(secret.slice(-12));
        const isTidy = redacted.startsWith('first line\n') && redacted.endsWith('\nlast line');
        if (!isGone || !isTidy) missed.push(`${name}: ${redacted}`);
    }
    return { share: 1 - missed.length / cases.length, missed: missed.slice(0, 20) };
}

function samplesOf(foundBy: 'preset' | 'own') {
    return secretClasses
        .filter(secretClass => secretClass.foundBy === foundBy)
        .flatMap(({ name, sample, isWholeLine }, at) =>
            Array.from({ length: SAMPLES }, (_, number) => sample(seeded(at * 1000 + number))).flatMap(({ text, secret }) =>
                Object.entries(contexts).map(([context, put]) => ({
                    name: `${name} in ${context}`,
                    // A line that is a secret with its name already goes into comments and strings alone.
                    text: isWholeLine && !/comment|string/.test(context) ? `\n${text}` : put(text),
                    secret,
                })),
            ),
        );
}

describe('recall', () => {
    it.each([
        ['preset', 0.99],
        ['own', 0.95],
    ] as const)('of the classes that the %s rules know', async (foundBy, least) => {
        const { share, missed } = await recall(samplesOf(foundBy));
        expect(share, missed.join('\n')).toBeGreaterThanOrEqual(least);
    });

    it('of values that only their name gives away', async () => {
        const cases = Object.entries(assignments).flatMap(([place, put]) =>
            Object.entries(namedValues).flatMap(([kind, make], at) =>
                Array.from({ length: SAMPLES }, (_, number) => {
                    const secret = make(seeded(at * 1000 + number));
                    return { name: `${kind} in ${place}`, text: put(secret), secret };
                }),
            ),
        );
        const { share, missed } = await recall(cases);
        expect(share, missed.join('\n')).toBeGreaterThanOrEqual(0.95);
    });

    const layouts: Readonly<Record<string, (key: string) => string>> = {
        'as a block': key => key,
        'in a string': key => `key = "${key.replaceAll('\n', '\\n')}"`,
        'line by line': key =>
            key
                .split('\n')
                .map(line => `    '${line}\\n' +`)
                .join('\n'),
        'in a comment': key =>
            key
                .split('\n')
                .map(line => `# ${line}`)
                .join('\n'),
        'with Windows line ends': key => key.replaceAll('\n', '\r\n'),
        'without its end': key => key.slice(0, key.indexOf('-----END')),
    };
    const labels = [
        'PRIVATE KEY',
        'RSA PRIVATE KEY',
        'EC PRIVATE KEY',
        'OPENSSH PRIVATE KEY',
        'ENCRYPTED PRIVATE KEY',
        'PGP PRIVATE KEY BLOCK',
    ];
    for (const [layout, put] of Object.entries(layouts)) {
        it.each(labels)(`of a private key ${layout}: %s`, async label => {
            const key = privateKey(seeded(label.length), label);
            const text = `before();\n${put(key)}\nafter();`;
            const { text: redacted } = await redactText(text);
            for (const line of key.split('\n').slice(1, -1)) expect(redacted).not.toContain(line.slice(0, 20));
            expect(linesOf(redacted)).toHaveLength(linesOf(text).length);
            expect(redacted).toMatch(/^before\(\);\n[\s\S]*\nafter\(\);$/);
        });
    }
});

describe('what is no secret', () => {
    const harmless = {
        'a name': 'const token = createAccessTokenProvider2(options.tokenEndpointV2);',
        'a chain of names': 'password: config.database.credentials2.password,',
        words: "const tokenKind = 'invalid_request_error_v2';",
        'a placeholder': 'API_KEY=your-api-key-goes-here-1234567890',
        'a variable': 'const url = `https://${user}:${password}@example.org`;\nAPI_KEY=${{ secrets.API_KEY_2 }}',
        'documentation of a URL': 'postgres is addressed as scheme://user:password@host/name',
        'a hash that is no secret': "integrity: 'sha512-Zl3bXVbJQ0CRq8zNXHP6nZK1nYyv2f0P7sJmTzdDUm4='",
        'a certificate': 'contains "-----BEGIN CERTIFICATE-----" and `-----BEGIN PRIVATE KEY-----` markers',
    };
    it.each(Object.entries(harmless))('%s stays', async (_name, text) => {
        expect((await redactText(text)).text).toBe(text);
    });

    it('one line in ten thousand at most, in sources', async () => {
        const root = path.resolve(import.meta.dirname, '../../..');
        const library = path.join(root, 'node_modules/@types/node');
        let lines = 0;
        const hits: string[] = [];
        for (const folder of [path.join(root, 'src'), path.join(root, 'webview-ui'), library]) {
            for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
                if (!entry.isFile() || !/\.(ts|md|json)$/.test(entry.name)) continue;
                const text = readFileSync(path.join(entry.parentPath, entry.name), 'utf8');
                lines += linesOf(text).length;
                for (const { kind, startLine } of (await redactText(text)).secrets) hits.push(`${entry.name}:${String(startLine)} ${kind}`);
            }
        }
        expect(lines).toBeGreaterThan(50_000);
        expect(hits.length / lines, hits.join('\n')).toBeLessThanOrEqual(1 / 10_000);
    });
});

describe('the text around secrets', () => {
    const piece = fc.oneof(
        fc.string(),
        fc.constantFrom('\n', '\r\n', '\r', ' ', '"', 'token = "', 'https://', '[REDACTED:jwt]', '-----BEGIN PRIVATE KEY-----'),
        fc.tuple(fc.constantFrom(...secretClasses), fc.nat()).map(([{ sample }, seed]) => sample(seeded(seed)).text),
        fc.nat().map(seed => privateKey(seeded(seed), 'PRIVATE KEY', 3)),
    );
    it('keeps its lines, and a second look changes nothing', async () => {
        await fc.assert(
            fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async pieces => {
                const text = pieces.join('');
                const { text: redacted } = await redactText(text);
                expect(linesOf(redacted)).toHaveLength(linesOf(text).length);
                expect(await redactText(redacted)).toEqual({ text: redacted, secrets: [] });
            }),
            { numRuns: 200 },
        );
    });

    it('a comment in a file switches nothing off', async () => {
        const token = `ghp_${seeded(1).word(36)}`;
        expect((await redactText(`// secretlint-disable\nconst t = '${token}';`)).text).not.toContain(token);
    });

    it('one key in three places is one secret, with its lines', async () => {
        const token = `ghp_${seeded(2).word(36)}`;
        const { secrets } = await redactText(`a ${token}\n\nb ${token} ${token}\n`);
        expect(new Set(secrets.map(({ id }) => id)).size).toBe(1);
        expect(secrets.map(({ kind, startLine }) => `${kind} ${String(startLine)}`)).toEqual(['github 1', 'github 3', 'github 3']);
    });
});

describe('time', () => {
    const hostile: Readonly<Record<string, string>> = {
        'beginnings of keys': '-----BEGIN PRIVATE KEY-----\n'.repeat(4_000),
        'a beginning and no end': `-----BEGIN PRIVATE KEY-----${'A'.repeat(100_000)}`,
        names: 'token'.repeat(20_000),
        'names and blanks': `token${' '.repeat(50)}`.repeat(2_000),
        quotes: `token="${'a'.repeat(600)}`.repeat(200),
        addresses: 'https://'.repeat(12_000),
        colons: `https://${'a:'.repeat(50_000)}`,
        'beginnings of tokens': 'eyJ'.repeat(33_000),
        'dots of tokens': `eyJ${'a'.repeat(3_000)}.`.repeat(33),
        'base64 of keys': `LS0tLS1CRUdJTi${'A'.repeat(100)} `.repeat(800),
    };
    it.each(Object.entries(hostile))('no text makes it slow: %s', async (_name, text) => {
        const started = performance.now();
        await redactText(text);
        // A liveness limit: it takes some milliseconds, a pattern that backtracks takes minutes.
        expect(performance.now() - started).toBeLessThan(30_000);
    });
});
