import { contentHash } from '../contentHash.ts';
import { findOwnSecrets, type SecretSpan } from './ownSecrets.ts';
import { findPresetSecrets } from './presetSecrets.ts';

/** Text without its secrets, line by line where it was. */
export interface RedactedText {
    readonly text: string;
    readonly secrets: readonly FoundSecret[];
}

/** A secret that was taken out. The value itself is kept nowhere. */
export interface FoundSecret {
    readonly kind: string;
    /** Hash of the value, so that one key in three places counts once. */
    readonly id: string;
    /** Lines of the text, 1-based, both ends included. */
    readonly startLine: number;
    readonly endLine: number;
}

/**
 * Replaces every secret by `[REDACTED:kind]`, on each line that it covers, so that line numbers stay true and a part of a private key
 * shows that something was there. Looks again until nothing more is found: doing it twice gives the same text.
 */
export async function redactText(text: string): Promise<RedactedText> {
    const secrets: FoundSecret[] = [];
    let current = text;
    for (;;) {
        // A placeholder is blank to the rules, at the same length: it is neither a secret itself nor a word before one.
        const seen = current.replaceAll(PLACEHOLDER, whole => ' '.repeat(whole.length));
        const spans = joinOverlapping([...(await findPresetSecrets(seen)), ...findOwnSecrets(seen)]);
        if (spans.length === 0) return { text: current, secrets };
        const lineAt = lineCounter(current);
        let next = '';
        let done = 0;
        for (const { start, end, kind } of spans) {
            const value = current.slice(start, end);
            secrets.push({ kind, id: contentHash(value), startLine: lineAt(start), endLine: lineAt(end) });
            next += current.slice(done, start) + value.replaceAll(/[^\r\n]+/g, `[REDACTED:${kind}]`);
            done = end;
        }
        current = next + current.slice(done);
    }
}

/** What stands in for a secret. */
const PLACEHOLDER = /\[REDACTED:[a-z0-9-]+\]/g;

/** Where rules overlap, the outermost lines count and the first rule names it. */
function joinOverlapping(spans: readonly SecretSpan[]): readonly SecretSpan[] {
    const joined: SecretSpan[] = [];
    for (const span of [...spans].filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start || b.end - a.end)) {
        const last = joined.at(-1);
        if (last && span.start < last.end) joined[joined.length - 1] = { ...last, end: Math.max(last.end, span.end) };
        else joined.push(span);
    }
    return joined;
}

/** Line numbers of places that are asked for in order; counts as an editor does. */
function lineCounter(text: string): (at: number) => number {
    const ends = /\r\n|\r|\n/g;
    let line = 1;
    let next = ends.exec(text);
    return at => {
        while (next && next.index < at) {
            line++;
            next = ends.exec(text);
        }
        return line;
    };
}
