import type { SymbolKind } from '../../../src/protocol/code.ts';
import { describe, expect, it } from 'vitest';
import { docClause } from '../../../src/engine/models/docClause.ts';
import { docText, firstParagraphLength } from '../../../src/engine/answer/docText.ts';
import { wordsOfFile } from '../../../src/engine/models/prose.ts';

describe('a doc comment as a clause', () => {
    const cases: readonly (readonly [comment: string, kind: SymbolKind, expected: string])[] = [
        ['/** Retries a failed build. Waits longer each time. */', 'function', 'It retries a failed build'],
        ['"""Return the theme of a builder."""', 'method', 'It returns the theme of a builder'],
        ['// retryBuild tries again, e.g. after a timeout. Then it gives up.', 'function', 'It tries again, e.g. after a timeout'],
        ['/// A queue that never blocks', 'class', 'It is a queue that never blocks'],
        ['# The queue is full when this many wait.', 'constant', '“The queue is full when this many wait”'],
        ['/** Options for a build. */', 'interface', '“Options for a build”'],
        ['/** Run a build and try again. */', 'function', '“Run a build and try again”'],
        ['/** Set of names. */', 'method', '“Set of names”'],
        ['/** {@link Cart} holders only */', 'function', '“`Cart` holders only”'],
        ['/**\n * Gets it.\n * @param x what\n */', 'function', 'It gets it'],
        [
            '"""\n    Parse :class:`~docutils.Node` trees.\n\n    :param node: the node\n    """',
            'function',
            'It parses `docutils.Node` trees',
        ],
        ['/** ---- */', 'function', 'nothing'],
        ['/** @internal */', 'function', 'nothing'],
    ];
    for (const [comment, kind, expected] of cases) {
        it(comment.replaceAll('\n', '⏎'), () => {
            const clause = docClause('retryBuild', kind, docText(comment.split('\n')));
            expect(clause === undefined ? 'nothing' : clause.form === 'predicate' ? `It ${clause.text}` : `“${clause.text}”`).toBe(
                expected,
            );
        });
    }

    it('shows the lines of its first paragraph', () => {
        expect(firstParagraphLength(['/**', ' * Retries.', ' * Twice.', ' *', ' * More.', ' */'])).toBe(3);
        expect(firstParagraphLength(['/** Retries. */'])).toBe(1);
    });
});

describe('words of a file in a sentence are only words', () => {
    const cases: readonly (readonly [text: string, expected: string])[] = [
        ['takes *args and **kwargs', 'takes \\*args and \\*\\*kwargs'],
        ['see [1] and ![x](http://a)', 'see \\[1\\] and !\\[x\\](http://a)'],
        ['keeps `code *as* it` is', 'keeps `code *as* it` is'],
        ['an odd ` tick [2]', 'an odd  tick \\[2\\]'],
        ['snake_case but _private', 'snake_case but \\_private'],
        ['turned\u202e round\u001b[31m', 'turned\\\\u{202e} round\\\\u{1b}\\[31m'],
    ];
    for (const [text, expected] of cases) {
        it(text, () => {
            expect(wordsOfFile(text)).toBe(expected);
        });
    }
});
