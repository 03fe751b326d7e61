import type { TemplateResult } from 'lit';
import { endFocusProbe } from './focusProbe.ts';
import { provideVSCodeDesignSystem, vsCodeButton, vsCodeProgressRing, vsCodeTextArea } from '@vscode/webview-ui-toolkit';
import { html, nothing } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { live } from 'lit/directives/live.js';

/**
 * Every control of the toolkit that the panel uses, registered and named here and nowhere else. The toolkit is no longer
 * developed, so a successor must be a change of this file alone.
 */
export function registerControls(): void {
    endFocusProbe();
    provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeProgressRing(), vsCodeTextArea());
}

export interface ButtonOptions {
    readonly onClick: (event: Event) => void;
    /** What it is called where the text does not say enough by itself. */
    readonly name?: string;
    readonly title?: string;
    readonly isExpanded?: boolean;
    readonly hasMenu?: boolean;
    readonly isDisabled?: boolean;
    readonly id?: string;
}

/** The one thing to do next. */
export function primaryButton(text: string, options: ButtonOptions): TemplateResult {
    return html`<vscode-button class="primary" appearance="primary" ?disabled=${options.isDisabled ?? false} @click=${options.onClick}
        >${text}</vscode-button
    >`;
}

export function secondaryButton(text: string, options: ButtonOptions): TemplateResult {
    return html`<vscode-button class="secondary" appearance="secondary" @click=${options.onClick}>${text}</vscode-button>`;
}

/**
 * Words, or a drawing, that can be pressed and otherwise keep quiet. The toolkit calls every button of this look "Icon Button"
 * unless it is told its name before, which is why the name is never left out.
 */
export function quietButton(content: string | TemplateResult, options: ButtonOptions & { readonly name: string }): TemplateResult {
    return html`<vscode-button
        class="quiet"
        id=${ifDefined(options.id)}
        aria-label=${options.name}
        appearance="icon"
        title=${ifDefined(options.title)}
        aria-expanded=${ifDefined(options.isExpanded)}
        aria-haspopup=${ifDefined(options.hasMenu ? 'menu' : undefined)}
        @click=${options.onClick}
        >${content}</vscode-button
    >`;
}

/**
 * A drawing that can be pressed, where there may be hundreds: an answer can have a row of them for each block of code, and an element of
 * the toolkit costs as much as the block.
 */
export function toolButton(
    content: TemplateResult,
    name: string,
    onClick: () => void,
    { isDisabled = false }: Pick<ButtonOptions, 'isDisabled'> = {},
): TemplateResult {
    // One that does nothing now keeps its place and the focus.
    return html`<button class="tool" aria-label=${name} title=${name} aria-disabled=${isDisabled ? 'true' : nothing} @click=${onClick}>
        ${content}
    </button>`;
}

export interface TextAreaOptions {
    readonly name: string;
    readonly placeholder: string;
    readonly value: string;
    readonly isDisabled: boolean;
    readonly onInput: (value: string) => void;
    readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** The toolkit overwrites a name given as an attribute with the element's own text, so that is where the name stands. */
export function textArea(options: TextAreaOptions): TemplateResult {
    return html`<vscode-text-area
        placeholder=${options.placeholder}
        rows="1"
        ?disabled=${options.isDisabled}
        .value=${live(options.value)}
        @input=${(event: Event) => options.onInput(textOf(event.currentTarget))}
        @keydown=${options.onKeyDown}
        >${options.name}</vscode-text-area
    >`;
}

export interface SearchFieldOptions {
    readonly name: string;
    readonly value: string;
    readonly onInput: (value: string) => void;
}

export function searchField({ name, value, onInput }: SearchFieldOptions): TemplateResult {
    return html`<input
        class="search"
        type="search"
        aria-label=${name}
        placeholder=${name}
        .value=${live(value)}
        @input=${(event: Event) => onInput(textOf(event.currentTarget))}
    />`;
}

export function checkBox(name: string, isChecked: boolean, onChange: () => void): TemplateResult {
    return html`<input type="checkbox" aria-label=${name} .checked=${live(isChecked)} @change=${onChange} />`;
}

/** One with its name beside it. */
export function checkBoxWith(name: string, isChecked: boolean, onChange: () => void): TemplateResult {
    return html`<label class="check"><input type="checkbox" .checked=${live(isChecked)} @change=${onChange} />${name}</label>`;
}

/**
 * Writes the text into the text area inside `root` at once. The toolkit does it a frame later, and a key that is typed within that frame
 * would go to the old text and bring it back.
 */
export function writeTextArea(root: ParentNode, text: string): void {
    const inner = textAreaWithin(root);
    if (inner && inner.value !== text) inner.value = text;
}

/** Puts the cursor at the end of the text area inside `root`. */
export function focusTextArea(root: ParentNode): void {
    root.querySelector<HTMLElement>('vscode-text-area')?.focus();
    const inner = textAreaWithin(root);
    inner?.setSelectionRange(inner.value.length, inner.value.length);
}

/** The text area itself, which stands in the shadow of the toolkit's element: where the cursor is, and what refers to a list. */
export function textAreaWithin(root: ParentNode): HTMLTextAreaElement | null {
    return root.querySelector('vscode-text-area')?.shadowRoot?.querySelector('textarea') ?? null;
}

function textOf(target: EventTarget | null): string {
    return target && 'value' in target && typeof target.value === 'string' ? target.value : '';
}

/** Turns while something is under way; the words beside it say what, so it is silent. */
export function progressRing(): TemplateResult {
    return html`<vscode-progress-ring aria-hidden="true"></vscode-progress-ring>`;
}
