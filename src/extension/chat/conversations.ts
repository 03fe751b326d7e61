import type { Attachment } from '../../protocol/attachment.ts';
import type { Citation, Evidence, Question } from '../../protocol/answer.ts';
import {
    applyAnswerEvent,
    continueTurn,
    failTurn,
    isBusy,
    keptLength,
    newTurn,
    stopTurn,
    type Conversation,
    type Turn,
} from '../../protocol/conversation.ts';
import { FailureError, isAbort } from '../../protocol/failure.ts';
import { VersionBook } from './answerVersions.ts';
import { asChosen, isChosen, type ConversationChoice } from './conversationChoice.ts';
import { historyBefore, historyOf, withCitation, withCitations } from './turnCitations.ts';
import type { ConversationSummary } from './conversationFiles.ts';
import { DEFECT, type Asked, type ConversationsOptions } from './conversationsOptions.ts';
import { oneMoreLook } from './oneMoreLook.ts';
import { conversationTitle, oneLine } from './conversationRecord.ts';
import type { ConversationRecord } from './recordSchema.ts';
import { eventRecorder, type EventRecorder } from './eventRecorder.ts';
import { recordsOf } from './recordsOf.ts';

/**
 * The conversation on show and the earlier ones: asks, applies events, keeps turns. A new question stops the one before it.
 * Knows nothing of the editor; every change goes to `onTurn` and, as a record, to the disk.
 */
export class Conversations {
    private readonly options: ConversationsOptions;
    private id: string;
    private isBegun = false;
    /** Nothing of the conversation on show is written; it is gone when another one is shown. */
    isPrivate = false;
    /** The conversation on show was asked before, perhaps of other files. */
    isReopened = false;
    /** Empty until the user has given one. */
    private givenTitle = '';
    /** Who answers here, and whom. */
    choice: ConversationChoice = {};
    private turns: readonly Turn[] = [];
    private asked = new Map<string, Asked>();
    /** Who was asked in place of the model that is set, by the turn's id: who began an answer goes on with it. */
    private models = new Map<string, string>();
    /** Of questions with several answers. */
    private versions = new VersionBook();
    private running: { readonly turnId: string; readonly controller: AbortController; readonly writer: EventRecorder } | undefined;
    private earlier: readonly ConversationSummary[] = [];
    private nextTurn = 1;
    /** Two windows may go on with the same conversation: their turns must not have the same id. */
    private readonly window: string;

    constructor(options: ConversationsOptions) {
        this.options = options;
        this.id = options.newId();
        this.window = options.newId().slice(-4);
    }

    get current(): Conversation {
        return { id: this.id, title: this.givenTitle || conversationTitle(this.turns), turns: this.turns };
    }

    /** Earlier conversations, newest first; the one on show is not among them. */
    get history(): readonly ConversationSummary[] {
        return this.earlier.filter(({ id }) => id !== this.id);
    }

    async loadHistory(): Promise<void> {
        this.earlier = await this.options.files.list();
        this.options.onConversation();
    }

    /** Resolves with the turn when it has ended, in whatever way. */
    async ask(question: Pick<Question, 'text'> & Asked): Promise<Turn> {
        this.stop();
        if (!this.isBegun) {
            this.isBegun = true;
            this.record({ record: 'begun', version: 1, id: this.id, at: new Date().toISOString() });
            if (isChosen(this.choice)) this.record({ record: 'chosen', ...this.choice });
        }
        const { text, attachments = [], ...surroundings } = question;
        const turn = this.waiting(newTurn(`t${this.nextTurn++}-${this.window}`, text, attachments));
        this.asked.set(turn.id, surroundings);
        this.turns = [...this.turns, turn];
        this.record({ record: 'asked', turnId: turn.id, question: text, ...(attachments.length === 0 ? {} : { attachments }) });
        this.options.onConversation();
        return this.run(turn);
    }

    /** Keeps what has arrived. */
    stop(): void {
        const running = this.running;
        if (!running) return;
        this.running = undefined;
        running.controller.abort();
        running.writer.flush();
        this.record({ record: 'stopped', turnId: running.turnId });
        this.change(running.turnId, stopTurn);
    }

    /** Asks again; what was answered before is kept beside the new answer. With `model`, that one is asked in place of the one that is set. */
    async retry(turnId: string, { model }: { readonly model?: string } = {}): Promise<Turn | undefined> {
        const turn = this.turn(turnId);
        if (!turn) return undefined;
        this.stop();
        const stopped = this.turn(turnId) ?? turn;
        const fresh = this.waiting(newTurn(turn.id, turn.question, turn.attachments));
        const next = this.versions.anew(stopped, fresh);
        if (model === undefined) this.models.delete(turnId);
        else this.models.set(turnId, model);
        this.record({ record: 'retried', turnId });
        this.change(turnId, () => next);
        return this.run(next, model === undefined ? {} : { model });
    }

    /** Goes on behind the text of an answer that ended early; does nothing for any other, so that twice is as good as once. */
    async continue(turnId: string): Promise<Turn | undefined> {
        const turn = this.turn(turnId);
        const length = turn && keptLength(turn);
        if (!turn || length === undefined) return undefined;
        if (length === 0 || turn.evidence.length === 0) return this.retry(turnId);
        this.stop();
        const { evidence } = turn;
        const going = continueTurn(turn, length);
        const model = this.models.get(turnId);
        this.record({ record: 'continued', turnId, length });
        this.change(turnId, () => going);
        return this.run(going, { continues: { text: going.text, evidence }, ...(model === undefined ? {} : { model }) });
    }

    /** Another answer to the same question, from 1. */
    showVersion(turnId: string, version: number): void {
        const turn = this.turn(turnId);
        const next = turn && this.versions.shown(turn, version);
        if (!next) return;
        this.record({ record: 'shown', turnId, version });
        this.change(turnId, () => next);
    }

    private waiting(turn: Turn): Turn {
        return this.options.isWaiting?.() === true ? { ...turn, progress: { state: 'queued' } } : turn;
    }

    async startNew({ isPrivate = false }: { readonly isPrivate?: boolean } = {}): Promise<void> {
        this.stop();
        if (this.turns.length > 0 || isPrivate !== this.isPrivate) this.show(this.options.newId(), [], isPrivate);
        await this.loadHistory();
    }

    /**
     * Goes on in a new conversation that has everything up to this answer, or up to the one before it; the old one stays as it is. A
     * private one has a private fork.
     */
    async fork(turnId: string, { isIncluded }: { readonly isIncluded: boolean }): Promise<void> {
        this.stop();
        const at = this.turns.findIndex(({ id }) => id === turnId);
        if (at < 0) return;
        const turns = this.turns.slice(0, isIncluded ? at + 1 : at);
        const { asked, isReopened, choice } = this;
        this.show(this.options.newId(), turns, this.isPrivate);
        this.choice = choice;
        this.asked = new Map([...asked].filter(([id]) => turns.some(turn => turn.id === id)));
        this.isReopened = isReopened;
        if (turns.length > 0) {
            this.isBegun = true;
            for (const record of recordsOf({ id: this.id, title: '', turns, choice }, new Date())) this.record(record);
        }
        await this.loadHistory();
    }

    /**
     * Asks an earlier question in other words, with what stood beside it and `further`, in a fork that ends before it. Resolves when the
     * answer has ended.
     */
    async editQuestion(turnId: string, text: string, further: readonly Attachment[] = []): Promise<Turn | undefined> {
        const turn = this.turn(turnId);
        if (!turn) return undefined;
        const asked = this.asked.get(turnId);
        await this.fork(turnId, { isIncluded: false });
        return this.ask({ text, ...asked, attachments: [...(turn.attachments ?? []), ...further] });
    }

    async open(conversationId: string): Promise<void> {
        const conversation = await this.options.files.load(conversationId);
        if (conversation) {
            this.stop();
            this.show(conversation.id, conversation.turns);
            this.versions = new VersionBook(conversation.versions);
            this.choice = conversation.choice;
            this.isBegun = true;
            this.isReopened = true;
            this.givenTitle = conversation.title === conversationTitle(conversation.turns) ? '' : conversation.title;
        }
        await this.loadHistory();
    }

    /** Goes on with the conversation of the last time, unless a new one has begun meanwhile. */
    async resume(conversationId: string): Promise<void> {
        const isThere = (await this.options.files.load(conversationId)) !== undefined;
        if (isThere && this.turns.length === 0) await this.open(conversationId);
        else await this.loadHistory();
    }

    async delete(...conversationIds: readonly string[]): Promise<void> {
        if (conversationIds.includes(this.id)) {
            this.stop();
            this.show(this.options.newId(), []);
        }
        for (const id of conversationIds) await this.options.files.remove(id);
        await this.loadHistory();
    }

    /** Puts a conversation on top of the list, or takes it from there. */
    async pin(conversationId: string, isPinned: boolean): Promise<void> {
        if (!this.earlier.some(({ id }) => id === conversationId)) return;
        this.options.files.append(conversationId, { record: 'pinned', isPinned });
        await this.loadHistory();
    }

    /** Keeps a conversation that comes from elsewhere, under an id of its own, which is returned. */
    async add(conversation: Conversation): Promise<string> {
        const id = this.options.newId();
        this.options.files.append(id, ...recordsOf({ ...conversation, id }, new Date()));
        await this.loadHistory();
        return id;
    }

    /** An empty name gives back the first question. */
    async rename(conversationId: string, title: string): Promise<void> {
        // Only what is there has a name: an id that names nothing must not begin a file.
        if (conversationId === this.id ? !this.isBegun : !this.earlier.some(({ id }) => id === conversationId)) return;
        if (conversationId !== this.id || !this.isPrivate) this.options.files.append(conversationId, { record: 'renamed', title });
        if (conversationId === this.id) this.givenTitle = oneLine(title);
        await this.loadHistory();
    }

    /** Says who answers from now on, and whom, in this conversation alone; a new one is as the settings say. */
    choose(choice: ConversationChoice): void {
        this.choice = choice;
        if (this.isBegun) this.record({ record: 'chosen', ...this.choice });
        this.options.onConversation();
    }

    /** As it would be asked now, after the turns on show. */
    nextQuestion(question: Pick<Question, 'text'> & Asked): Question {
        return this.asChosen({ ...question, history: historyOf(this.turns) });
    }

    private readonly asChosen = (question: Question): Question => asChosen(question, this.choice, this.options.placeOfModels?.() ?? '');

    turn(turnId: string): Turn | undefined {
        return this.turns.find(({ id }) => id === turnId);
    }

    citation(turnId: string, mark: string): Citation | undefined {
        return this.turn(turnId)?.citations.find(citation => citation.mark === mark);
    }

    source(turnId: string, number: number): Evidence | undefined {
        return this.turn(turnId)?.evidence.find(evidence => evidence.number === number);
    }

    /** Looks at all footnotes on show again, after files have changed: lines move, and text goes. Calls that come meanwhile are one more look. */
    readonly recheck = oneMoreLook(() => this.recheckAll());

    /** The same, and from now on the panel says how many have changed. */
    async recheckAsReopened(): Promise<void> {
        await this.recheck();
        this.isReopened = true;
        this.options.onConversation();
    }

    private async recheckAll(): Promise<void> {
        for (const { id, citations } of this.turns.filter(turn => turn.citations.length > 0 && !isBusy(turn))) {
            const checked = await this.options.engine.recheck(citations);
            this.change(id, turn => withCitations(turn, checked));
        }
    }

    /** A footnote as it was found just now. */
    replaceCitation(turnId: string, checked: Citation): void {
        this.change(turnId, turn => withCitation(turn, checked));
    }

    private show(id: string, turns: readonly Turn[], isPrivate = false): void {
        this.id = id;
        this.isBegun = false;
        this.isPrivate = isPrivate;
        this.isReopened = false;
        this.givenTitle = '';
        this.choice = {};
        this.turns = turns;
        this.asked = new Map();
        this.models = new Map();
        this.versions = new VersionBook();
        this.nextTurn = 1 + Math.max(0, ...turns.map(turn => Number(/^t(\d+)/.exec(turn.id)?.[1] ?? 0)));
        this.options.onConversation();
    }

    private async run(turn: Turn, how: Pick<Question, 'model' | 'continues'> = {}): Promise<Turn> {
        const { id: turnId } = turn;
        const controller = new AbortController();
        const writer = eventRecorder(turnId, record => this.record(record));
        const running = { turnId, controller, writer };
        this.running = running;
        try {
            const question = this.asChosen({
                text: turn.question,
                ...this.asked.get(turnId),
                ...(turn.attachments ? { attachments: turn.attachments } : {}),
                history: historyBefore(turnId, this.turns),
                ...how,
            });
            for await (const event of this.options.engine.ask(question, { signal: controller.signal })) {
                if (this.running !== running) break;
                writer.add(event);
                this.change(turnId, current => applyAnswerEvent(current, event));
            }
        } catch (error) {
            if (this.running === running && !isAbort(error)) {
                writer.flush();
                if (!(error instanceof FailureError)) this.options.onDefect(error);
                const failure = error instanceof FailureError ? error.failure : DEFECT;
                this.record({ record: 'failed', turnId, failure });
                this.change(turnId, current => failTurn(current, failure));
            }
        }
        if (this.running === running) {
            this.running = undefined;
            writer.flush();
            // A stream that ends without `finished` leaves nothing busy behind.
            this.change(turnId, stopTurn);
        }
        return this.turn(turnId) ?? stopTurn(turn);
    }

    private change(turnId: string, next: (turn: Turn) => Turn): void {
        const turn = this.turn(turnId);
        const changed = turn && next(turn);
        if (!changed || changed === turn) return;
        this.turns = this.turns.map(one => (one.id === turnId ? changed : one));
        this.options.onTurn(changed);
    }

    private record(record: ConversationRecord): void {
        if (this.isPrivate) return;
        this.options.files.append(this.id, record);
    }
}
