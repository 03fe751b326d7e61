import { describe, expect, test } from 'vitest';
import { commandRows, commandTable } from '../../src/extension/commandTable.ts';
import { contributions } from '../../src/extension/contributions.ts';
import { failureButtons } from '../../src/extension/failureButtons.ts';
import { hoverEntries, menuEntries } from '../../src/extension/menuEntries.ts';
import { statusLine } from '../../src/extension/statusLine.ts';
import type { Failure } from '../../src/protocol/failure.ts';
import type { IndexStatus, SkippedFile, SkipReason } from '../../src/protocol/indexing.ts';
import { skippedPage, skippedTree } from '../../src/protocol/skippedTree.ts';
import { linkedText } from '../../src/protocol/linkedText.ts';
import { workspacePath } from '../../src/protocol/text.ts';
import type { ViewState } from '../../src/protocol/view.ts';

const counts = { indexed: 1418, total: 1431, skipped: 13, chunks: 9000 };
const running: ViewState['engine'] = { state: 'running' };

function checkStatus(name: string, engine: ViewState['engine'], index: IndexStatus, text: string, tooltip: RegExp) {
    test(name, () => {
        const line = statusLine(engine, index);
        expect(line.text).toBe(text);
        expect(line.tooltip).toMatch(tooltip);
    });
}

describe('the status bar says', () => {
    checkStatus('that it starts', { state: 'starting' }, { state: 'empty' }, '$(loading~spin) Footnote', /starting/);
    checkStatus(
        'how far indexing is',
        running,
        { state: 'indexing', done: 5, total: 9, counts },
        '$(sync~spin) Footnote 55 %',
        /5 of 9 files/,
    );
    checkStatus(
        'how far at the very start',
        running,
        { state: 'indexing', done: 0, total: 0, counts },
        '$(sync~spin) Footnote 0 %',
        /0 of 0/,
    );
    checkStatus(
        'that it is not done before it is',
        running,
        { state: 'indexing', done: 1999, total: 2000, counts },
        '$(sync~spin) Footnote 99 %',
        /1,999/,
    );
    checkStatus('where it is paused', running, { state: 'paused', done: 3, total: 6, counts }, '$(debug-pause) Footnote 50 %', /3 of 6/);
    checkStatus(
        'what is indexed',
        running,
        { state: 'ready', counts, hasMeaning: true },
        '$(comment-discussion) Footnote',
        /1,418 of 1,431 files indexed, 13 left out/,
    );
    checkStatus(
        'what is missing',
        running,
        { state: 'ready', counts, hasMeaning: false },
        '$(comment-discussion) Footnote',
        /by words only/,
    );
    checkStatus(
        'what to do when the engine has stopped, whatever the index was',
        { state: 'stopped', failure: { kind: 'engine-stopped', detail: 'SIGKILL' } },
        { state: 'ready', counts, hasMeaning: true },
        '$(warning) Footnote',
        /Restart/,
    );
});

test('its menu offers what can be done now', () => {
    const labels = (engine: ViewState['engine'], index: IndexStatus) =>
        menuEntries(engine, index, { areLensesShown: true }).map(({ command }) => command);
    expect(labels(running, { state: 'indexing', done: 1, total: 2, counts })).toContain('footnote.pause');
    expect(labels(running, { state: 'paused', done: 1, total: 2, counts })).toContain('footnote.resume');
    expect(labels(running, { state: 'ready', counts, hasMeaning: true })).not.toContain('footnote.resume');
    expect(labels({ state: 'stopped', failure: { kind: 'engine-stopped', detail: '' } }, { state: 'empty' })[0]).toBe(
        'footnote.restartEngine',
    );
});

test('its menu hides code lenses, and shows them again', () => {
    const ready: IndexStatus = { state: 'ready', counts, hasMeaning: true };
    const labels = (areLensesShown: boolean) => menuEntries(running, ready, { areLensesShown }).map(({ label }) => label);
    expect([labels(true).includes('Hide Code Lenses'), labels(true).includes('Show Code Lenses')]).toEqual([true, false]);
    expect([labels(false).includes('Hide Code Lenses'), labels(false).includes('Show Code Lenses')]).toEqual([false, true]);
});

test('no failure offers more than two buttons, and each button is a command that exists', () => {
    const failures: readonly Failure[] = [
        { kind: 'no-folder' },
        { kind: 'index-missing' },
        { kind: 'index-busy', holderPid: 1 },
        { kind: 'index-damaged', detail: '' },
        { kind: 'model-missing', model: '', folder: '' },
        { kind: 'model-refused', origin: '', detail: '' },
        { kind: 'model-unreachable', origin: '', detail: '' },
        { kind: 'lent-model', model: '', reason: 'missing', detail: '' },
        { kind: 'answer-incomplete', model: '', detail: '' },
        { kind: 'question-too-long', model: '', tokens: 1, room: 1 },
        { kind: 'network-disabled', origin: '' },
        { kind: 'platform-unsupported', detail: '' },
        { kind: 'disk-full', folder: '' },
        { kind: 'engine-stopped', detail: '' },
    ];
    for (const failure of failures) {
        const buttons = failureButtons(failure);
        expect(buttons.length, failure.kind).toBeGreaterThan(0);
        expect(buttons.length, failure.kind).toBeLessThanOrEqual(2);
        for (const { command } of buttons) expect(command.startsWith('footnote.') ? command in commandTable : true, command).toBe(true);
    }
});

test('what it says when it is pointed at leads on: with one click, to nothing that takes long or cannot be undone', () => {
    const offered = (engine: ViewState['engine'], index: IndexStatus) => hoverEntries(engine, index).map(({ command }) => command);
    expect(offered(running, { state: 'indexing', done: 1, total: 2, counts })[1]).toBe('footnote.pause');
    expect(offered(running, { state: 'paused', done: 1, total: 2, counts })[0]).toBe('footnote.resume');
    expect(offered(running, { state: 'empty' })[0]).toBe('footnote.index');
    expect(offered({ state: 'stopped', failure: { kind: 'engine-stopped', detail: '' } }, { state: 'empty' })[0]).toBe(
        'footnote.restartEngine',
    );
    for (const index of [
        { state: 'ready', counts, hasMeaning: true },
        { state: 'failed', failure: { kind: 'no-folder' } },
    ] as const)
        expect(offered(running, index)).not.toContain('footnote.rebuildIndex');
});

describe('of what is left out', () => {
    const left = (path: string, reason: SkipReason, detail: string, line?: number): SkippedFile => ({
        path: workspacePath(path),
        reason,
        detail,
        ...(line === undefined ? {} : { rule: { file: '/shop/.gitignore', line } }),
    });

    test('files that are left out are listed by reason, the commonest first', () => {
        expect(
            skippedPage([
                left('logo.png', 'binary', ''),
                left('b.json', 'too-large', '2 MB, limit 1 MB'),
                left('a.json', 'too-large', '3 MB, limit 1 MB'),
            ]).text,
        ).toBe(
            '3 files and folders are not indexed.\n\nToo large: 2\n  a.json  (3 MB, limit 1 MB)\n  b.json  (2 MB, limit 1 MB)\n\nNot text: 1\n  logo.png\n',
        );
        expect(skippedPage([]).text).toBe('No file is left out.\n');
        expect(skippedPage([], [{ path: workspacePath('src/odd.ts'), reason: 'no vector' }]).text).toBe(
            'No file is left out.\n\nIndexed in part: 1\n  src/odd.ts  (no vector)\n',
        );
    });

    test('lead to themselves and to the rule that keeps them out, at its line; what they have in common is said once', () => {
        const { text, links } = skippedPage([
            left('out/', 'ignored', '.gitignore:3: out/', 3),
            left('lib/deep/b.min.js', 'minified', ''),
            left('lib/deep/a.min.js', 'minified', ''),
            left('lib/c.min.js', 'minified', ''),
        ]);
        const rows = text.split('\n');
        expect(rows).toEqual([
            '4 files and folders are not indexed.',
            '',
            'Minified: 3',
            '  lib/deep/: 2',
            '    a.min.js',
            '    b.min.js',
            '  lib/: 1',
            '    c.min.js',
            '',
            'Ignored by .gitignore or .footnoteignore: 1',
            '  out/  (.gitignore:3: out/)',
            '',
        ]);
        expect(links.map(({ row, from, to, place }) => [rows[row]?.slice(from, to), place])).toEqual([
            ['a.min.js', { path: 'lib/deep/a.min.js' }],
            ['b.min.js', { path: 'lib/deep/b.min.js' }],
            ['c.min.js', { path: 'lib/c.min.js' }],
            ['.gitignore:3', { rule: { file: '/shop/.gitignore', line: 3 } }],
        ]);
    });

    test('of a reason that has many, some are named and the others counted', () => {
        const many = Array.from({ length: 5 }, (_, at) => left(`${String(at)}.png`, 'binary', ''));
        expect(linkedText(skippedTree(many, 2)).text).toBe('\nNot text: 5\n  0.png\n  1.png\n  and 3 more');
    });
});

test('every button and menu names a command of the table, and no key is taken twice', () => {
    const ids = new Set<string>(commandRows.map(({ id }) => id));
    const named = [...Object.values(contributions.menus).flat(), ...contributions.keybindings].flatMap(row =>
        'command' in row ? [row.command] : [],
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter(command => !ids.has(command))).toEqual([]);
    const keys = contributions.keybindings.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
});
