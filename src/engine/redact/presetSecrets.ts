import type { SecretSpan } from './ownSecrets.ts';
import { loadPart } from '../programFiles.ts';

/**
 * What the recommended rules of secretlint find: tokens of some two dozen services, by their published formats.
 * Loaded when something is first about to be sent; who only reads quotations never pays for it.
 */
export async function findPresetSecrets(text: string): Promise<readonly SecretSpan[]> {
    loaded ??= load();
    const { lintSource, rules } = await loaded;
    const { messages } = await lintSource({
        source: { filePath: 'text.txt', content: text, ext: '.txt', contentType: 'text' },
        options: { noPhysicFilePath: true, config: { rules } },
    });
    return messages.map(({ ruleId, range, data }) => ({
        kind: ruleId.replace(/^.*secretlint-rule-/, ''),
        ...wholeValue(text, range, data),
    }));
}

let loaded: ReturnType<typeof load> | undefined;

async function load() {
    const [{ lintSource }, { rules }, { secretLintProfiler }] = await loadPart(() =>
        Promise.all([import('@secretlint/core'), import('@secretlint/secretlint-rule-preset-recommend'), import('@secretlint/profiler')]),
    );
    // It marks every rule of every text in the process's performance timeline and never takes the marks away.
    secretLintProfiler.setEnabled(false);
    return {
        lintSource,
        rules: rules.filter(({ meta }) => !UNWANTED.test(meta.id)).map(rule => ({ id: rule.meta.id, rule, options: {} })),
    };
}

/**
 * `filter-comments` would let a comment in a file switch the rules off. `gcp` takes a whole file when it is a service account, where the
 * key alone will do (`private-key` of our own rules). Inside the preset neither can be switched off, hence the rules one by one.
 */
const UNWANTED = /filter-comments|rule-gcp$/;

/**
 * Some rules (aws among them, in 13.0.7) report a range that begins at the name before the value and has the length of the value.
 * So the value is looked up in what the rule says it found; failing that, the range grows to the end of the word.
 */
function wholeValue(
    text: string,
    [start, end]: readonly [number, number],
    data: unknown,
): { readonly start: number; readonly end: number } {
    const values = typeof data === 'object' && data !== null ? Object.values(data) : [];
    for (const value of values) {
        if (typeof value !== 'string' || value.length < 8) continue;
        const at = text.indexOf(value, start);
        if (at >= 0 && at <= end) return { start: at, end: Math.max(at + value.length, at === start ? end : 0) };
    }
    const rest = /^[\w+/=.~-]*/.exec(text.slice(end, end + 4096))?.[0] ?? '';
    return { start, end: end + rest.length };
}
