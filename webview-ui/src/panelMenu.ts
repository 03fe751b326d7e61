import type { ViewCommand, ViewState } from '../../src/protocol/view.ts';
import { LitElement, css, html, nothing } from 'lit';
import { quietButton } from './controls.ts';
import { historyIcon, moreIcon, newIcon } from './icons.ts';
import { fireCommand, fireIntent } from './intents.ts';
import { t } from './l10n.ts';
import { controlStyles, focusStyles } from './sharedStyles.ts';

/** The commands behind the three dots, as far as they make sense now. */
function menuCommands({
    index,
    engine,
    turns,
    workspace,
}: ViewState): readonly { readonly label: string; readonly command: ViewCommand }[] {
    return [
        ...(workspace === 'open' ? [{ label: t('New Private Conversation'), command: 'new-private-conversation' } as const] : []),
        ...(turns.length > 0 ? [{ label: t('Export Conversation…'), command: 'export-conversation' } as const] : []),
        ...(workspace === 'open' ? [{ label: t('Import Conversation…'), command: 'import-conversation' } as const] : []),
        ...(index.state === 'indexing' || index.state === 'scanning' ? [{ label: t('Pause Indexing'), command: 'pause' } as const] : []),
        ...(index.state === 'paused' ? [{ label: t('Resume Indexing'), command: 'resume' } as const] : []),
        ...(index.state === 'empty'
            ? [{ label: t('Index This Folder'), command: 'index' } as const]
            : [{ label: t('Rebuild Index'), command: 'rebuild' } as const]),
        { label: t('Files Not Indexed…'), command: 'show-skipped' },
        ...(engine.state === 'stopped' ? [{ label: t('Restart Engine'), command: 'restart-engine' } as const] : []),
        ...(turns.some(({ citations }) => citations.length > 0)
            ? [{ label: t('Re-check Citations'), command: 'recheck-citations' } as const]
            : []),
        { label: t('Choose Model…'), command: 'choose-model' },
        { label: t('Choose Persona…'), command: 'choose-persona' },
        { label: t('Settings'), command: 'open-settings' },
        { label: t('Show Log'), command: 'show-log' },
    ];
}

/** New conversation, earlier conversations, and the rest behind three dots. */
export class PanelMenu extends LitElement {
    static override properties = { state: { attribute: false }, isHistoryOpen: { attribute: false }, isOpen: { state: true } };
    declare state: ViewState | undefined;
    declare isHistoryOpen: boolean;
    declare private isOpen: boolean;

    constructor() {
        super();
        this.isOpen = false;
        this.isHistoryOpen = false;
    }

    /** Where the focus goes when the list of earlier conversations closes. */
    focusHistory(): void {
        this.renderRoot.querySelector<HTMLElement>('#history')?.focus();
    }

    override render(): unknown {
        const { state } = this;
        if (!state) return nothing;
        return html`${quietButton(newIcon, {
            name: t('New conversation'),
            title: t('New conversation'),
            onClick: () => fireIntent(this, { type: 'new-conversation' }),
        })}
        ${quietButton(historyIcon, {
            id: 'history',
            name: t('Earlier conversations'),
            title: t('Earlier conversations'),
            isExpanded: this.isHistoryOpen,
            onClick: () => this.dispatchEvent(new CustomEvent('history-toggled', { bubbles: true, composed: true })),
        })}
        ${quietButton(moreIcon, {
            id: 'more',
            name: t('More actions'),
            title: t('More actions'),
            hasMenu: true,
            isExpanded: this.isOpen,
            onClick: () => void this.toggle(!this.isOpen),
        })}
        ${this.isOpen ? this.menu(state) : nothing}`;
    }

    private menu(state: ViewState): unknown {
        return html`<div
            class="menu"
            role="menu"
            aria-label=${t('More actions')}
            @keydown=${(event: KeyboardEvent) => this.handleKey(event)}
            @focusout=${(event: FocusEvent) => this.handleFocusOut(event)}
        >
            ${menuCommands(state).map(
                item =>
                    html`<button
                        role="menuitem"
                        tabindex="-1"
                        @click=${() => {
                            void this.toggle(false);
                            fireCommand(this, item.command);
                        }}
                    >
                        ${item.label}
                    </button>`,
            )}
            <button
                role="menuitem"
                tabindex="-1"
                @click=${() => {
                    this.isOpen = false;
                    this.dispatchEvent(new CustomEvent('keys-wanted', { bubbles: true, composed: true }));
                }}
            >
                ${t('Keyboard Shortcuts')}
            </button>
        </div>`;
    }

    private async toggle(isOpen: boolean): Promise<void> {
        this.isOpen = isOpen;
        await this.updateComplete;
        if (isOpen) this.items()[0]?.focus();
        else this.renderRoot.querySelector<HTMLElement>('#more')?.focus();
    }

    private items(): readonly HTMLElement[] {
        return [...this.renderRoot.querySelectorAll<HTMLElement>('[role=menuitem]')];
    }

    private handleKey(event: KeyboardEvent): void {
        const items = this.items();
        const at = items.findIndex(item => item === event.target);
        const goTo = {
            ArrowDown: (at + 1) % items.length,
            ArrowUp: (at - 1 + items.length) % items.length,
            Home: 0,
            End: items.length - 1,
        }[event.key];
        if (goTo !== undefined) items[goTo]?.focus();
        else if (event.key === 'Escape' || event.key === 'Tab') void this.toggle(false);
        else return;
        event.preventDefault();
    }

    private handleFocusOut(event: FocusEvent): void {
        const next = event.relatedTarget;
        if (next instanceof Element && this.renderRoot.contains(next)) return;
        this.isOpen = false;
    }

    static override styles = [
        focusStyles,
        controlStyles,
        css`
            :host {
                position: relative;
                display: flex;
                flex: none;
                gap: 2px;
            }
            .menu {
                position: absolute;
                inset: calc(100% + 4px) 0 auto auto;
                z-index: 2;
                display: grid;
                min-width: 170px;
                padding: 4px;
                border: 1px solid var(--vscode-contrastBorder, var(--vscode-menu-border, var(--footnote-line)));
                border-radius: 5px;
                background: var(--vscode-menu-background);
                box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
            }
            .menu button {
                padding: 3px 10px;
                border: 0;
                border-radius: 3px;
                background: none;
                color: var(--vscode-menu-foreground);
                font: inherit;
                text-align: left;
                cursor: pointer;
            }
            .menu button:hover,
            .menu button:focus {
                background: var(--vscode-menu-selectionBackground);
                color: var(--vscode-menu-selectionForeground);
                outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
                outline-offset: -1px;
            }
        `,
    ];
}
customElements.define('panel-menu', PanelMenu);
