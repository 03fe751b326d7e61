/** What Markdown may try; the groups of the threat model. */
export type AttackGroup = 'raw HTML' | 'URL scheme' | 'Markdown form' | 'fence' | 'KaTeX and Mermaid' | 'size' | 'deception';

export interface Attack {
    readonly group: AttackGroup;
    readonly name: string;
    readonly text: string;
}

/** Markdown that wants to be more than text. Each names `/canary` wherever it could make a request. */
export const attackMarkdown: readonly Attack[] = [
    ...attacks('raw HTML', [
        '<img src=/canary onerror=__pwned=1>',
        '<svg onload=__pwned=1><image href=/canary></svg>',
        '<math><mtext><table><mglyph><style><!--</style><img title="--><img src=/canary onerror=__pwned=1>">',
        '<iframe src=/canary></iframe>',
        '<iframe srcdoc="<script>parent.__pwned=1</script>"></iframe>',
        '<style>@import "/canary"; body { background: url(/canary) }</style>',
        '<p style="background:url(/canary)">x</p>',
        '<video poster=/canary></video><audio src=/canary autoplay></audio><source srcset=/canary>',
        '<link rel=stylesheet href=/canary><link rel=prefetch href=/canary><link rel=preconnect href=/canary><link rel=dns-prefetch href=/canary>',
        '<base href=/canary/>',
        '<meta http-equiv=refresh content="0;url=/canary">',
        '<form action=/canary><button autofocus>x</button><input type=image src=/canary></form>',
        '<a ping=/canary href=/canary>x</a>',
        '<object data=/canary></object><embed src=/canary>',
        '<template><script>__pwned=1</script></template><noscript><img src=/canary></noscript>',
        '<script>__pwned=1</script><script src=/canary></script>',
        '<details open ontoggle=__pwned=1>x</details>',
        '<citation-link></citation-link><code-figure></code-figure>',
        '<x-y is="chat-app" onfocus=__pwned=1 tabindex=0 autofocus>x</x-y>',
        '<!--><img src=/canary>-->',
        '<![CDATA[<img src=/canary>]]> <?xml <img src=/canary> ?>',
    ]),
    ...[
        'javascript:__pwned=1',
        'java&#115;cript:__pwned=1',
        'java\nscript:__pwned=1',
        'java\tscript:__pwned=1',
        '\u0001javascript:__pwned=1',
        'JaVaScRiPt:__pwned=1',
        'javascript&colon;__pwned=1',
        'data:text/html,<script>__pwned=1</script>',
        'data:image/svg+xml,<svg onload=__pwned=1>',
        'vbscript:x',
        'file:///etc/passwd',
        'vscode://file/etc/passwd',
        'vscode-webview://x/canary',
        'command:workbench.action.quit',
        'vscode-resource:/etc/passwd',
        'blob:null/x',
        '//evil.example/canary',
        '\\\\evil.example\\canary',
        'http://evil.example/canary',
        '/canary',
    ].map((href): Attack => ({
        group: 'URL scheme',
        name: `link to ${href}`.slice(0, 40),
        text: `[x](${href}) [y](<${href}>) ![z](${href}) <${href}>`,
    })),
    ...attacks('Markdown form', [
        '[x][a] ![y][a]\n\n[a]: javascript:__pwned=1 "t"',
        '![y][a]\n\n[a]: /canary "t"',
        'x[^1]\n\n[^1]: <img src=/canary>',
        '[![x](/canary)](javascript:__pwned=1)',
        '![x](/canary "onerror=__pwned=1")',
        'http://evil.example/canary www.evil.example/canary a@evil.example <https://evil.example/canary>',
        '[x](https://evil.example/"onmouseover="__pwned=1)',
        '- [ ] <img src=/canary>\n- [x] ![y](/canary)\n\n> # ![z](/canary)',
    ]),
    ...attacks('fence', [
        '```mermaid\ngraph TD; A[<img src=/canary onerror=__pwned=1>]\n```',
        '```html\n<img src=/canary onerror=__pwned=1>\n```',
        '``` onclick=__pwned=1\nx\n```',
        '``` "onmouseover=__pwned=1 x="\nx\n```',
        '~~~svg\n<svg onload=__pwned=1>\n~~~',
        '```js\n<img src=/canary onerror=__pwned=1>',
        '```\n```\n<img src=/canary>\n```',
        '    <img src=/canary onerror=__pwned=1>',
        '`<img src=/canary onerror=__pwned=1>` ``<script>__pwned=1</script>``',
    ]),
    ...attacks('KaTeX and Mermaid', [
        '$$\\href{javascript:__pwned=1}{x}$$ $\\includegraphics{/canary}$',
        '\\(\\htmlData{onclick=__pwned=1}{x}\\) \\[\\url{javascript:__pwned=1}\\]',
        '```katex\n\\includegraphics{/canary}\n```\n\n```mermaid\nclick A "javascript:__pwned=1"\n```',
    ]),
    ...attacks('size', [
        `|<img src=/canary>|[x](javascript:1)|\n|-|-|\n${'|![a](/canary)|<b>|\n'.repeat(2_000)}`,
        `|${'a|'.repeat(500)}\n|${'-|'.repeat(500)}\n|${'b|'.repeat(500)}`,
        '- '.repeat(50_000),
        '> '.repeat(50_000),
        '['.repeat(50_000),
        '*_'.repeat(20_000),
        '`'.repeat(20_000),
        '![x](/canary)'.repeat(5_000),
        `[1]: ${'/canary '.repeat(5_000)}`,
    ]),
    ...attacks('deception', [
        '<button class="chip" onclick=__pwned=1>1</button> [1](https://evil.example) `[1]` \\[1\\]',
        '[1:1-999999999] [99] [0] [-1] [1e9] [1:2-1] [１] [¹]',
        '\u202e[moc.elpmaxe.doog](https://evil.example)\u202c',
        '[https://good.example](https://evil.example) [good.example](https://good.example@evil.example)',
        '[ok](https://xn--80ak6aa92e.example) [g\u043eod.example](https://evil.example)',
        '\u200b[x](https://evil.example)\u2066\u0007\u001b[31m\u009b31m',
        '<!--?lit$123$--> ?lit$123$ ${__pwned=1} {{lit}}',
    ]),
];

/** Those whose every prefix is short enough to be drawn on its own. */
export const shortAttacks: readonly Attack[] = attackMarkdown.filter(({ group }) => group !== 'size');

function attacks(group: AttackGroup, texts: readonly string[]): readonly Attack[] {
    return texts.map((text, at) => ({ group, name: `${group} ${at + 1}: ${text.slice(0, 24)}`, text }));
}
