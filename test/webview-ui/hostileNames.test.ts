import { expect, test } from 'vitest';
import { SourceList } from '../../webview-ui/src/sourceList.ts';
import { scenes } from '../../webview-ui/scenes.ts';
import { placeLabel, workspacePath } from '../../src/protocol/text.ts';
import { findAll, mount, textOf } from './elements.ts';

const turn = scenes.finished().turns[0]!;

async function rowOf(path: string): Promise<{ readonly element: SourceList; readonly text: string }> {
    const [first] = turn.evidence;
    if (!first) throw new Error('the scene has no evidence');
    const evidence = [{ ...first, passage: { ...first.passage, path: workspacePath(path) } }];
    const { element } = await mount(new SourceList(), { turn: { ...turn, evidence, citations: [] } });
    return { element, text: textOf(element) };
}

test('a name that is markup is text', async () => {
    for (const name of ['<img src=x onerror=alert(1)>.ts', 'a"onclick="alert(1).ts', '](http://evil.example).ts']) {
        const { element, text } = await rowOf(name);
        expect(text).toContain(name.slice(name.lastIndexOf('/') + 1));
        expect(findAll(element, 'img, a, [onclick]')).toEqual([]);
    }
});

test('a name that turns itself around or hides something shows it', async () => {
    expect((await rowOf('src/evil\u202egnp.ts')).text).toContain('evil\\u{202e}gnp.ts');
    expect((await rowOf('src/pay\u200bment.ts')).text).toContain('pay\\u{200b}ment.ts');
    expect((await rowOf('src/two\nlines.ts')).text).toContain('two\\u{a}lines.ts');
    expect(placeLabel({ path: 'a\u202eb.ts', range: { startLine: 1, endLine: 1 } })).toBe('a\\u{202e}b.ts:1');
});
