import { describe, expect, test } from 'vitest';
import { foldSystem, lentModelFailure, lentModelName, parseLentModel } from '../../src/extension/lentModel.ts';
import { addressProblem, modelServerPresets } from '../../src/extension/modelServers.ts';
import { secretName } from '../../src/extension/secretName.ts';
import { describeFailure } from '../../src/protocol/failure.ts';

describe('the name of a model of VS Code', () => {
    test('is vendor and id, and the id may hold more of the same', () => {
        expect(parseLentModel('copilot/gpt-4.1')).toEqual({ vendor: 'copilot', id: 'gpt-4.1' });
        expect(parseLentModel('acme/org/model')).toEqual({ vendor: 'acme', id: 'org/model' });
        expect(lentModelName({ vendor: 'acme', id: 'org/model' })).toBe('acme/org/model');
        expect(parseLentModel('gpt-4.1')).toBeUndefined();
    });
});

describe('a model that knows no system role', () => {
    test('gets the rules in front of the first thing the user said, once', () => {
        expect(
            foldSystem([
                { role: 'system', content: 'Rules.' },
                { role: 'user', content: 'First?' },
                { role: 'assistant', content: 'Yes.' },
                { role: 'user', content: 'Second?' },
            ]),
        ).toEqual([
            { role: 'user', content: 'Rules.\n\nFirst?' },
            { role: 'assistant', content: 'Yes.' },
            { role: 'user', content: 'Second?' },
        ]);
    });
});

describe('an error of such a model', () => {
    /** As VS Code makes them: its kinds by `code`, a vendor's own error as the cause. */
    function check(rule: string, error: unknown, reason: string, words: RegExp): void {
        test(rule, () => {
            const failure = lentModelFailure(error, 'copilot/gpt-4.1');
            expect(failure).toMatchObject({ kind: 'lent-model', reason });
            const { title, remedy } = describeFailure(failure);
            expect(`${title}. ${remedy}`).toMatch(words);
        });
    }
    const coded = (code: string, message: string, cause?: unknown): Error => Object.assign(new Error(message, { cause }), { code });

    check(
        'a model that is gone',
        coded('NotFound', 'unknown model'),
        'missing',
        /^copilot\/gpt-4\.1 is not among the models of VS Code\. /,
    );
    check(
        'consent that was not given',
        coded('NoPermissions', 'no'),
        'not-allowed',
        /may not be used by Footnote\. Ask again, and allow it/,
    );
    check(
        'a request that was blocked',
        coded('Blocked', 'off topic'),
        'blocked',
        /is closed to Footnote\. Choose another model \(off topic\)\.$/,
    );
    check(
        'a quota that is used up',
        coded('Unknown', 'x', new Error('Monthly quota exceeded')),
        'used-up',
        /has no quota left\. .*\(Monthly quota exceeded\)/,
    );
    check('whatever else its vendor throws', coded('Unknown', 'x', new TypeError('fetch failed')), 'failed', /failed\. .*\(fetch failed\)/);
    check('what is no error at all', 'boom', 'failed', /\(boom\)/);
    check('unseen characters in it', new Error('a\u202eb\nc'), 'failed', /a\\u\{202e\}b c/);
});

describe('servers to choose from', () => {
    test('each has an address that may be asked as it stands, or says what to fill in', () => {
        for (const { name, baseUrl, isLocal } of modelServerPresets) {
            const problem = addressProblem(baseUrl);
            const [toFill] = /\b[A-Z]{3,}\b/.exec(baseUrl) ?? [];
            if (toFill !== undefined) expect(problem, name).toContain(toFill);
            else expect(problem, name).toBeUndefined();
            expect(secretName(baseUrl), name).toBeDefined();
            expect(new URL(baseUrl).protocol === 'http:', name).toBe(isLocal);
        }
    });

    const refused: readonly (readonly [address: string, words: RegExp])[] = [
        ['example', /begins with https/],
        ['ftp://example.com', /begins with https/],
        ['https://me:secret@example.com/v1', /No user name/],
        ['http://example.com/v1', /Unencrypted only to this machine/],
    ];
    for (const [address, words] of refused) {
        test(`${address} is refused, and no key has a place there`, () => {
            expect(addressProblem(address)).toMatch(words);
            expect(secretName(address)).toBeUndefined();
        });
    }
});
