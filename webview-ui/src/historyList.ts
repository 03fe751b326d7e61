import type { ViewState } from '../../src/protocol/view.ts';
import { LitElement, css, html, nothing } from 'lit';
import { quietButton } from './controls.ts';
import { closeIcon, renameIcon } from './icons.ts';
import { fireIntent } from './intents.ts';
import { countLabel } from './labels.ts';
import { controlStyles, focusStyles } from './sharedStyles.ts';

/** Earlier conversations, newest first: open one, rename it, or delete it. Takes the place of the conversation while it is shown. */
export class HistoryList extends LitElement {
    static override properties = { conversations: { attribute: false } };
    declare conversations: ViewState['history'];

    constructor() {
        super();
        this.conversations = [];
    }

    override firstUpdated(): void {
        this.renderRoot.querySelector<HTMLElement>('h2')?.focus();
    }

    override render(): unknown {
        return html`<section aria-labelledby="title" @keydown=${(event: KeyboardEvent) => this.handleKey(event)}>
            <header>
                <h2 id="title" tabindex="-1">Earlier conversations</h2>
                ${quietButton('Back', { name: 'Back to the conversation', onClick: () => this.close() })}
            </header>
            ${
                this.conversations.length === 0
                    ? html`<p>None yet. A conversation comes here when you start a new one.</p>`
                    : html`<ul>
                          ${this.conversations.map(conversation => this.row(conversation))}
                      </ul>`
            }
        </section>`;
    }

    private row(conversation: ViewState['history'][number]): unknown {
        const { id, title, turns } = conversation;
        return html`<li>
            <button
                class="open"
                title=${title}
                @click=${() => {
                    fireIntent(this, { type: 'open-conversation', conversationId: id });
                    this.close();
                }}
            >
                <span class="title">${title}</span><span class="turns">${turns > 1 ? countLabel(turns, 'question') : nothing}</span>
            </button>
            ${quietButton(renameIcon, {
                name: `Rename conversation: ${title}`,
                title: 'Rename',
                onClick: () => fireIntent(this, { type: 'rename-conversation', conversationId: id }),
            })}
            ${quietButton(closeIcon, {
                name: `Delete conversation: ${title}`,
                title: 'Delete',
                onClick: () => fireIntent(this, { type: 'delete-conversation', conversationId: id }),
            })}
        </li>`;
    }

    private handleKey(event: KeyboardEvent): void {
        if (event.key === 'Escape') this.close();
    }

    private close(): void {
        this.dispatchEvent(new CustomEvent('history-toggled', { bubbles: true, composed: true }));
    }

    static override styles = [
        focusStyles,
        controlStyles,
        css`
            section {
                max-width: 860px;
                margin: 0 auto;
            }
            header {
                display: flex;
                align-items: baseline;
                justify-content: space-between;
                padding: 1em 0 0.4em;
            }
            h2 {
                margin: 0;
                font-size: 1em;
                font-weight: 600;
            }
            h2:focus {
                outline: none;
            }
            p {
                color: var(--footnote-muted);
            }
            ul {
                margin: 0 -6px;
                padding: 0;
                list-style: none;
            }
            li {
                display: flex;
                align-items: center;
                border-radius: 3px;
            }
            li:hover,
            li:focus-within {
                background: var(--vscode-list-hoverBackground);
            }
            .open {
                display: flex;
                flex: 1;
                gap: 8px;
                align-items: baseline;
                min-width: 0;
                padding: 4px 6px;
                border: 0;
                background: none;
                color: inherit;
                font: inherit;
                text-align: left;
                cursor: pointer;
            }
            .title {
                flex: 1;
                overflow: hidden;
                text-overflow: ellipsis;
                white-space: nowrap;
            }
            .turns {
                color: var(--footnote-muted);
                font-size: 0.85em;
                white-space: nowrap;
            }
        `,
    ];
}
customElements.define('history-list', HistoryList);
