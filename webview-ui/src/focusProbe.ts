/**
 * Spares the page a blocked style. While it loads, the toolkit tries a rule of `:focus-visible` in a `<style>` element, which the
 * Content Security Policy of the panel refuses: the console gets a report, and the toolkit falls back to an outline on every
 * click. The one style element it asks for is therefore an inert element with a constructed sheet, where the rule is welcome.
 * Imported before the toolkit by `controls.ts`; can go with the toolkit.
 */
beginFocusProbe();

/** From here on a style element is a style element. */
export function endFocusProbe(): void {
    Reflect.deleteProperty(document, 'createElement');
}

function beginFocusProbe(): void {
    const value = (tag: string, options?: ElementCreationOptions): Element => {
        endFocusProbe();
        if (tag === 'style') return Object.assign(document.createElement('meta'), { sheet: new CSSStyleSheet() });
        const element = document.createElement(tag, options);
        beginFocusProbe();
        return element;
    };
    Object.defineProperty(document, 'createElement', { configurable: true, value });
}
