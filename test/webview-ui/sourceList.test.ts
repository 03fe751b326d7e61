import { expect, test } from 'vitest';
import { attachedTextPath } from '../../src/protocol/attachment.ts';
import { SourceList } from '../../webview-ui/src/sourceList.ts';
import { scenes } from '../../webview-ui/scenes.ts';
import { find, findAll, mount, settle, textOf } from './elements.ts';

const turn = scenes.finished().turns[0]!;

test('a row says where, whether it still holds, and why it was found', async () => {
    const { element } = await mount(new SourceList(), { turn });
    const rows = findAll(element, 'li').map(row => textOf(row).replace(/^.*?Source /, 'Source '));
    expect(rows).toEqual([
        'Source 1: retry.ts, lines 18 to 26, verified retry.ts src/build · 18–26 verified defines retryBuild',
        'Source 2: settings.ts, line 44, verified settings.ts src · 44 verified configures it · names build.retries',
        'Source 3: watchDependencies.ts, lines 73 to 76, moved since watchDependencies.ts packages/server/src/build/incremental · 70–73 → 73–76 moved moved · uses it · uses retryBuild',
        'Source 4: retry.test.ts, line 5, changed since retry.test.ts test/build · 5 changed changed · tests it · path has retry',
    ]);
});

test('a source the text does not cite carries no state', async () => {
    const { element } = await mount(new SourceList(), { turn: { ...turn, citations: [] } });
    expect(findAll(element, '.state')).toEqual([]);
});

test('a click opens the source, by turn and number and never by path', async () => {
    const { element, intents } = await mount(new SourceList(), { turn });
    findAll(element, '.source')[2]!.click();
    find(element, '[aria-label^="Copy permalink to settings.ts"]').click();
    expect(intents).toEqual([
        { type: 'open-source', turnId: 't1', number: 3 },
        { type: 'copy-permalink', turnId: 't1', number: 2 },
    ]);
});

test('a text that was attached has no permalink to offer, because it stands in no commit', async () => {
    const evidence = turn.evidence.map(one =>
        one.number === 1 ? { ...one, passage: { ...one.passage, path: attachedTextPath('Pasted text') } } : one,
    );
    const { element } = await mount(new SourceList(), { turn: { ...turn, evidence } });
    expect(findAll(element, '[aria-label^="Copy permalink"]')).toHaveLength(turn.evidence.length - 1);
    expect(findAll(element, '[aria-label^="Copy permalink to Pasted text"]')).toEqual([]);
    expect(findAll(element, '[aria-label^="Preview of Pasted text"]')).toHaveLength(1);
});

test('the first lines unfold and fold again', async () => {
    const { element } = await mount(new SourceList(), { turn });
    const toggle = () => find(element, '[aria-label^="Preview of watchDependencies.ts"]');
    toggle().click();
    await settle(element);
    expect(findAll(element, '.preview .line').map(line => `${line.dataset['line'] ?? ''} ${line.textContent.trim()}`)).toEqual([
        '70 watcher.on("change", async () => {',
        '71 await retryBuild(build, options);',
        '72 reload();',
        '73 });',
    ]);
    expect(toggle().getAttribute('aria-expanded')).toBe('true');
    toggle().click();
    await settle(element);
    expect(findAll(element, '.preview')).toEqual([]);
});

test('the arrow keys go from source to source', async () => {
    const { element } = await mount(new SourceList(), { turn });
    const rows = findAll(element, '.source');
    rows[0]!.focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp']) {
        element.shadowRoot?.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    }
    expect(element.shadowRoot?.activeElement).toBe(rows[1]);
});

test('without evidence there is no list', async () => {
    expect(textOf((await mount(new SourceList(), { turn: { ...turn, evidence: [] } })).element)).toBe('');
});

test('an unfolded source says what each signal gave it', async () => {
    const [first] = turn.evidence;
    const passage = {
        ...first!.passage,
        origins: [
            { signal: 'kind', contribution: -0.5, detail: 'is a test' },
            { signal: 'words', contribution: 1.25, detail: 'has retry' },
            { signal: 'path', contribution: 0 },
        ] as const,
    };
    const { element } = await mount(new SourceList(), { turn: { ...turn, evidence: [{ ...first!, passage }] } });
    find(element, '[aria-label^="Preview of"]').click();
    await settle(element);
    expect(findAll(element, '.contributions tr').map(textOf)).toEqual(['words +1.25 has retry', 'kind −0.50 is a test']);
});
