/** Which file a difference is of, and which of its lines stand in the newer of both texts. */
import { describe, expect, test } from 'vitest';
import { differenceAt, differencePath, lineOfNewer, newerLines } from '../../src/protocol/attachedDifference.ts';
import { citedText } from '../../src/protocol/citedLines.ts';
import { workspacePath } from '../../src/protocol/text.ts';

const DIFFERENCE = [
    'modified: src/a.ts, 2 lines added, 2 lines removed',
    '@@ -1,3 +1,3 @@',
    ' one',
    '-two',
    '+zwei',
    ' three',
    '@@ -20,3 +20,3 @@',
    ' twenty',
    '+@@ -1,1 +900,1 @@ is text of the file here',
    '-twenty-one',
    ' twenty-two',
];

describe('the name of a difference', () => {
    test.each([
        ['Git changes', 'src/a.ts'],
        ['Git commit 1a2b3c4d', 'src/a.ts'],
        ['Git branch feature/x', 'folder with: colon/a.ts'],
    ])('of %s leads back to its file', (of, file) => {
        expect(differenceAt(differencePath(of, workspacePath(file)))).toEqual({ of, file });
    });

    test.each(['src/a.ts', '/Git changes', '/Git commit 1a2b3c4d', '/Pasted text', 'Git changes/src/a.ts', '/Problems'])(
        '%s is none',
        path => {
            expect(differenceAt(workspacePath(path))).toBeUndefined();
        },
    );
});

describe('lines of a difference', () => {
    const at = (line: string): number => DIFFERENCE.indexOf(line);

    test('that were added or stayed have the numbers of the newer text, without their signs', () => {
        expect(newerLines(DIFFERENCE, at('+zwei'), at(' three'))).toEqual({
            range: { startLine: 2, endLine: 3 },
            lines: ['zwei', 'three'],
        });
        expect(newerLines(DIFFERENCE, at(' twenty-two'), at(' twenty-two'))).toEqual({
            range: { startLine: 22, endLine: 22 },
            lines: ['twenty-two'],
        });
    });

    test('of which one is removed, a head, or none of the text stand nowhere', () => {
        expect(newerLines(DIFFERENCE, at('-two'), at('+zwei'))).toBeUndefined();
        expect(newerLines(DIFFERENCE, 0, 2)).toBeUndefined();
        expect(newerLines(DIFFERENCE, at(' three'), at(' twenty'))).toBeUndefined();
        expect(newerLines(DIFFERENCE, 40, 41)).toBeUndefined();
        expect(newerLines(['added: a', 'x'], 1, 1)).toBeUndefined();
    });

    test('a line of the file that looks like a head is a line of the file', () => {
        const [looking] = DIFFERENCE.filter(line => line.startsWith('+@@'));
        expect(newerLines(DIFFERENCE, at(looking ?? ''), at(looking ?? ''))?.range).toEqual({ startLine: 21, endLine: 21 });
        expect(lineOfNewer(DIFFERENCE, at('-twenty-one'))).toBe(22);
    });
});

test('what a footnote quotes that stands in the file is told without the signs of the difference', () => {
    const passage = {
        path: differencePath('Git commit 1a2b3c4d', workspacePath('src/a.ts')),
        range: { startLine: 1, endLine: DIFFERENCE.length },
        text: DIFFERENCE.join('\n'),
        language: 'plaintext',
        kind: 'code' as const,
        hash: '',
        score: 0,
        origins: [],
    };
    const citation = { mark: '1:5-6', number: 1, range: { startLine: 2, endLine: 3 }, hash: '', state: 'verified' as const };
    const evidence = { number: 1, role: 'attached' as const, passage };
    expect(citedText({ ...citation, path: workspacePath('src/a.ts') }, evidence)).toBe('zwei\nthree');
    expect(citedText({ ...citation, path: passage.path }, evidence)).toBe('+zwei\n three');
});
