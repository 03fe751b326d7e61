import type { ShownAttachment, ViewIntent, ViewMessage, ViewState } from '../src/protocol/view.ts';
import type { SavedView, ViewHost } from './src/host.ts';
import { applyAnswerEvent, newTurn, stopTurn } from '../src/protocol/conversation.ts';
import { offersOfScene } from './scenes.ts';
import { nothingSaved } from './src/host.ts';

/**
 * A host without an editor: begins with a scene, remembers every intent, and answers a question with the answer of a finished
 * turn, a few words at a time, the way a model would send it.
 */
export class ScriptedHost implements ViewHost {
    readonly intents: ViewIntent[] = [];
    private listener: (message: ViewMessage) => void = () => undefined;
    private kept: SavedView = nothingSaved;
    private state: ViewState;
    private readonly script: ViewState;
    private stoppedAt = 0;

    constructor(scene: ViewState, script: ViewState) {
        this.state = scene;
        this.script = script;
    }

    send(intent: ViewIntent): void {
        this.intents.push(intent);
        if (intent.type === 'ready') this.snapshot(this.state);
        if (intent.type === 'stop') this.stoppedAt = this.intents.length;
        if (intent.type === 'new-conversation') this.snapshot({ ...this.state, turns: [] });
        if (intent.type === 'delete-conversation') {
            this.snapshot({ ...this.state, history: this.state.history.filter(item => item.id !== intent.conversationId) });
        }
        if (intent.type === 'list-elsewhere') {
            const conversations = [
                { id: 'e1', title: 'How is a failed payment tried again?', turns: 3 },
                { id: 'e2', title: 'What does the cart cost in total, with the discounts of a whole year?', turns: 1 },
            ];
            this.tell({ type: 'conversations-elsewhere', folders: [{ key: 'k1', name: 'shop', conversations }] });
        }
        if (intent.type === 'search-attachments') {
            const offers = offersOfScene.filter(({ name }) => name.toLowerCase().includes(intent.text.toLowerCase()));
            this.tell({ type: 'attachment-offers', text: intent.text, offers });
        }
        if (intent.type === 'attach' || intent.type === 'detach')
            this.snapshot({ ...this.state, attachments: this.attachmentsAfter(intent) });
        if (intent.type === 'search-conversations') {
            const found = this.state.history
                .filter(({ title }) => title.includes(intent.text))
                .map(one => ({
                    ...one,
                    context: [
                        { text: '…the build is started again by ', isMatch: false },
                        { text: intent.text, isMatch: true },
                        { text: ', at most three times, waiting twice as long each time…', isMatch: false },
                    ],
                }));
            this.tell({ type: 'found-conversations', query: intent.text, found, of: found.length });
        }
        // The answer is a show for whoever looks at the page; when it fails, the console of that page says so.
        if (intent.type === 'ask') void this.answer(intent.text);
    }

    private attachmentsAfter(intent: Extract<ViewIntent, { type: 'attach' | 'detach' }>): readonly ShownAttachment[] {
        const known = this.state.attachments ?? [];
        if (intent.type === 'detach') return known.filter(({ id }) => id !== intent.attachmentId);
        const offer = offersOfScene.find(({ id }) => id === intent.offerId);
        return offer ? [...known, { ...offer, isAutomatic: false, fate: { state: 'whole', tokens: 320 } }] : known;
    }

    receive(listener: (message: ViewMessage) => void): void {
        this.listener = listener;
    }

    saved(): SavedView {
        return this.kept;
    }

    save(view: SavedView): void {
        this.kept = view;
    }

    /** Says something to the view, as the extension would. */
    tell(message: ViewMessage): void {
        this.listener(message);
    }

    private snapshot(state: ViewState): void {
        this.state = state;
        this.tell({ type: 'snapshot', state });
    }

    private async answer(question: string): Promise<void> {
        const told = this.script.turns.find(turn => turn.progress.state === 'finished');
        if (told?.progress.state !== 'finished') return;
        const { answer } = told.progress;
        const askedAt = this.intents.length;
        let turn = newTurn(`asked-${askedAt}`, question);
        this.snapshot({ ...this.state, turns: [...this.state.turns, turn] });
        await pause(400);
        turn = applyAnswerEvent(turn, { type: 'evidence', evidence: answer.evidence, coverage: answer.coverage, tookMs: 14 });
        for (const text of answer.text.match(/.{1,12}/gs) ?? []) {
            turn = this.stoppedAt > askedAt ? stopTurn(turn) : applyAnswerEvent(turn, { type: 'text', text });
            this.tell({ type: 'turn', turn });
            await pause(30);
        }
        turn = applyAnswerEvent(turn, { type: 'finished', answer });
        this.state = { ...this.state, turns: [...this.state.turns.slice(0, -1), turn] };
        this.tell({ type: 'turn', turn });
    }
}

function pause(ms: number): Promise<void> {
    return new Promise(resolve => setTimeout(resolve, ms));
}
