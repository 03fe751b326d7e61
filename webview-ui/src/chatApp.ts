import type { ViewIntent, ViewMessage, ViewState } from '../../src/protocol/view.ts';
import type { ScrollPlace } from './followAnswer.ts';
import type { SavedView, ViewHost } from './host.ts';
import type { PropertyValues } from 'lit';
import { LitElement, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { isBusy } from '../../src/protocol/conversation.ts';
import { announcement } from './announcements.ts';
import { chatAppStyles } from './chatAppStyles.ts';
import { followTo } from './followAnswer.ts';
import { nothingSaved } from './host.ts';
import { PanelMenu } from './panelMenu.ts';
import { QuestionBox } from './questionBox.ts';
import { applyViewMessage } from './viewStore.ts';
import './emptyState.ts';
import './historyList.ts';
import './indexBanner.ts';
import './turnView.ts';

/** The panel: draws the state it was sent and reports what the user did. The only element that talks to the host. */
export class ChatApp extends LitElement {
    static override properties = {
        host: { attribute: false },
        state: { state: true },
        saved: { state: true },
        isHistoryOpen: { state: true },
        announced: { state: true },
    };
    declare host: ViewHost | undefined;
    declare private state: ViewState | undefined;
    /** What is typed and where the reader is; the host keeps it for the next page. */
    declare private saved: SavedView;
    declare private isHistoryOpen: boolean;
    declare private announced: string;
    private placeBefore: ScrollPlace | undefined;

    constructor() {
        super();
        this.saved = nothingSaved;
        this.isHistoryOpen = false;
        this.announced = '';
    }

    override connectedCallback(): void {
        super.connectedCallback();
        const { host } = this;
        if (!host) return;
        this.saved = host.saved();
        host.receive(message => this.receive(message));
        host.send({ type: 'ready' });
    }

    private receive(message: ViewMessage): void {
        const before = this.state;
        this.state = applyViewMessage(before, message);
        if (this.state) this.announced = announcement(before, this.state) ?? this.announced;
        if (!before && this.state) void this.updateComplete.then(() => this.returnToPlace());
        if (message.type === 'focus-question') void this.focusQuestion(message.text);
    }

    override render(): unknown {
        const { state } = this;
        return html`<div class="panel" @view-intent=${this.passOn} @history-toggled=${this.toggleHistory}>
            <h1 class="spoken">Footnote</h1>
            <header>
                <index-banner .state=${state}></index-banner>
                <panel-menu .state=${state} .isHistoryOpen=${this.isHistoryOpen}></panel-menu>
            </header>
            <main @scroll=${this.rememberPlace}>${state ? this.content(state) : nothing}</main>
            <footer>${state ? this.box(state) : nothing}</footer>
            <div class="spoken" role="status" aria-live="polite">${this.announced}</div>
        </div>`;
    }

    private content(state: ViewState): unknown {
        if (this.isHistoryOpen) return html`<history-list .conversations=${state.history}></history-list>`;
        if (state.turns.length === 0) return html`<empty-state .state=${state}></empty-state>`;
        return repeat(
            state.turns,
            turn => turn.id,
            turn => html`<turn-view .turn=${turn}></turn-view>`,
        );
    }

    private box(state: ViewState): unknown {
        const isBroken = state.workspace !== 'open' || state.engine.state === 'stopped' || state.index.state === 'failed';
        const lastTurn = state.turns.at(-1);
        return html`${isBroken && state.turns.length > 0 ? html`<empty-state .state=${state} .isNotice=${true}></empty-state>` : nothing}
            <question-box
                .draft=${this.saved.draft}
                .isBusy=${lastTurn !== undefined && isBusy(lastTurn)}
                .isDisabled=${state.workspace !== 'open'}
                .placeholder=${PLACEHOLDERS[state.workspace]}
                .answersBy=${state.answersBy}
                .attached=${state.attached}
                .lastQuestion=${lastTurn?.question}
                @draft-changed=${(event: CustomEvent<string>) => this.keep({ draft: event.detail })}
            ></question-box>`;
    }

    private passOn(event: CustomEvent<ViewIntent>): void {
        const intent = event.detail;
        this.host?.send(intent);
        if (intent.type !== 'ask' && intent.type !== 'new-conversation') return;
        this.isHistoryOpen = false;
        void this.focusQuestion();
    }

    private async toggleHistory(): Promise<void> {
        this.isHistoryOpen = !this.isHistoryOpen;
        await this.updateComplete;
        if (!this.isHistoryOpen) this.find(PanelMenu, 'panel-menu')?.focusHistory();
    }

    private async focusQuestion(text?: string): Promise<void> {
        if (text !== undefined) this.keep({ draft: text });
        await this.updateComplete;
        const box = this.find(QuestionBox, 'question-box');
        await box?.updateComplete;
        box?.focusQuestion();
    }

    private find<E extends Element>(type: abstract new () => E, tag: string): E | undefined {
        const element = this.renderRoot.querySelector(tag);
        return element instanceof type ? element : undefined;
    }

    private keep(change: Partial<SavedView>): void {
        this.saved = { ...this.saved, ...change };
        this.host?.save(this.saved);
    }

    protected override willUpdate(changed: PropertyValues): void {
        this.placeBefore = changed.has('state') ? this.place() : undefined;
    }

    protected override updated(): void {
        const before = this.placeBefore;
        const turn = this.renderRoot.querySelector<HTMLElement & { updateComplete: Promise<boolean> }>('turn-view:last-of-type');
        // What the turn draws comes a moment after this update, and only then is there something to follow.
        if (before && turn) void turn.updateComplete.then(() => this.follow(before, turn));
    }

    private follow(before: ScrollPlace, lastTurn: HTMLElement): void {
        const after = this.place();
        if (after) this.main().scrollTop = followTo(before, after, lastTurn.offsetTop);
    }

    private returnToPlace(): void {
        this.main().scrollTop = this.saved.scrollTop;
    }

    private rememberPlace(): void {
        const { scrollTop } = this.main();
        // Not a change of anything drawn, so it goes past `keep`, which would draw again.
        this.host?.save({ draft: this.saved.draft, scrollTop });
    }

    private place(): ScrollPlace | undefined {
        const main = this.renderRoot.querySelector('main');
        return main ? { scrollTop: main.scrollTop, viewHeight: main.clientHeight, contentHeight: main.scrollHeight } : undefined;
    }

    private main(): HTMLElement {
        const main = this.renderRoot.querySelector('main');
        if (!main) throw new Error('The panel has not been drawn yet');
        return main;
    }

    static override styles = chatAppStyles;
}

const PLACEHOLDERS: Readonly<Record<ViewState['workspace'], string>> = {
    open: 'Ask about this repo',
    'no-folder': 'Open a folder to ask about it',
    restricted: 'Trust this folder to ask about it',
};

customElements.define('chat-app', ChatApp);
