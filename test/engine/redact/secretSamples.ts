/**
 * Secrets as services issue them, made up on the spot from random letters: none stands in this repository, so that no scanner finds one
 * here and no sample is learnt by heart. Formats are those that the services publish.
 */
export interface SecretClass {
    readonly name: string;
    /** Found by the preset of secretlint, or by our own rules. */
    readonly foundBy: 'preset' | 'own';
    /** What stands in a file, with the secret in it; `secret` must not be left. */
    readonly sample: (random: Random) => { readonly text: string; readonly secret: string };
    /** Only where it makes sense: a secret with a name of its own needs no assignment around it. */
    readonly isWholeLine?: boolean;
}

export interface Random {
    of(alphabet: string, length: number): string;
    word(length: number): string;
}

const DIGITS = '0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const ALNUM = LOWER + UPPER + DIGITS;
const HEX = `${DIGITS}abcdef`;
const BASE64 = `${ALNUM}+/`;
const URL_SAFE = `${ALNUM}-_`;
const BASE32 = `${UPPER}234567`;

/** Random by a seed, so that a failure can be looked at again (mulberry32). */
export function seeded(seed: number): Random {
    let state = seed;
    const next = (): number => {
        state = (state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
    const of = (alphabet: string, length: number): string =>
        Array.from({ length }, () => alphabet[Math.floor(next() * alphabet.length)] ?? '').join('');
    return { of, word: length => of(ALNUM, length) };
}

/** `make` gives the secret alone. */
function plain(name: string, foundBy: SecretClass['foundBy'], make: (random: Random) => string): SecretClass {
    return {
        name,
        foundBy,
        sample: random => {
            const secret = make(random);
            return { text: secret, secret };
        },
    };
}

/** A secret within text that tells it: `around` gets the secret. */
function within(
    name: string,
    foundBy: SecretClass['foundBy'],
    make: (random: Random) => string,
    around: (secret: string) => string,
): SecretClass {
    return {
        name,
        foundBy,
        isWholeLine: true,
        sample: random => {
            const secret = make(random);
            return { text: around(secret), secret };
        },
    };
}

export function privateKey(random: Random, label: string, lines = 12): string {
    const body = Array.from({ length: lines }, (_, at) => (at === 0 ? `MII${random.of(BASE64, 61)}` : random.of(BASE64, 64)));
    return [`-----BEGIN ${label}-----`, ...body, `${random.of(BASE64, 30)}==`, `-----END ${label}-----`].join('\n');
}

function base64(text: string): string {
    return Buffer.from(text).toString('base64');
}

const github = ['ghp', 'gho', 'ghu', 'ghs', 'ghr'].map(prefix => plain(prefix, 'preset', random => `${prefix}_${random.word(36)}`));
const shopify = ['shppa', 'shpca', 'shpat', 'shpss'].map(prefix => plain(prefix, 'preset', random => `${prefix}_${random.of(HEX, 32)}`));
const stripe = ['sk_live', 'sk_test', 'rk_live', 'rk_test'].map(prefix =>
    plain(prefix, 'preset', random => `${prefix}_${random.word(24)}`),
);

export const secretClasses: readonly SecretClass[] = [
    ...github,
    plain('github_pat', 'preset', random => `github_pat_${random.word(82)}`),
    ...shopify,
    ...stripe,
    plain('gitlab', 'preset', random => `glpat-${random.word(20)}`),
    plain('npm', 'preset', random => `npm_${random.word(36)}`),
    plain('slack bot', 'preset', random => `xoxb-${random.of(DIGITS, 12)}-${random.of(DIGITS, 12)}-${random.word(24)}`),
    plain('slack user', 'preset', random => `xoxp-${random.of(DIGITS, 12)}-${random.of(DIGITS, 12)}-${random.of(HEX, 32)}`),
    plain('openai', 'preset', random => `sk-${random.word(20)}T3BlbkFJ${random.word(20)}`),
    plain('openai project', 'preset', random => `sk-proj-${random.word(74)}T3BlbkFJ${random.word(74)}`),
    plain('anthropic', 'preset', random => `sk-ant-api03-${random.of(URL_SAFE, 93)}AA`),
    plain('groq', 'preset', random => `gsk_${random.word(52)}`),
    plain('hugging face', 'preset', random => `hf_${random.of(LOWER + UPPER, 34)}`),
    plain('linear', 'preset', random => `lin_api_${random.word(40)}`),
    plain('notion', 'preset', random => `ntn_${random.of(DIGITS, 11)}${random.word(35)}`),
    plain('sendgrid', 'preset', random => `SG.${random.word(22)}.${random.word(43)}`),
    plain('vault', 'preset', random => `hvs.${random.word(90)}`),
    within(
        'postgres',
        'preset',
        random => random.word(14),
        secret => `postgresql://shop:${secret}@db.internal:5432/shop`,
    ),
    within(
        'mongodb',
        'preset',
        random => random.word(14),
        secret => `mongodb+srv://shop:${secret}@cluster0.internal/shop`,
    ),
    within(
        'basic auth',
        'preset',
        random => random.word(14),
        secret => `https://builder:${secret}@packages.internal.org/index`,
    ),
    within(
        'aws secret',
        'preset',
        random => random.of(BASE64, 40),
        secret => `aws_secret_access_key = ${secret}`,
    ),
    plain('aws key id', 'own', random => `AKIA${random.of(BASE32, 16)}`),
    plain('aws temporary', 'own', random => `ASIA${random.of(BASE32, 16)}`),
    plain('jwt', 'own', random => {
        const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
        return `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: random.word(12), iat: 1_700_000_000 })}.${random.of(URL_SAFE, 43)}`;
    }),
    plain('google key', 'own', random => `AIza${random.of(URL_SAFE, 34)}${random.word(1)}`),
    plain('google oauth', 'own', random => `ya29.${random.of(URL_SAFE, 120)}`),
    plain('google client', 'own', random => `GOCSPX-${random.word(28)}`),
    plain('stripe webhook', 'own', random => `whsec_${random.word(32)}`),
    plain('openrouter', 'own', random => `sk-or-v1-${random.of(HEX, 64)}`),
    plain('other model', 'own', random => `sk-${random.of(HEX, 32)}`),
    plain('terraform cloud', 'own', random => `${random.word(14)}.atlasv1.${random.word(67)}`),
    plain('key in base64', 'own', random => base64(privateKey(random, 'PRIVATE KEY', 4))),
    within(
        'azure storage',
        'own',
        random => `${random.of(BASE64, 86)}==`,
        secret => `DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=${secret};EndpointSuffix=core.windows.net`,
    ),
    within(
        'azure sas',
        'own',
        random => encodeURIComponent(`${random.of(BASE64, 43)}=`),
        secret => `https://shop.blob.core.windows.net/c/b?sv=2024-11-04&se=2030-01-01&sr=b&sp=r&sig=${secret}`,
    ),
    within(
        'bearer',
        'own',
        random => random.word(40),
        secret => `Authorization: Bearer ${secret}`,
    ),
    within(
        'basic header',
        'own',
        random => base64(`builder:${random.word(10)}`),
        secret => `'authorization': 'Basic ${secret}'`,
    ),
    within(
        'slack webhook',
        'own',
        random => `T${random.of(UPPER + DIGITS, 10)}/B${random.of(UPPER + DIGITS, 10)}/${random.word(24)}`,
        secret => `https://hooks.slack.com/workflows/${secret}`,
    ),
    within(
        'discord webhook',
        'own',
        random => `${random.of(DIGITS, 18)}/${random.of(URL_SAFE, 67)}x`,
        secret => `https://discord.com/api/webhooks/${secret}`,
    ),
    within(
        'docker auth',
        'own',
        random => base64(`builder:${random.word(16)}`),
        secret => `{"auths":{"registry.internal":{"auth":"${secret}"}}}`,
    ),
    within(
        'redis',
        'own',
        random => random.word(14),
        secret => `redis://:${secret}@cache.internal:6379/0`,
    ),
    within(
        'npmrc',
        'own',
        random => `${random.of(HEX, 8)}-${random.of(HEX, 4)}-4${random.of(HEX, 3)}-a${random.of(HEX, 3)}-${random.of(HEX, 12)}`,
        secret => `//packages.internal/:_authToken=${secret}`,
    ),
];

/** Secrets that nothing but the name before them gives away. */
export const namedValues: Readonly<Record<string, (random: Random) => string>> = {
    letters: random => random.word(24),
    'sixteen letters': random => random.word(16),
    hexadecimal: random => random.of(HEX, 32),
    'lower case': random => random.of(LOWER + DIGITS, 28),
    base64: random => `${random.of(BASE64, 43)}=`,
    'with signs': random => `${random.of(`${ALNUM}!#%*-_^~`, 20)}${random.of(DIGITS, 1)}`,
};

/** Where a token may stand. */
export const contexts: Readonly<Record<string, (text: string) => string>> = {
    'a string in TypeScript': text => `export const client = connect('${text}');`,
    'an assignment in Python': text => `    TOKEN = "${text}"`,
    'a shell script': text => `export DEPLOY_TOKEN=${text}`,
    YAML: text => `  deploy:\n    token: ${text}\n    retries: 3`,
    JSON: text => `{"name": "shop", "token": "${text}", "retries": 3}`,
    'a comment': text => `// for trying out: ${text}`,
};

/** Where a value stands with a name. */
export const assignments: Readonly<Record<string, (value: string) => string>> = {
    TypeScript: value => `const apiKey = '${value}';`,
    'a typed field': value => `    private readonly password: string = '${value}';`,
    'a broken line': value => `const clientSecret =\n    '${value}';`,
    Python: value => `DB_PASSWORD = "${value}"`,
    Go: value => `	accessToken := "${value}"`,
    environment: value => `API_KEY=${value}`,
    shell: value => `deploy --token ${value} --force`,
    YAML: value => `    secret_key: ${value}`,
    JSON: value => `  "client_secret": "${value}",`,
    XML: value => `<password>${value}</password>`,
    'a call': value => `builder.setPassword("${value}")`,
    'a subscript': value => `os.environ["AUTH_TOKEN"] = "${value}"`,
};
