import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findMovedRow } from '../../../src/engine/retrieve/findMovedRow.ts';
import { bagOf } from '../../../src/engine/retrieve/terms.ts';

const lines = [
    'import retry',
    '',
    'function build() {',
    '    return retry(attempt)',
    '}',
    '',
    'function clean() {',
    '    remove(folder)',
    '}',
];

function rowAt(startLine: number, endLine: number) {
    return { range: { startLine, endLine }, terms: bagOf(lines.slice(startLine - 1, endLine).join('\n')) };
}

check('lines that stayed', lines, { startLine: 3, endLine: 5 });
check('lines pushed down', ['// a', '// b', '// c', ...lines], { startLine: 6, endLine: 8 });
check('lines pulled up', lines.slice(2), { startLine: 1, endLine: 3 });
check(
    'of two equal places the nearer one',
    [...lines.slice(2, 5), '// x', '// y', ...lines],
    { startLine: 8, endLine: 10 },
    rowAt(7, 9),
    lines[2],
);
check('lines that were changed are not found', lines.with(3, '    return retry(attempt, limit)'), undefined);
check('lines that are gone are not found', lines.slice(5), undefined);
check('nor in an empty file', [''], undefined);

function check(
    rule: string,
    now: readonly string[],
    expected: { startLine: number; endLine: number } | undefined,
    row = rowAt(3, 5),
    sameAs?: string,
): void {
    test(rule, () => {
        const asked = sameAs === undefined ? row : { ...rowAt(3, 5), range: row.range };
        expect(findMovedRow(asked, now)).toEqual(expected);
    });
}

test('whatever is put in front, the lines are found where they went', () => {
    const line = fc.constantFrom('alpha beta', 'beta gamma', 'gamma', '', 'delta_epsilon()', '}');
    fc.assert(
        fc.property(fc.array(line, { maxLength: 30 }), fc.array(line, { maxLength: 30 }), (before, after) => {
            const found = findMovedRow(rowAt(3, 5), [...before, ...lines.slice(2, 5), ...after]);
            expect(found).toEqual({ startLine: before.length + 1, endLine: before.length + 3 });
        }),
    );
});
