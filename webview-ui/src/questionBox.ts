import { LitElement, css, html, nothing } from 'lit';
import type { AnswerCommand } from '../../src/protocol/answering.ts';
import { commandList, commandsFor, pointAt } from './commandPicker.ts';
import { focusTextArea, primaryButton, quietButton, secondaryButton, textArea } from './controls.ts';
import { chevronIcon, closeIcon } from './icons.ts';
import { fireCommand, fireIntent } from './intents.ts';
import { t } from './l10n.ts';
import { controlStyles, focusStyles } from './sharedStyles.ts';

/**
 * Where questions are typed. Enter asks, Shift+Enter breaks the line, Up in an empty box brings the last question back,
 * Escape stops an answer. What is typed belongs to the panel, which keeps it across a reload.
 */
export class QuestionBox extends LitElement {
    static override properties = {
        draft: { attribute: false },
        isBusy: { attribute: false },
        isDisabled: { attribute: false },
        placeholder: { attribute: false },
        answersBy: { attribute: false },
        attached: { attribute: false },
        isEditing: { attribute: false },
        commandAt: { state: true },
        isPickerClosed: { state: true },
        lastQuestion: { attribute: false },
    };
    declare draft: string;
    declare isBusy: boolean;
    declare isDisabled: boolean;
    declare placeholder: string;
    declare answersBy: string;
    declare attached: string | undefined;
    declare lastQuestion: string | undefined;
    /** An earlier question is asked in other words. */
    declare isEditing: boolean;
    /** Which command of the list is meant. */
    declare private commandAt: number;
    /** Escape has closed the list; the next key that changes the text opens it again. */
    declare private isPickerClosed: boolean;

    constructor() {
        super();
        this.draft = '';
        this.isBusy = false;
        this.isEditing = false;
        this.commandAt = 0;
        this.isPickerClosed = false;
        this.isDisabled = false;
        this.placeholder = '';
        this.answersBy = '';
    }

    focusQuestion(): void {
        focusTextArea(this.renderRoot);
    }

    override render(): unknown {
        const commands = this.offered();
        return html`<div class="box">
            ${commands.length > 0 ? commandList({ commands, at: this.commandAt, onChoose: command => this.choose(command), onKeyDown: event => this.handleKey(event) }) : nothing}
            ${this.attached ? this.attachment(this.attached) : nothing}${this.isEditing ? this.editNote() : nothing}
            ${textArea({
                name: t('Question'),
                placeholder: this.placeholder,
                value: this.draft,
                isDisabled: this.isDisabled,
                onInput: value => this.changeDraft(value),
                onKeyDown: event => this.handleKey(event),
            })}
            <div class="row">
                ${
                    this.answersBy === ''
                        ? nothing
                        : quietButton(html`<span class="model"><i>${this.answersBy}</i>${chevronIcon(false)}</span>`, {
                              name: t('Answers by {0}, choose another model', this.answersBy),
                              title: t('What answers'),
                              onClick: () => fireCommand(this, 'choose-model'),
                          })
                }
                <span class="grow"></span>
                ${
                    this.isBusy
                        ? secondaryButton(t('Stop'), { onClick: () => fireIntent(this, { type: 'stop' }) })
                        : primaryButton(t('Ask'), { onClick: () => this.ask(), isDisabled: this.isDisabled || this.draft.trim() === '' })
                }
            </div>
        </div>`;
    }

    private attachment(place: string): unknown {
        return html`<div class="attached">
            <span class="place" title=${place}>${place}</span>
            ${quietButton(closeIcon, { name: t('Detach {0}', place), title: t('Detach'), onClick: () => fireIntent(this, { type: 'detach' }) })}
        </div>`;
    }

    private editNote(): unknown {
        return html`<div class="attached">
            <span class="place">${t('Editing an earlier question')}</span>
            ${quietButton(closeIcon, { name: t('Stop editing'), title: t('Stop editing'), onClick: () => this.endEdit() })}
        </div>`;
    }

    private endEdit(): void {
        this.dispatchEvent(new CustomEvent('edit-ended', { bubbles: true, composed: true }));
    }

    private handleKey(event: KeyboardEvent): void {
        // While an input method composes a character, its Enter chooses one.
        if (event.isComposing) return;
        if (this.offered().length > 0 && !event.shiftKey && this.handlePickerKey(event.key)) {
            event.preventDefault();
            event.stopPropagation();
        } else if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            this.ask();
        } else if (event.key === 'ArrowUp' && this.draft === '' && this.lastQuestion) {
            event.preventDefault();
            this.changeDraft(this.lastQuestion);
            void this.updateComplete.then(() => this.focusQuestion());
        } else if (event.key === 'Escape' && this.isEditing) {
            event.preventDefault();
            this.endEdit();
        } else if (event.key === 'Escape' && this.isBusy) {
            event.preventDefault();
            fireIntent(this, { type: 'stop' });
        }
    }

    private offered(): readonly AnswerCommand[] {
        return this.isPickerClosed || this.isDisabled ? [] : commandsFor(this.draft);
    }

    /** True when the key belonged to the list of commands. */
    private handlePickerKey(key: string): boolean {
        const commands = this.offered();
        const chosen = commands[this.commandAt];
        if (key === 'ArrowDown') this.commandAt = (this.commandAt + 1) % commands.length;
        else if (key === 'ArrowUp') this.commandAt = (this.commandAt - 1 + commands.length) % commands.length;
        else if (key === 'Escape') this.isPickerClosed = true;
        else if ((key === 'Enter' || key === 'Tab') && chosen) this.choose(chosen);
        else return false;
        return true;
    }

    private choose(command: AnswerCommand): void {
        this.changeDraft(`/${command} `);
        void this.updateComplete.then(() => this.focusQuestion());
    }

    protected override updated(): void {
        pointAt(this.renderRoot);
        this.renderRoot.querySelector('.command[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
    }

    private ask(): void {
        const text = this.draft.trim();
        if (text === '' || this.isDisabled) return;
        fireIntent(this, { type: 'ask', text });
        this.changeDraft('');
    }

    private changeDraft(draft: string): void {
        this.draft = draft;
        this.commandAt = 0;
        this.isPickerClosed = false;
        this.dispatchEvent(new CustomEvent<string>('draft-changed', { detail: draft, bubbles: true, composed: true }));
    }

    static override styles = [
        focusStyles,
        controlStyles,
        css`
            :host {
                display: block;
                max-width: 860px;
                margin: 0 auto;
            }
            .box {
                padding: 4px 5px 5px;
                border: 1px solid var(--vscode-contrastBorder, var(--vscode-input-border, var(--footnote-line)));
                border-radius: 5px;
                background: var(--vscode-input-background);
            }
            .box:focus-within {
                border-color: var(--vscode-focusBorder);
            }
            vscode-text-area {
                display: block;
                opacity: 1;
            }
            /* Its text is its name, for ears. */
            vscode-text-area::part(label) {
                display: none;
            }
            vscode-text-area::part(control) {
                min-width: 0;
                min-height: 2.8em;
                max-height: 40vh;
                padding: 4px;
                border: 0;
                background: transparent;
                color: var(--vscode-input-foreground);
                font-size: var(--vscode-font-size);
                line-height: 1.4;
                /* Grows with the question. */
                field-sizing: content;
            }
            vscode-text-area::part(control)::placeholder {
                color: var(--vscode-input-placeholderForeground);
            }
            .commands {
                max-height: 30vh;
                margin-bottom: 4px;
                padding-bottom: 4px;
                border-bottom: 1px solid var(--footnote-line);
                overflow-y: auto;
            }
            .command {
                padding: 2px 6px;
                border-radius: 3px;
                cursor: pointer;
            }
            .command span {
                color: var(--footnote-muted);
                font-size: 0.85em;
            }
            .command:hover {
                background: var(--vscode-list-hoverBackground);
            }
            .command[aria-selected='true'] {
                background: var(--vscode-menu-selectionBackground);
                color: var(--vscode-menu-selectionForeground);
                outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
                outline-offset: -1px;
            }
            .command[aria-selected='true'] span {
                color: inherit;
            }
            .row {
                display: flex;
                align-items: center;
                gap: 8px;
            }
            .grow {
                flex: 1;
            }
            .row vscode-button.quiet {
                min-width: 0;
            }
            .model {
                display: flex;
                align-items: center;
                gap: 2px;
                width: auto;
                height: auto;
            }
            .model i {
                overflow: hidden;
                font-style: normal;
                text-overflow: ellipsis;
            }
            .attached {
                display: flex;
                align-items: center;
                width: max-content;
                max-width: 100%;
                margin: 2px 0 2px 3px;
                padding-left: 6px;
                border: 1px solid var(--footnote-line);
                border-radius: 3px;
                font-size: 0.85em;
                box-sizing: border-box;
            }
            .attached .place {
                overflow: hidden;
                text-overflow: ellipsis;
                white-space: nowrap;
                /* The end of a path says more than its beginning. */
                direction: rtl;
                unicode-bidi: plaintext;
            }
        `,
    ];
}
customElements.define('question-box', QuestionBox);
