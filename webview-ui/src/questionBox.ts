import { LitElement, html, nothing } from 'lit';
import type { AnswerCommand } from '../../src/protocol/answering.ts';
import type { ShownAttachment, ShownOffer } from '../../src/protocol/view.ts';
import { pastedAs } from './attachedFromOutside.ts';
import { attachmentChips, chipStyles } from './attachmentChips.ts';
import { mentionAt, offerList, withoutMention, type Mention } from './attachmentPicker.ts';
import { commandList, commandsFor, pointAt } from './commandPicker.ts';
import { focusTextArea, primaryButton, quietButton, secondaryButton, textArea, textAreaWithin, writeTextArea } from './controls.ts';
import { chevronIcon, closeIcon } from './icons.ts';
import { fireCommand, fireIntent } from './intents.ts';
import { t } from './l10n.ts';
import { answererLabel } from './labels.ts';
import { questionBoxStyles } from './questionBoxStyles.ts';
import { controlStyles, focusStyles } from './sharedStyles.ts';

/**
 * Where questions are typed. Enter asks, Shift+Enter breaks the line, Up in an empty box brings the last question back,
 * Escape stops an answer. A `/` at the beginning offers commands, an `@` anywhere what may be attached. What is typed belongs to the panel, which keeps it across a reload.
 */
export class QuestionBox extends LitElement {
    static override properties = {
        draft: { attribute: false },
        isBusy: { attribute: false },
        isDisabled: { attribute: false },
        placeholder: { attribute: false },
        answersBy: { attribute: false },
        attachments: { attribute: false },
        offers: { attribute: false },
        refusals: { attribute: false },
        mention: { state: true },
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
    declare attachments: readonly ShownAttachment[];
    /** What fits the words behind the last `@` that was asked about; undefined until the host has said. */
    declare offers: { readonly text: string; readonly offers: readonly ShownOffer[] } | undefined;
    /** Why something was not attached. */
    declare refusals: readonly string[];
    /** The `@` that the cursor stands behind. */
    declare private mention: Mention | undefined;
    declare lastQuestion: string | undefined;
    /** An earlier question is asked in other words. */
    declare isEditing: boolean;
    /** Which command of the list is meant. */
    declare private commandAt: number;
    /** The key that chose before it was known what fits the words; what it chooses is known when the host has said. */
    private earlyKey: 'Enter' | 'Tab' | undefined;
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
        this.attachments = [];
        this.refusals = [];
    }

    focusQuestion(): void {
        focusTextArea(this.renderRoot);
    }

    override render(): unknown {
        const commands = this.offered();
        return html`<div
            class="box"
            @paste=${(event: ClipboardEvent) => this.paste(event)}
            @keyup=${() => this.lookForMention()}
            @click=${() => this.lookForMention()}
        >
            ${this.offerList()}
            ${commands.length > 0 && !this.mentioned() ? commandList({ commands, at: this.commandAt, onChoose: command => this.choose(command), onKeyDown: event => this.handleKey(event) }) : nothing}
            ${this.isEditing ? this.editNote() : nothing}
            ${textArea({
                name: t('Question'),
                placeholder: this.placeholder,
                value: this.draft,
                isDisabled: this.isDisabled,
                onInput: value => {
                    this.changeDraft(value);
                    this.lookForMention();
                },
                onKeyDown: event => this.handleKey(event),
            })}
            ${attachmentChips(this.attachments, attachmentId => fireIntent(this, { type: 'detach', attachmentId }))}${this.refusedNote()}
            <div class="row">
                ${
                    this.answersBy === ''
                        ? nothing
                        : quietButton(html`<span class="model"><i>${answererLabel(this.answersBy)}</i>${chevronIcon(false)}</span>`, {
                              name: t('Answers by {0}, choose another model', answererLabel(this.answersBy)),
                              title: t('What answers'),
                              onClick: () => fireCommand(this, 'choose-conversation-model'),
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

    private editNote(): unknown {
        return html`<div class="editing">
            <span>${t('Editing an earlier question')}</span>
            ${quietButton(closeIcon, { name: t('Stop editing'), title: t('Stop editing'), onClick: () => this.endEdit() })}
        </div>`;
    }

    private endEdit(): void {
        this.dispatchEvent(new CustomEvent('edit-ended', { bubbles: true, composed: true }));
    }

    private handleKey(event: KeyboardEvent): void {
        // While an input method composes a character, its Enter chooses one.
        if (event.isComposing) return;
        if (!event.shiftKey && this.handlePickerKey(event.key)) {
            event.preventDefault();
            event.stopPropagation();
        } else if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            this.ask();
        } else if (event.key === 'ArrowUp' && !event.altKey && this.draft === '' && this.lastQuestion) {
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

    /** What may be attached for the words at the cursor; undefined while no `@` stands before it, or nobody has said yet. */
    private mentioned(): readonly ShownOffer[] | undefined {
        return this.mention && !this.isPickerClosed && !this.isDisabled ? this.offers?.offers : undefined;
    }

    private offerList(): unknown {
        const offers = this.mentioned();
        return offers
            ? offerList({ offers, at: this.commandAt, onChoose: offer => this.attach(offer), onKeyDown: event => this.handleKey(event) })
            : nothing;
    }

    /** True when the key belonged to the list above the box. */
    private handlePickerKey(key: string): boolean {
        const offers = this.mentioned() ?? [];
        const commands = this.offered();
        const count = offers.length > 0 ? offers.length : commands.length;
        const [offer, command] = [offers[this.commandAt], commands[this.commandAt]];
        if (key === 'Escape') this.earlyKey = undefined;
        if ((key === 'Enter' || key === 'Tab') && this.isBeforeOffers()) {
            // A second one does not wait: the host may never say.
            const isSecond = this.earlyKey !== undefined;
            this.earlyKey = isSecond ? undefined : key;
            return !isSecond;
        }
        if (count === 0) return false;
        if (key === 'ArrowDown') this.commandAt = (this.commandAt + 1) % count;
        else if (key === 'ArrowUp') this.commandAt = (this.commandAt - 1 + count) % count;
        else if (key === 'Escape') this.isPickerClosed = true;
        else if ((key === 'Enter' || key === 'Tab') && offer) this.attach(offer);
        else if ((key === 'Enter' || key === 'Tab') && command) this.choose(command);
        else return false;
        return true;
    }

    /** What is offered still fits the letters before the last: who types fast has not seen yet what the key would choose. */
    private isBeforeOffers(): boolean {
        return this.mention !== undefined && !this.isPickerClosed && !this.isDisabled && this.offers?.text !== this.mention.typed;
    }

    /** Does what an early key was to do, once it is known what fits: with nothing to choose, Enter asks. */
    private takeUpEarlyKey(): void {
        const { earlyKey } = this;
        if (earlyKey === undefined || this.isBeforeOffers()) return;
        this.earlyKey = undefined;
        const offers = this.mentioned();
        if (!offers) return;
        if (offers[0]) this.attach(offers[0]);
        else if (earlyKey === 'Enter') this.ask();
    }

    private choose(command: AnswerCommand): void {
        this.changeDraft(`/${command} `);
        void this.updateComplete.then(() => this.focusQuestion());
    }

    /** The host puts it beside the question; its name stays in the sentence. */
    private attach(offer: ShownOffer): void {
        const { mention } = this;
        if (!mention) return;
        const { draft, caret } = withoutMention(this.draft, mention, offer);
        fireIntent(this, { type: 'attach', offerId: offer.id });
        this.mention = undefined;
        this.changeDraft(draft);
        void this.updateComplete.then(() => {
            this.focusQuestion();
            textAreaWithin(this.renderRoot)?.setSelectionRange(caret, caret);
        });
    }

    /** Looks whether the cursor stands behind an `@`, and asks what fits when its words are others than before. */
    private lookForMention(): void {
        const caret = textAreaWithin(this.renderRoot)?.selectionStart ?? this.draft.length;
        const before = this.mention;
        this.mention = mentionAt(this.draft, caret);
        if (!this.mention || this.mention.typed === before?.typed) return;
        this.commandAt = 0;
        fireIntent(this, { type: 'search-attachments', text: this.mention.typed });
    }

    private paste(event: ClipboardEvent): void {
        const text = event.clipboardData?.getData('text/plain') ?? '';
        switch (pastedAs(text)) {
            case 'text':
                event.preventDefault();
                fireIntent(this, { type: 'attach-text', text });
                return;
            case 'path':
                // It is pasted all the same, and goes again when it is the path of something that was attached.
                fireIntent(this, { type: 'attach-pasted-path', text });
                return;
            case 'words':
                return;
        }
    }

    /** A path that was pasted stands among the attachments. */
    forgetPastedPath(text: string): void {
        const at = this.draft.lastIndexOf(text);
        if (at >= 0) this.changeDraft(this.draft.slice(0, at) + this.draft.slice(at + text.length));
    }

    private refusedNote(): unknown {
        if (this.refusals.length === 0) return nothing;
        return html`<div class="note refused">
            <div>${this.refusals.map(reason => html`<p>${reason}</p>`)}</div>
            ${quietButton(closeIcon, { name: t('Dismiss'), title: t('Dismiss'), onClick: () => this.dispatchEvent(new CustomEvent('refusals-read', { bubbles: true, composed: true })) })}
        </div>`;
    }

    protected override updated(): void {
        this.takeUpEarlyKey();
        writeTextArea(this.renderRoot, this.draft);
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
        this.earlyKey = undefined;
        this.commandAt = 0;
        this.isPickerClosed = false;
        this.dispatchEvent(new CustomEvent<string>('draft-changed', { detail: draft, bubbles: true, composed: true }));
    }

    static override styles = [focusStyles, controlStyles, questionBoxStyles, chipStyles];
}
customElements.define('question-box', QuestionBox);
