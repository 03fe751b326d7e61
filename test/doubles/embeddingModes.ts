/**
 * An embedding model of forty lines that behaves well or badly: hashed words, so that texts with common words have similar vectors, and
 * the ways in which servers get replies wrong. A text with the word POISON in it is the one that a mode does something to.
 */
export const DIMENSIONS = 64;
export const POISON = 'POISON';

/** A reply: a body as JSON or as it stands, with a status; `undefined` answers nothing, `reset` breaks the connection. */
export type EmbeddingPlay = (texts: readonly string[], nth: number) => EmbeddingReply | 'silence' | 'reset';

export interface EmbeddingReply {
    readonly status?: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body: unknown;
}

/** Words hashed to places, the count of each, at any length. */
export function wordVector(text: string, dimensions = DIMENSIONS): number[] {
    const vector = new Array<number>(dimensions).fill(0);
    for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
        let hash = 2_166_136_261;
        for (const character of word) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619) >>> 0;
        const place = hash % dimensions;
        vector[place] = (vector[place] ?? 0) + 1;
    }
    return vector;
}

function entries(texts: readonly string[], embed: (text: string) => unknown = text => wordVector(text)): object[] {
    return texts.map((text, index) => ({ object: 'embedding', index, embedding: embed(text) }));
}

function reply(data: readonly object[]): EmbeddingReply {
    return { body: { object: 'list', model: 'm', data, usage: { prompt_tokens: 1, total_tokens: 1 } } };
}

/** What the poisoned text gets instead of its vector. */
function poisonGets(embedding: unknown): EmbeddingPlay {
    return texts => reply(entries(texts, text => (text.includes(POISON) ? embedding : wordVector(text))));
}

/** What a request gets that has the poisoned text in it. */
function poisonCauses(answer: ReturnType<EmbeddingPlay>): EmbeddingPlay {
    return texts => (texts.some(text => text.includes(POISON)) ? answer : reply(entries(texts)));
}

function base64(vector: readonly number[]): string {
    return Buffer.from(Float32Array.from(vector).buffer).toString('base64');
}

function refusal(status: number, message: string, headers: Readonly<Record<string, string>> = {}): EmbeddingReply {
    return { status, headers, body: { error: { message } } };
}

const healthy: EmbeddingPlay = texts => reply(entries(texts));

/** Well for seven requests, then ill until somebody has asked in vain how it is. */
function breaksOnce(): EmbeddingPlay {
    let isHealed = false;
    return (texts, nth) => {
        if (nth <= 7 || isHealed) return reply(entries(texts));
        isHealed = texts.length === 1;
        return refusal(503, 'restarting', { 'retry-after': '0' });
    };
}

/** By number as in the list of bad servers. */
export const embeddingModes: Readonly<Record<string, EmbeddingPlay>> = {
    'm30-good': healthy,
    'm30-count': texts => reply(entries(texts).slice(0, texts.length > 1 ? -1 : undefined)),
    'm30-count-always': texts => reply([...entries(texts), ...entries(['one more'])]),
    'm30-order': texts => reply(entries(texts).reverse()),
    'm30-unnumbered': texts => reply(texts.map(text => ({ embedding: wordVector(text) }))),
    'm30-same-number': texts => reply(texts.map(text => ({ index: 0, embedding: wordVector(text) }))),
    'm30-dimension': poisonGets(wordVector('x', DIMENSIONS / 2)),
    'm30-mixed': texts => reply(entries(texts, text => wordVector(text, text.includes(POISON) ? DIMENSIONS * 2 : DIMENSIONS))),
    'm30-nan': texts => ({
        body: JSON.stringify(reply(entries(texts)).body).replace(/(?<="index":2,"embedding":\[)\d+/, 'NaN'),
    }),
    'm30-infinity': texts => ({
        body: JSON.stringify(
            reply(entries(texts, text => (text.includes(POISON) ? ['x', ...wordVector(text).slice(1)] : wordVector(text)))).body,
        ).replace('"x"', '1e999'),
    }),
    'm30-null-number': poisonGets([null, ...wordVector('x').slice(1)]),
    'm30-null': poisonGets(null),
    'm30-words': poisonGets(['a', ...wordVector('x').slice(1)]),
    'm30-zero': poisonGets(new Array<number>(DIMENSIONS).fill(0)),
    'm30-base64': texts => reply(entries(texts, text => base64(wordVector(text)))),
    'm30-base64-broken': poisonGets(base64(wordVector('x')).slice(0, 30)),
    'm30-same-vector': texts => reply(entries(texts, () => wordVector('x'))),
    'm30-page': () => ({ headers: { 'content-type': 'text/html' }, body: '<html>Welcome to Hotel WiFi</html>' }),
    'm30-error': poisonCauses({ body: { error: { message: 'CUDA out of memory' } } }),
    'm30-endless': poisonCauses({ body: ' '.repeat(8 * 1_048_576) }),
    'm31-400': poisonCauses(refusal(400, 'invalid input')),
    'm31-422': poisonCauses(refusal(422, 'invalid input')),
    'm31-500': poisonCauses(refusal(500, 'internal error', { 'retry-after': '0' })),
    'm31-reset': poisonCauses('reset'),
    'm31-silence': poisonCauses('silence'),
    'm31-long': texts => (texts.some(text => text.length > 600) ? refusal(400, 'input is too long for the model') : reply(entries(texts))),
    'm31-many': texts => (texts.length > 4 ? refusal(422, 'batch size exceeds the maximum of 4') : reply(entries(texts))),
    'f24-limit': (texts, nth) => (nth === 2 ? refusal(429, 'slow down', { 'retry-after': '0' }) : reply(entries(texts))),
    'f24-busy': (texts, nth) => (nth === 2 || nth === 3 ? refusal(503, 'loading', { 'retry-after': '0' }) : reply(entries(texts))),
    'f24-breaks': breaksOnce(),
    'f24-down': () => refusal(503, 'down', { 'retry-after': '0' }),
    'f24-key': () => refusal(401, 'who are you?'),
    'f24-unknown': () => refusal(404, 'model "m" not found'),
    'f24-quota': () => ({ status: 429, body: { error: { message: 'You exceeded your quota.', code: 'insufficient_quota' } } }),
    'f24-other-model': (texts, nth) => reply(entries(texts, text => (nth === 1 ? wordVector(text) : wordVector(`${text} z`).reverse()))),
};
