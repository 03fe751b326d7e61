import { expect, test } from 'vitest';
import { languages } from '../../src/engine/parse/languages.ts';
import { highlightLines } from '../../webview-ui/src/highlightCode.ts';

/** Read by their grammars, and shown without colours: highlight.js does not know them. */
const PLAIN: readonly string[] = ['gdscript', 'gleam'];

test('code of every language that is read by its grammar is shown in colours', () => {
    const plain = languages
        .filter(({ syntax }) => syntax.by === 'grammar')
        .map(({ id }) => id)
        .filter(id =>
            highlightLines('{ "key": "text", a: 12 }\n<a b="text"/>\n.a { color: red }\n[x]\nkey = "text" 12', id)
                .flat()
                .every(({ tone }) => tone === ''),
        );
    expect(plain).toEqual(PLAIN);
});
