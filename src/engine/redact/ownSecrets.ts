import { Buffer } from 'node:buffer';
import { entropy, looksRandom } from './looksRandom.ts';

/** Where a secret stands in a text, and what it is: a word for the placeholder. */
export interface SecretSpan {
    readonly kind: string;
    readonly start: number;
    /** Exclusive. */
    readonly end: number;
}

/**
 * Secrets that the preset of secretlint leaves: it knows tokens by their published formats, and these are known by shape or by the name
 * in front of them. Every pattern is bounded, so that no text makes it slow.
 */
export function findOwnSecrets(text: string): readonly SecretSpan[] {
    return RULES.flatMap(rule => findByRule(rule, text));
}

function findByRule({ kind, pattern, isSecret }: SecretRule, text: string): readonly SecretSpan[] {
    const spans: SecretSpan[] = [];
    const searching = new RegExp(pattern);
    for (let match = searching.exec(text); match; match = searching.exec(text)) {
        const value = match.groups?.['value'] ?? match[0];
        const start = match.index + match[0].lastIndexOf(value);
        if (isSecret?.(value, match[0]) === false) {
            // What was taken for a value may hold a name and its value: `URL=host:_authToken=…`.
            searching.lastIndex = Math.max(start, match.index + 1);
        } else {
            spans.push({ kind, start, end: start + value.length });
        }
    }
    return spans;
}

interface SecretRule {
    readonly kind: string;
    /** What to take out is its group `value`, or all of it. */
    readonly pattern: RegExp;
    /** A second look at what matched. */
    readonly isSecret?: (value: string, match: string) => boolean;
}

/** Names that stand before secrets, with what is often appended to them: `SECRET_KEY`, `tokenValue`, `password1`. */
const NAME =
    '(?:password|passwd|passphrase|pwd|secret|api[_-]?key|access[_-]?key|private[_-]?key|account[_-]?key|auth[_-]?key|token)(?:[_-]?(?:key|value|string|b64|base64|\\d{1,2}))?';

const RULES: readonly SecretRule[] = [
    {
        // Whole, or cut off at the end; as a block, behind comment signs, or in a string with \n.
        kind: 'private-key',
        pattern:
            /-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----(?:(?!-----)[\w+/=\s\\"'`,:.#*|>()@<-]){40,16000}(?:-----END [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----|(?<=[A-Za-z0-9+/=]{12}))/g,
        isSecret: value => /[A-Za-z0-9+/=]{32}/.test(value),
    },
    {
        // The same in base64, as in the files that give access to clusters.
        kind: 'private-key',
        pattern: /\bLS0tLS1CRUdJTi[A-Za-z0-9+/=]{40,16000}(?:\s{1,40}[A-Za-z0-9+/=]{40,200}){0,200}/g,
        isSecret: value => Buffer.from(value.slice(0, 80), 'base64').toString('latin1').includes('PRIVATE KEY'),
    },
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html: the prefixes of long-term and temporary keys.
    { kind: 'aws-key-id', pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g },
    // RFC 7519: two JSON objects, which begin with {" in base64url, and a signature.
    { kind: 'jwt', pattern: /\beyJ[\w-]{8,4000}\.eyJ[\w-]{8,8000}\.[\w-]{0,2000}/g },
    { kind: 'google', pattern: /\bAIza[\w-]{35}(?![\w-])|\bya29\.[\w-]{20,2000}|\bGOCSPX-[\w-]{20,60}/g },
    { kind: 'azure', pattern: /\b(?:AccountKey|SharedAccessKey|SharedSecretValue)\s?=\s?(?<value>[A-Za-z0-9+/]{40,100}={0,2})/gi },
    { kind: 'azure', pattern: /[?&;]sig=(?<value>[A-Za-z0-9%+/=_-]{30,200})/g, isSecret: looksRandom },
    { kind: 'stripe', pattern: /\b(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{10,200}|\bwhsec_[A-Za-z0-9+/=]{24,100}/g },
    // OpenAI and the many that follow it; the preset wants a mark that only OpenAI's own keys carry.
    { kind: 'model-key', pattern: /\bsk-[\w-]{20,250}/g, isSecret: value => looksRandom(value.slice(3)) },
    {
        kind: 'authorization',
        pattern:
            /\bauthorization["'`\]]{0,2}\s{0,4}[:=,]\s{0,4}["'`]?(?:bearer|token|basic|apikey|key)\s{1,4}(?<value>[\w+/=.~-]{8,4000})/gi,
        isSecret: (value, match) => looksRandom(value) || (/\bbasic\s/i.test(match) && holdsNameAndPassword(value)),
    },
    {
        kind: 'webhook',
        pattern:
            /https:\/\/(?:hooks\.slack\.com\/(?:services|workflows|triggers)|discord(?:app)?\.com\/api\/webhooks)\/(?<value>[\w/+-]{20,200})/gi,
    },
    { kind: 'terraform', pattern: /\b[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{40,100}/g },
    // ~/.docker/config.json and the secrets of clusters that carry it.
    {
        kind: 'docker-auth',
        pattern: /["']auth["']\s{0,4}:\s{0,4}["'](?<value>[A-Za-z0-9+/=]{8,4000})["']/g,
        isSecret: value => holdsNameAndPassword(value),
    },
    {
        kind: 'url-password',
        pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/?#'"`<>\\]{0,100}:(?<value>[^\s@/'"`<>\\]{3,200})@[\w[]/gi,
        isSecret: value => !isPlaceholder(value) && !/^(?:pass|passwd|password|pwd|secret|pw|token|key|user)\w?$/i.test(value),
    },
    {
        kind: 'secret',
        pattern: new RegExp(
            `${NAME}["'\`\\]]{0,2}(?:\\s{0,4}:\\s{0,4}[\\w.]{1,20})?\\s{0,4}(?::=|=>|==?|[:=,(>])\\s{0,60}(?<quote>["'\`])(?<value>(?:(?!\\k<quote>)\\S){8,512})\\k<quote>`,
            'gi',
        ),
        isSecret: (value, match) => !isPlaceholder(value) && (looksRandom(value) || (/^pass|^pwd/i.test(match) && looksTyped(value))),
    },
    {
        kind: 'secret',
        pattern: new RegExp(
            `${NAME}["'\`\\]]{0,2}[ \\t]{0,4}(?:=>|[:=>]|[ \\t])[ \\t]{0,4}(?<value>[^\\s"'\`,;()<>{}[\\]$\\\\]{16,512})(?=[\\s,;)<"'\`\\\\]|$)`,
            'gi',
        ),
        isSecret: value => !isPlaceholder(value) && !isCode(value) && looksRandom(value),
    },
];

/** `name:password` in base64. */
function holdsNameAndPassword(value: string): boolean {
    const decoded = Buffer.from(value, 'base64').toString('latin1');
    return /^[\x20-\x39\x3b-\x7e]{1,200}:[\x20-\x7e]{3,}$/.test(decoded);
}

/** What documentation writes where a secret belongs, and what is filled in later. */
function isPlaceholder(value: string): boolean {
    return /\$\{|\{\{|\$\(|%[sdv]|^\$|^<.*>$|example|placeholder|change[-_]?me|your[-_]|process\.env|^(.)\1+$/i.test(value);
}

/** A path, an address without a password, or a chain of names: `config.auth.token2`, `https://login/oauth2`. */
function isCode(value: string): boolean {
    return (
        /^[a-z][\w+.-]*:\/\//i.test(value) ||
        /^\.{0,2}\/[\w.-]+(?:\/[\w.-]+)*$/.test(value) ||
        /^[A-Za-z_]\w*(?:(?:\.|::|->)[A-Za-z_]\w*)+$/.test(value)
    );
}

/** A password as people type them: letters of both cases or signs, with digits; too short to measure. */
function looksTyped(value: string): boolean {
    const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^\w]/].filter(kind => kind.test(value)).length;
    return kinds >= 3 && /[0-9]/.test(value) && !isCode(value) && !/[/\\]/.test(value) && entropy(value) >= 2.5;
}
