import { expect, test } from 'vitest';
import { claimedThings } from '../../../src/engine/answer/claimedThings.ts';
import { codeSpan } from '../../../src/engine/models/prose.ts';

test('a line with backticks of its own is quoted as it stands, and is read back the same', () => {
    const line = 'const name = `key:${origin}`;';
    expect(codeSpan(line)).toBe('`` const name = `key:${origin}`; ``');
    expect(claimedThings(`It is ${codeSpan(line)}`)).toEqual([{ type: 'code', written: line }]);
});

test('two backticks in a row could end it', () => expect(codeSpan('a `` b')).toBe("`a '' b`"));
test('a name has one on each side', () => expect(codeSpan('retryBuild')).toBe('`retryBuild`'));
test('a line stays one', () => expect(codeSpan('a\nb')).toBe('`a b`'));
