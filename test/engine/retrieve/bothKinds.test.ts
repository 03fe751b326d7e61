import { describe, expect, test } from 'vitest';
import type { FileKind } from '../../../src/protocol/code.ts';
import type { Passage } from '../../../src/protocol/passage.ts';
import { withBothKinds } from '../../../src/engine/retrieve/bothKinds.ts';
import { certainly, type IntentShares } from '../../../src/engine/retrieve/intent.ts';
import { workspacePath } from '../../../src/protocol/text.ts';

const doubt: IntentShares = { ...certainly('code'), code: 0.5, tests: 0.1, docs: 0.3, config: 0.1 };

describe('where it is open whether code or documents are wanted, the first six passages hold both', () => {
    check('the best document is kept a place among code', doubt, 'c c c c c c c D d', 'c c c c c D c c d');
    check('the best code is kept a place among documents', doubt, 'd d d d d d d C c', 'd d d d d C d d c');
    check('what is there already stays where it is', doubt, 'c d c c c c c d', 'c d c c c c c d');
    check('what is not there at all moves nothing', doubt, 'c c c c c c c t', 'c c c c c c c t');
    check('no place is kept where code is surely wanted', { ...doubt, code: 0.9 }, 'c c c c c c c d', 'c c c c c c c d');
    check('nor where it surely is not', { ...doubt, code: 0.1 }, 'd d d d d d d c', 'd d d d d d d c');

    function check(rule: string, wants: IntentShares, before: string, after: string): void {
        test(rule, () => expect(lettersOf(withBothKinds(before.split(' ').map(passage), wants))).toBe(after));
    }
});

const KINDS: Readonly<Record<string, FileKind>> = { c: 'code', d: 'docs', t: 'test' };

function passage(letter: string): Passage {
    const path = workspacePath(letter);
    const kind = KINDS[letter.toLowerCase()] ?? 'data';
    return { path, kind, range: { startLine: 1, endLine: 1 }, language: 'typescript', text: '', hash: '', score: 1, origins: [] };
}

function lettersOf(passages: readonly Passage[]): string {
    return passages.map(({ path }) => path).join(' ');
}
