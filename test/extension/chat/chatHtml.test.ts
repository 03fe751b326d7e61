import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { chatHtml } from '../../../src/extension/chat/chatHtml.ts';
import { english } from '../../../src/protocol/l10n.ts';

const nonce = randomBytes(16).toString('base64');
const html = chatHtml({
    nonce,
    cspSource: 'https://*.vscode-cdn.net',
    script: 'https://file.vscode-cdn.net/dist/view/chat.js',
    styles: ['https://file.vscode-cdn.net/dist/view/theme.css'],
    translations: { language: 'de', texts: { Ask: 'Fragen' } },
});

/** The attributes of each element of a name. */
function elements(name: string): readonly Readonly<Record<string, string>>[] {
    return [...html.matchAll(new RegExp(`<${name}\\b([^>]*)>`, 'g'))].map(([, attributes = '']) =>
        Object.fromEntries([...attributes.matchAll(/([a-z-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value])),
    );
}

test('the policy is exactly the one we promise', () => {
    const policies = elements('meta').filter(meta => meta['http-equiv'] === 'Content-Security-Policy');
    expect(policies.map(({ content }) => content)).toEqual([
        `default-src 'none'; script-src 'nonce-${nonce}'; style-src https://*.vscode-cdn.net; font-src https://*.vscode-cdn.net; ` +
            "img-src https://*.vscode-cdn.net; connect-src 'none'; frame-src 'none'; form-action 'none'; base-uri 'none'",
    ]);
});

test('one script, with the nonce of this page, and nothing inline but the words of its language, which are data', () => {
    expect(elements('script')).toEqual([
        { type: 'application/json', id: 'translations' },
        { type: 'module', nonce, src: 'https://file.vscode-cdn.net/dist/view/chat.js' },
    ]);
    expect(elements('html')).toEqual([{ lang: 'de' }]);
    expect(html).toContain('>{"Ask":"Fragen"}</script>');
    expect(html).toMatch(/<script [^>]*><\/script>/);
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=/);
});

test('the policy comes before anything that it governs', () => {
    expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<link'));
    expect(html.indexOf('<link')).toBeLessThan(html.indexOf('<script'));
});

test('an address cannot break out of its attribute, and a text not out of its element', () => {
    const attack = '"></script><script>alert(1)</script>';
    const page = { nonce: 'n', cspSource: 'x', script: attack, styles: [], translations: { ...english, texts: { Ask: attack } } };
    expect(chatHtml(page)).not.toContain('<script>alert');
});
