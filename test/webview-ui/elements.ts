import type { LitElement } from 'lit';
import type { ViewIntent } from '../../src/protocol/view.ts';

/** An element in the page with its properties set, drawn, and the intents it fires. */
export async function mount<E extends LitElement>(
    element: E,
    properties: Partial<E>,
): Promise<{ readonly element: E; readonly intents: readonly ViewIntent[] }> {
    const intents: ViewIntent[] = [];
    element.addEventListener('view-intent', event => intents.push((event as CustomEvent<ViewIntent>).detail));
    Object.assign(element, properties);
    document.body.replaceChildren(element);
    await settle(element);
    return { element, intents };
}

/** Waits until the element and everything inside it has drawn itself. */
export async function settle(element: Element): Promise<void> {
    if ('updateComplete' in element) await element.updateComplete;
    for (const child of element.shadowRoot?.querySelectorAll('*') ?? []) await settle(child);
}

/** Finds through shadow roots, the way a user looks at the page. */
export function find(root: Element, selector: string): HTMLElement {
    const found = findAll(root, selector)[0];
    if (!found) throw new Error(`There is no ${selector} in ${root.localName}`);
    return found;
}

export function findAll(root: Element, selector: string): readonly HTMLElement[] {
    const inside = root.shadowRoot ?? root;
    return [
        ...inside.querySelectorAll<HTMLElement>(selector),
        ...[...inside.querySelectorAll('*')].flatMap(child => (child.shadowRoot ? findAll(child, selector) : [])),
    ];
}

/** What can be read in the element, with single spaces. */
export function textOf(root: Element): string {
    const read = (node: Node): string => {
        if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? '';
        if (!(node instanceof Element) || node.localName === 'style') return '';
        return [...(node.shadowRoot ?? node).childNodes].map(read).join(' ');
    };
    return read(root)
        .replace(/\s+/g, ' ')
        .replace(/ (?=[.,:])/g, '')
        .trim();
}
