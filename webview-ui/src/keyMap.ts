import { LitElement, css, html } from 'lit';
import { closeIcon } from './icons.ts';
import { toolButton } from './controls.ts';
import { keyRows } from './panelKeys.ts';
import { t } from './l10n.ts';
import { controlStyles, focusStyles } from './sharedStyles.ts';

/** The keys of the panel, over everything else until it is closed; the browser keeps the focus in it and gives it back. */
export class KeyMap extends LitElement {
    open(): void {
        const dialog = this.renderRoot.querySelector('dialog');
        if (dialog && !dialog.open) dialog.showModal();
    }

    override render(): unknown {
        const close = (): void => this.renderRoot.querySelector('dialog')?.close();
        return html`<dialog aria-labelledby="title" @keydown=${(event: KeyboardEvent) => event.stopPropagation()}>
            <div class="head">
                <h2 id="title">${t('Keyboard shortcuts')}</h2>
                ${toolButton(closeIcon, t('Close'), close)}
            </div>
            <dl>
                ${keyRows().map(
                    ({ keys, words }) =>
                        html`<div>
                            <dt>${keys.map(key => html`<kbd>${key}</kbd> `)}</dt>
                            <dd>${words}</dd>
                        </div>`,
                )}
            </dl>
            <p>${t('Letters work wherever nothing is typed.')}</p>
        </dialog>`;
    }

    static override styles = [
        focusStyles,
        controlStyles,
        css`
            dialog {
                box-sizing: border-box;
                width: min(92vw, 380px);
                max-height: 90vh;
                padding: 10px 12px;
                overflow: auto;
                border: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, var(--footnote-line)));
                border-radius: 6px;
                background: var(--vscode-editorWidget-background, var(--vscode-menu-background));
                color: var(--vscode-editorWidget-foreground, var(--vscode-foreground));
                font-size: var(--vscode-font-size);
            }
            dialog::backdrop {
                background: rgb(0 0 0 / 30%);
            }
            .head {
                display: flex;
                align-items: center;
                justify-content: space-between;
            }
            h2 {
                margin: 0;
                font-size: 1em;
                font-weight: 600;
            }
            dl {
                display: grid;
                grid-template-columns: auto 1fr;
                gap: 4px 8px;
                margin: 8px 0;
            }
            dl div {
                display: contents;
            }
            dd {
                margin: 0;
                overflow-wrap: anywhere;
            }
            kbd {
                display: inline-block;
                padding: 0 5px;
                border: 1px solid var(--footnote-line);
                border-radius: 3px;
                font-family: var(--vscode-editor-font-family, monospace);
                font-size: 0.85em;
                white-space: nowrap;
            }
            p {
                margin: 0;
                color: var(--footnote-muted);
                font-size: 0.85em;
            }
        `,
    ];
}
customElements.define('key-map', KeyMap);
