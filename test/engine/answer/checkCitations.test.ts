import type { Citation, Evidence } from '../../../src/protocol/answer.ts';
import type { Files } from '../../../src/engine/ports.ts';
import { checkMark, recheckCitations } from '../../../src/engine/answer/checkCitations.ts';
import { contentHash } from '../../../src/engine/contentHash.ts';
import { describe, expect, it } from 'vitest';
import { placeLabel, workspacePath } from '../../../src/protocol/text.ts';

const RETRY = [
    '// Retries a build.',
    'function retryBuild(run) {',
    '    return run() ?? retryBuild(run);',
    '}',
    '',
    'function other() {',
    '    return 1;',
    '}',
];
const path = workspacePath('src/retry.ts');

function filesWith(lines: readonly string[] | undefined): Files {
    return {
        read: asked =>
            Promise.resolve(
                lines && asked === path ? { text: lines.join('\n'), hash: contentHash(lines.join('\n')), isUnsaved: false } : undefined,
            ),
    };
}

/** Evidence 1: lines 2 to 4, as they stood when it was gathered. */
const evidence: Evidence = {
    number: 1,
    role: 'found',
    passage: {
        path,
        range: { startLine: 2, endLine: 4 },
        language: 'typescript',
        kind: 'code',
        text: RETRY.slice(1, 4).join('\n'),
        hash: contentHash(RETRY.slice(1, 4).join('\n')),
        score: 1,
        origins: [],
    },
};

function told(citation: Citation | undefined): string {
    return citation ? `${placeLabel(citation)} ${citation.state}` : 'plain text';
}

describe('a mark against the live text', () => {
    const cases: readonly (readonly [rule: string, mark: string, live: readonly string[] | undefined, expected: string])[] = [
        ['whole evidence that stands as it was', '1', RETRY, 'src/retry.ts:2-4 verified'],
        ['some of its lines', '1:3', RETRY, 'src/retry.ts:3 verified'],
        ['lines that moved down', '1:2-3', ['// new', '// new', ...RETRY], 'src/retry.ts:4-5 moved'],
        ['lines that moved up', '1:2-3', RETRY.slice(1), 'src/retry.ts:1-2 moved'],
        [
            'lines with \\r\\n are the same lines',
            '1',
            RETRY.map((line, at) => (at < RETRY.length - 1 ? `${line}\r` : line)),
            'src/retry.ts:2-4 verified',
        ],
        ['lines that were rewritten', '1:3', RETRY.map(line => line.replace('??', '||')), 'src/retry.ts:3 stale'],
        ['a lone brace is not found again just anywhere', '1:4', ['{', ...RETRY], 'src/retry.ts:4 stale'],
        ['a file that is gone', '1', undefined, 'src/retry.ts:2-4 stale'],
        ['lines partly outside are cut to the evidence', '1:1-3', RETRY, 'src/retry.ts:2-3 verified'],
        ['lines wholly outside', '1:7-8', RETRY, 'plain text'],
        ['a number that was never given', '2', RETRY, 'plain text'],
    ];
    for (const [rule, mark, live, expected] of cases) {
        it(rule, async () => {
            const [number = '', lines] = mark.split(':');
            const [start, end] = lines?.split('-').map(Number) ?? [];
            const range = start === undefined ? undefined : { startLine: start, endLine: end ?? start };
            expect(told(await checkMark({ type: 'mark', mark, number: Number(number), range }, [evidence], filesWith(live)))).toBe(
                expected,
            );
        });
    }
});

describe('looking again after edits', () => {
    it('follows lines through several edits, and back from stale', async () => {
        const first = await checkMark({ type: 'mark', mark: '1', number: 1, range: undefined }, [evidence], filesWith(RETRY));
        if (!first) throw new Error('no citation');
        const states: string[] = [];
        let citations: readonly Citation[] = [first];
        for (const live of [['', '', ...RETRY], ['', ...RETRY], [], ['', ...RETRY], undefined]) {
            citations = await recheckCitations(citations, filesWith(live));
            states.push(told(citations[0]));
        }
        expect(states).toEqual([
            'src/retry.ts:4-6 moved',
            'src/retry.ts:3-5 moved',
            'src/retry.ts:3-5 stale',
            'src/retry.ts:3-5 verified',
            'src/retry.ts:3-5 stale',
        ]);
    });
});
