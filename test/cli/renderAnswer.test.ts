import type { Answer } from '../../src/protocol/answer.ts';
import { colours, openTerminal, plain, ProgressLine, type Style } from '../../src/cli/terminal.ts';
import { describe, expect, it } from 'vitest';
import { renderAnswer } from '../../src/cli/renderAnswer.ts';
import { workspacePath } from '../../src/protocol/text.ts';

const path = workspacePath('src/re\u001b]0;owned\u0007try.ts');
const range = { startLine: 13, endLine: 22 };
const answer: Answer = {
    text: 'In `retryBuild` [1:13], not\u001b[2J \\*here\\* [9].\n\n```ts\nretry[1]\n```',
    citations: [{ mark: '1:13', number: 1, path, range: { startLine: 13, endLine: 13 }, hash: '', state: 'moved' }],
    evidence: [
        {
            number: 1,
            role: 'found',
            passage: {
                path,
                range,
                language: 'typescript',
                kind: 'code',
                text: '',
                hash: '',
                score: 1,
                origins: [{ signal: 'words', contribution: 1, detail: 'has retry' }],
            },
        },
    ],
    coverage: { searchedFiles: 3, totalFiles: 4, skippedFiles: 1, isPartial: false, hasMeaning: false },
    answeredBy: 'Quotes',
    isAnswered: true,
    tookMs: 12.4,
};

function rendered(style: Style): string {
    return renderAnswer(answer, { style, urlOf: (_file, line) => `file:///x#L${String(line)}` });
}

describe('an answer in a terminal', () => {
    it('is plain text with its sources where there are no colours, and obeys nothing that stands in a file', () => {
        expect(rendered(plain)).toBe(
            [
                'In `retryBuild` [1:13], not\\u{1b}[2J *here* [9].',
                '',
                '    retry[1]',
                '',
                'Sources',
                '  [1] src/re\\u{1b}]0;owned\\u{7}try.ts:13-22 (moved)  has retry',
                '',
                'Searched 3 of 4 files · 1 not indexed · by words only · answered by Quotes · 12 ms',
                '',
            ].join('\n'),
        );
    });

    it('has links on footnotes that are citations, and on no others', () => {
        const text = rendered(colours);
        expect(text).toContain('\u001b]8;;file:///x#L13\u001b\\[1:13]\u001b]8;;\u001b\\');
        expect(text).toContain(' [9].');
        expect(text).not.toContain('owned\u0007');
    });
});

describe('the terminal', () => {
    const written = (env: NodeJS.ProcessEnv, isTTY: boolean) => {
        const texts: string[] = [];
        const stream = { isTTY, columns: 30, write: (text: string) => texts.push(text) };
        return { texts, terminal: openTerminal({ stdout: stream, stderr: stream, env }) };
    };

    it('has colours only for people who want them', () => {
        expect(written({}, true).terminal.style.isPlain).toBe(false);
        expect(written({ NO_COLOR: '1' }, true).terminal.style.isPlain).toBe(true);
        expect(written({ TERM: 'dumb' }, true).terminal.style.isPlain).toBe(true);
        expect(written({}, false).terminal.style.isPlain).toBe(true);
    });

    it('writes progress over itself, and elsewhere a line now and then', () => {
        const counts = { indexed: 0, total: 1500, skipped: 0, chunks: 0 };
        const run = (isTTY: boolean): readonly string[] => {
            const { texts, terminal } = written({}, isTTY);
            let ms = 0;
            const progress = new ProgressLine(terminal, () => ms);
            for (const [at, done] of [
                [0, 1],
                [50, 2],
                [4_000, 1200],
                [6_000, 1300],
                [7_000, 1400],
            ] as const) {
                ms = at;
                progress.show({ state: 'indexing', done, total: 1500, counts });
            }
            progress.end();
            return texts;
        };
        // Where the line has no room for the whole of it, in fewer words: never cut off.
        expect(run(true)).toEqual(
            ['Indexing 1 of 1,500 files …', 'Indexing 80 %', 'Indexing 86 %', 'Indexing 93 %']
                .map(words => `\r\u001b[K${words}`)
                .concat('\r\u001b[K'),
        );
        expect(run(false)).toEqual(['Indexing 1,300 of 1,500 files …\n']);
    });
});
