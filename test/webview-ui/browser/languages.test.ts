import { describe, expect, test } from 'vitest';
import { EXAMPLE_QUESTIONS } from '../../../webview-ui/src/exampleQuestions.ts';
import { scenes } from '../../../webview-ui/scenes.ts';
import type { SceneName } from '../../../webview-ui/scenes.ts';
import { chromiumPath, usePanelPage } from './panelPage.ts';

const everyScene = Object.keys(scenes) as SceneName[];

/** What is on the page besides the scenes: a scene, and what is clicked or typed in it. */
const REACHED: readonly { readonly scene: SceneName; readonly click?: string; readonly type?: string }[] = [
    { scene: 'finished', click: '#history' },
    { scene: 'finished', click: '#more' },
    { scene: 'finished', click: 'source-list .tools vscode-button:last-child' },
    { scene: 'finished', click: 'turn-view .actions vscode-button:nth-child(2)' },
    { scene: 'empty', type: '/' },
];

describe.skipIf(!chromiumPath)('the panel in other languages', () => {
    const panel = usePanelPage();

    test('in the pseudo-language no word is left plain but what is data: questions, answers, code, paths and names', async () => {
        const plain: string[] = [];
        for (const scene of everyScene) {
            await panel().show(scene, 'dark-modern', 'pseudo');
            plain.push(...(await plainWords(scene)));
        }
        for (const { scene, click, type } of REACHED) {
            await panel().show(scene, 'dark-modern', 'pseudo');
            if (click !== undefined) await panel().page.locator(click).first().click();
            if (type !== undefined) await panel().page.locator('question-box textarea').fill(type);
            await panel().drawn();
            plain.push(...(await plainWords(scene)));
        }
        expect([...new Set(plain)]).toEqual([]);
        expect(panel().complaints).toEqual([]);
    });

    test.each(['pseudo', 'de', 'ja'])('in %s nothing is cut off or wider than a panel of 240 pixels', async language => {
        const { page } = panel();
        await page.setViewportSize({ width: 240, height: 860 });
        const wide: string[] = [];
        for (const scene of everyScene) {
            await panel().show(scene, 'dark-modern', language);
            wide.push(...(await page.evaluate(tooWide)).map(what => `${scene}: ${what}`));
        }
        expect(wide).toEqual([]);
    });

    test('the page says which language it is in, and writes numbers as that language does', async () => {
        const account = (): Promise<string | null> => panel().page.locator('turn-view .account').first().textContent();
        await panel().show('finished', 'dark-modern', 'de');
        expect(await panel().page.evaluate('document.documentElement.lang')).toBe('de');
        await panel()
            .expectSoon(account)
            .toMatch(/1\.418 von 1\.431 Dateien durchsucht.*Antwort: Zitate \(/s);
        await panel().show('finished', 'dark-modern', 'fr');
        await panel()
            .expectSoon(account)
            .toMatch(/1\s418 sur 1\s431 fichiers/);
        await panel().show('finished');
        await panel().expectSoon(account).toContain('searched 1,418 of 1,431 files');
    });

    async function plainWords(scene: SceneName): Promise<readonly string[]> {
        const state = scenes[scene]();
        const data = dataOf(state);
        const everything = JSON.stringify(state);
        const shown = await panel().page.evaluate(textsOfPage);
        return shown.flatMap(({ text, place }) => {
            let rest = text.replaceAll(NO_WORDS, ' ');
            for (const known of data) rest = rest.replaceAll(known, ' ');
            // Between the brackets of a translated text stands plain what was put into it: something of the state, whatever it is.
            // The innermost first, since a translated text may itself have been put into another.
            for (let before = ''; before !== rest;) {
                before = rest;
                rest = rest.replaceAll(/\[!!((?:(?!\[!!).)*?)!+\]/gs, (_, said: string) =>
                    said.replaceAll(PLAIN, word => (everything.includes(word) ? ' ' : word)),
                );
            }
            const words = rest.match(PLAIN) ?? [];
            return words.length === 0 ? [] : [`${place.trim().split(' ').slice(-3).join(' ')}: ${text.trim()}`];
        });
    }
});

const PLAIN = /[A-Za-z]{2,}/g;

/** The product, keys of the keyboard, addresses. */
const NO_WORDS = /Footnote|\b(?:Enter|Shift|Esc|Escape|Alt|Ctrl|Tab|Home|End|F\d+)\b|https?:\/\/\S+/g;

/** Strings that people or machines have written, longest first, so that what remains of a text is what the panel says. */
function dataOf(state: unknown): readonly string[] {
    const found = new Set(EXAMPLE_QUESTIONS);
    const collect = (value: unknown, key: string): void => {
        if (typeof value === 'string') {
            if (!DATA.has(key)) return;
            for (const part of [value, ...value.split('\n'), ...(key === 'path' ? value.split('/') : [])])
                if (part.trim().length > 1) found.add(part.trim());
        } else if (Array.isArray(value)) for (const item of value) collect(item, key);
        else if (typeof value === 'object' && value !== null) for (const [name, item] of Object.entries(value)) collect(item, name);
    };
    collect(state, '');
    return [...found].sort((one, other) => other.length - one.length);
}

/** Names of fields whose strings are not ours. `text` is what a model wrote, `detail` of a failure what a server said. */
const DATA: ReadonlySet<string> = new Set([
    'question',
    'text',
    'title',
    'path',
    'name',
    'container',
    'origin',
    'answersBy',
    'answeredBy',
    'model',
    'asked',
    'language',
    'code',
    'label',
    'followUps',
    'tool',
]);

/** Everything that is seen or read aloud, with where it stands. Runs in the page. */
function textsOfPage(): { readonly text: string; readonly place: string }[] {
    const found: { text: string; place: string }[] = [];
    const visit = (node: Node, place: string): void => {
        if (node instanceof Text) {
            if (node.data.trim() !== '') found.push({ text: node.data, place });
            return;
        }
        if (node instanceof Element) {
            // Code, and a command as it is typed.
            if (['SCRIPT', 'STYLE', 'PRE', 'CODE'].includes(node.tagName) || node.matches('.command b')) return;
            const here = `${place} ${node.tagName.toLowerCase()}${node.classList.length === 0 ? '' : `.${[...node.classList].join('.')}`}`;
            const isHidden = node.closest('[aria-hidden=true]') !== null;
            for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
                if (node.hasAttribute(name) && !isHidden) found.push({ text: node.getAttribute(name) ?? '', place: `${here}[${name}]` });
            // What a model wrote, drawn: our own words in it are in marks, captions and buttons.
            const isWritten =
                /answer-text/.test(place) &&
                /^(P|LI|TD|TH|H[2-6]|PRE|BLOCKQUOTE|CODE|STRONG|EM|A|B|SPAN|BDI)$/.test(node.tagName) &&
                !/doubt|note|warn|chip/.test(node.classList.value);
            for (const child of node.childNodes) if (!(isWritten && child instanceof Text)) visit(child, here);
            if (node.shadowRoot) for (const child of node.shadowRoot.childNodes) visit(child, here);
        }
    };
    visit(document.body, '');
    return found;
}

/** What leaves the panel at the side, or whose words do not fit into it. Runs in the page. */
function tooWide(): string[] {
    const found: string[] = [];
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) found.push(`the page is ${String(document.documentElement.scrollWidth)} pixels wide`);
    const isScrolled = (element: Element): boolean => {
        const root = element.getRootNode();
        return element.closest('pre, .table') !== null || (root instanceof ShadowRoot && isScrolled(root.host));
    };
    const visit = (root: ParentNode): void => {
        for (const element of root.querySelectorAll<HTMLElement>('*')) {
            if (element.shadowRoot) visit(element.shadowRoot);
            const box = element.getBoundingClientRect();
            const style = getComputedStyle(element);
            const isSpoken = box.width <= 1 || box.height <= 1 || style.visibility === 'hidden';
            // Code and tables have a side that is scrolled.
            if (isSpoken || isScrolled(element)) continue;
            const name = `${element.tagName.toLowerCase()}.${element.className} "${element.textContent.trim().slice(0, 40)}"`;
            if (box.right > width + 1 && style.position !== 'fixed') found.push(`${name} ends at ${String(Math.round(box.right))}`);
            const isButton = element.matches('vscode-button, button');
            if (isButton && element.scrollWidth > element.clientWidth + 1 && style.textOverflow !== 'ellipsis')
                found.push(`${name} is cut off`);
        }
    };
    visit(document);
    return found;
}
