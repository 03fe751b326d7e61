import type { ConversationsElsewhere, ViewIntent, ViewMessage, ViewState } from '../../src/protocol/view.ts';
import type { FoundInHistory } from './historyList.ts';
import type { SavedView, ViewHost } from './host.ts';
import { LitElement, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { changesSince, isBusy, type Turn } from '../../src/protocol/conversation.ts';
import { announcement } from './announcements.ts';
import { carriesFiles, droppedAddresses } from './attachedFromOutside.ts';
import { chatAppStyles } from './chatAppStyles.ts';
import { nothingSaved } from './host.ts';
import { plural, t } from './l10n.ts';
import { KeyMap } from './keyMap.ts';
import { actionOfKey, focusCitation, focusTurn, isTypingIn, turnInFocus } from './panelKeys.ts';
import { PanelMenu } from './panelMenu.ts';
import { QuestionBox } from './questionBox.ts';
import { ReadingPlace } from './readingPlace.ts';
import { applyViewMessage } from './viewStore.ts';
import './emptyState.ts';
import './historyList.ts';
import './indexBanner.ts';
import './turnView.ts';

/** The panel: draws the state it was sent and reports what the user did. The only element that talks to the host. */
export class ChatApp extends LitElement {
    static override properties = {
        state: { state: true },
        saved: { state: true },
        isHistoryOpen: { state: true },
        found: { state: true },
        elsewhere: { state: true },
        editing: { state: true },
        announced: { state: true },
        offers: { state: true },
        refusals: { state: true },
        isDragging: { state: true },
    };
    private host: ViewHost | undefined;
    declare private state: ViewState | undefined;
    /** What is typed and where the reader is; the host keeps it for the next page. */
    declare private saved: SavedView;
    declare private isHistoryOpen: boolean;
    declare private found: FoundInHistory | undefined;
    declare private elsewhere: readonly ConversationsElsewhere[] | undefined;
    /** The question that is asked in other words. */
    declare private editing: string | undefined;
    declare private announced: string;
    /** What may be attached, for the words that were asked about last. */
    declare private offers: Extract<ViewMessage, { type: 'attachment-offers' }> | undefined;
    /** Why something was not attached. */
    declare private refusals: readonly string[];
    declare private isDragging: boolean;
    private readonly reading = new ReadingPlace();

    constructor() {
        super();
        this.saved = nothingSaved;
        this.isHistoryOpen = false;
        this.announced = '';
        this.refusals = [];
        this.isDragging = false;
    }

    /** Called once, when the element stands in the page. */
    start(host: ViewHost): void {
        this.host = host;
        this.saved = host.saved();
        host.receive(message => this.receive(message));
        host.send({ type: 'ready' });
    }

    private receive(message: ViewMessage): void {
        const before = this.state;
        this.state = applyViewMessage(before, message);
        if (this.state) this.announced = announcement(before, this.state) ?? this.announced;
        if (!before && this.state)
            requestAnimationFrame(
                () => this.main && this.reading.returnTo(this.main, this.saved.scrollTop ?? this.lastTurn()?.offsetTop ?? 0),
            );
        this.reading.expectGrowth();
        if (message.type === 'found-conversations') this.found = message;
        if (message.type === 'conversations-elsewhere') this.elsewhere = message.folders;
        if (message.type === 'attachment-offers') this.offers = message;
        if (message.type === 'not-attached') {
            this.refusals = message.reasons;
            if (message.reasons.length > 0) this.announced = message.reasons.join(' ');
        }
        if (message.type === 'path-attached') this.find(QuestionBox, 'question-box')?.forgetPastedPath(message.text);
        if (this.editing !== undefined && !this.state?.turns.some(({ id }) => id === this.editing)) this.editing = undefined;
        if (message.type === 'focus-question') void this.focusQuestion(message.text);
    }

    override render(): unknown {
        const { state } = this;
        return html`<div
            class=${this.isDragging ? 'panel dragging' : 'panel'}
            @dragover=${(event: DragEvent) => this.dragOver(event)}
            @dragleave=${() => (this.isDragging = false)}
            @drop=${(event: DragEvent) => this.drop(event)}
            @view-intent=${(event: CustomEvent<ViewIntent>) => this.passOn(event.detail)}
            @history-toggled=${() => void this.toggleHistory()}
            @edit-wanted=${(event: CustomEvent<Turn>) => void this.edit(event.detail)}
            @edit-ended=${() => this.endEdit()}
            @keys-wanted=${() => this.find(KeyMap, 'key-map')?.open()}
            @keydown=${(event: KeyboardEvent) => this.handleKey(event)}
        >
            <header>
                <h1 class="spoken">Footnote</h1>
                <index-banner .state=${state}></index-banner>
                <panel-menu .state=${state} .isHistoryOpen=${this.isHistoryOpen}></panel-menu>
            </header>
            <main
                @scroll=${() => this.rememberPlace()}
                @wheel=${() => this.reading.stay()}
                @pointerdown=${() => this.reading.stay()}
                @keydown=${() => this.reading.stay()}
            >
                <div class="content">${state ? this.content(state) : nothing}</div>
            </main>
            <footer>${state ? this.box(state) : nothing}</footer>
            <key-map></key-map>
            <div class="spoken" role="status" aria-live="polite">${this.announced}</div>
        </div>`;
    }

    private content(state: ViewState): unknown {
        if (this.isHistoryOpen)
            return html`<history-list .conversations=${state.history} .found=${this.found} .elsewhere=${this.elsewhere}></history-list>`;
        if (state.turns.length === 0) return html`<empty-state .state=${state}></empty-state>`;
        return html`${state.isReopened ? sinceNote(state.turns) : nothing}${repeat(
            state.turns,
            turn => turn.id,
            (turn, nth) => html`<turn-view .turn=${turn} .isLast=${nth === state.turns.length - 1}></turn-view>`,
        )}`;
    }

    private box(state: ViewState): unknown {
        const isBroken = state.workspace !== 'open' || state.engine.state === 'stopped' || state.index.state === 'failed';
        const lastTurn = state.turns.at(-1);
        return html`${isBroken && state.turns.length > 0 ? html`<empty-state .state=${state} .isNotice=${true}></empty-state>` : nothing}
            ${
                state.isPrivate
                    ? html`<p class="private">
                          <strong>${t('Private.')}</strong> ${t('Nothing of this conversation is kept; it is gone when you leave it.')}
                      </p>`
                    : nothing
            }
            <question-box
                .isEditing=${this.editing !== undefined}
                .draft=${this.saved.draft}
                .isBusy=${lastTurn !== undefined && isBusy(lastTurn)}
                .isDisabled=${state.workspace !== 'open'}
                .placeholder=${placeholder(state.workspace)}
                .answersBy=${state.answersBy}
                .attachments=${state.attachments ?? []}
                .offers=${this.offers}
                .refusals=${this.refusals}
                @refusals-read=${() => (this.refusals = [])}
                .lastQuestion=${lastTurn?.question}
                @draft-changed=${(event: CustomEvent<string>) => this.keep({ draft: event.detail })}
            ></question-box>`;
    }

    /** Files can be let go anywhere over the panel; text goes where it is dropped. */
    private dragOver(event: DragEvent): void {
        if (this.state?.workspace !== 'open' || !carriesFiles(event.dataTransfer?.types ?? [])) return;
        event.preventDefault();
        this.isDragging = true;
    }

    private drop(event: DragEvent): void {
        this.isDragging = false;
        const addresses = event.dataTransfer ? droppedAddresses(event.dataTransfer) : [];
        if (addresses.length === 0 || this.state?.workspace !== 'open') return;
        event.preventDefault();
        this.passOn({ type: 'attach-dropped', addresses });
        void this.focusQuestion();
    }

    private passOn(given: ViewIntent): void {
        const { editing } = this;
        const isEdit = given.type === 'ask' && editing !== undefined;
        const intent: ViewIntent = isEdit ? { type: 'edit-question', turnId: editing, text: given.text } : given;
        if (isEdit) this.editing = undefined;
        this.host?.send(intent);
        // Who asks wants to see the answer, wherever they were reading.
        if (intent.type === 'ask' || intent.type === 'edit-question' || intent.type === 'retry') this.reading.goToEnd();
        const isNew = intent.type === 'new-conversation' || (intent.type === 'command' && intent.command === 'new-private-conversation');
        if (intent.type !== 'ask' && intent.type !== 'edit-question' && !isNew) return;
        this.isHistoryOpen = false;
        void this.focusQuestion();
    }

    private async toggleHistory(): Promise<void> {
        this.isHistoryOpen = !this.isHistoryOpen;
        await this.updateComplete;
        if (!this.isHistoryOpen) this.find(PanelMenu, 'panel-menu')?.focusHistory();
    }

    /** The question comes back into the box; what is asked next takes its place, in a new conversation. */
    private async edit({ id, question }: Turn): Promise<void> {
        this.editing = id;
        await this.focusQuestion(question);
    }

    private endEdit(): void {
        this.editing = undefined;
        this.keep({ draft: '' });
    }

    private async focusQuestion(text?: string): Promise<void> {
        if (text !== undefined) this.keep({ draft: text });
        await this.updateComplete;
        const box = this.find(QuestionBox, 'question-box');
        await box?.updateComplete;
        box?.focusQuestion();
    }

    private handleKey(event: KeyboardEvent): void {
        if (event.defaultPrevented) return;
        const turns = [...this.renderRoot.querySelectorAll<HTMLElement>('turn-view')];
        const { state } = this;
        const last = state?.turns.at(-1);
        const action = actionOfKey(event, { isTyping: isTypingIn(event), isBusy: last !== undefined && isBusy(last) });
        if (action === undefined) return;
        event.preventDefault();
        switch (action) {
            case 'next-turn':
            case 'previous-turn':
                focusTurn(turns, action === 'next-turn' ? 1 : -1);
                return;
            case 'next-citation':
            case 'previous-citation':
                focusCitation(turns, action === 'next-citation' ? 1 : -1);
                return;
            case 'copy-answer': {
                const turn = state?.turns[turns.findIndex(one => one === turnInFocus(turns))];
                if (turn && turn.text !== '') this.passOn({ type: 'copy-answer', turnId: turn.id });
                return;
            }
            case 'focus-question':
                void this.focusQuestion();
                return;
            case 'stop':
                this.passOn({ type: 'stop' });
                return;
            case 'show-keys':
                this.find(KeyMap, 'key-map')?.open();
        }
    }

    private find<E extends Element>(type: abstract new () => E, tag: string): E | undefined {
        const element = this.renderRoot.querySelector(tag);
        return element instanceof type ? element : undefined;
    }

    private keep(change: Partial<SavedView>): void {
        this.saved = { ...this.saved, ...change };
        this.save(this.saved);
    }

    /** The editor writes to its own disk what it keeps for the next page: of a private conversation it gets nothing. */
    private save(view: SavedView): void {
        this.host?.save(this.state?.isPrivate ? nothingSaved : view);
    }

    protected override firstUpdated(): void {
        const content = this.renderRoot.querySelector('.content');
        if (content) new ResizeObserver(() => this.follow()).observe(content);
    }

    /** Called for every growth, because parts of an answer draw themselves some time after the panel has. */
    private follow(): void {
        if (this.main) this.reading.follow(this.main, this.lastTurn()?.offsetTop);
    }

    private rememberPlace(): void {
        const scrollTop = this.main ? this.reading.remember(this.main) : undefined;
        // Nothing that is drawn depends on it, so it goes past `keep`, which would draw again.
        if (scrollTop !== undefined) this.save({ draft: this.saved.draft, scrollTop });
    }

    private lastTurn(): HTMLElement | null {
        return this.renderRoot.querySelector<HTMLElement>('turn-view:last-of-type');
    }

    private get main(): HTMLElement | null {
        return this.renderRoot.querySelector('main');
    }

    static override styles = chatAppStyles;
}

/** What became of the footnotes of a conversation from before; nothing while all stand. */
function sinceNote(turns: readonly Turn[]): unknown {
    const { total, changed, moved } = changesSince(turns);
    if (changed + moved === 0) return nothing;
    return html`<p class="since">${sinceWords(total, changed, moved)}</p>`;
}

function sinceWords(total: number, changed: number, moved: number): string {
    if (moved === 0) return plural(total, 'Of {0} citation, {1} changed since.', 'Of {0} citations, {1} changed since.', changed);
    if (changed === 0) return plural(total, 'Of {0} citation, {1} moved since.', 'Of {0} citations, {1} moved since.', moved);
    return t('Of {0} citations, {1} changed and {2} moved since.', total, changed, moved);
}

function placeholder(workspace: ViewState['workspace']): string {
    switch (workspace) {
        case 'open':
            return t('Ask about this repo');
        case 'no-folder':
            return t('Open a folder to ask about it');
        case 'restricted':
            return t('Trust this folder to ask about it');
    }
}

customElements.define('chat-app', ChatApp);
