import type { CompanionPiece, CompanionTrouble } from '../protocol/companionContract.ts';

/** Answers that are being written, each read piece by piece by somebody who may go away without a word. */
export class OngoingAnswers {
    readonly #answers = new Map<string, OngoingAnswer>();
    readonly #patience: { readonly pieceMs: number; readonly readerMs: number };
    #next = 0;

    /** `pieceMs`: after how long a reader hears that there is nothing yet; `readerMs`: after how long without a reader an answer ends. */
    constructor(patience = { pieceMs: 10_000, readerMs: 60_000 }) {
        this.#patience = patience;
    }

    /** Returns the id under which it is read. */
    start(say: (signal: AbortSignal) => AsyncIterable<string>, explain: (error: unknown) => CompanionTrouble): string {
        const id = String(this.#next++);
        const answer = new OngoingAnswer(this.#patience.readerMs, () => this.stop(id));
        this.#answers.set(id, answer);
        void answer.write(say, explain);
        return id;
    }

    async read(id: string): Promise<CompanionPiece> {
        const answer = this.#answers.get(id);
        if (!answer) return { text: '', isDone: true };
        const piece = await answer.read(this.#patience.pieceMs);
        if (piece.isDone) this.stop(id);
        return piece;
    }

    stop(id: string): void {
        this.#answers.get(id)?.end();
        this.#answers.delete(id);
    }

    dispose(): void {
        for (const id of [...this.#answers.keys()]) this.stop(id);
    }
}

class OngoingAnswer {
    readonly #controller = new AbortController();
    readonly #readerMs: number;
    readonly #abandon: () => void;
    #text = '';
    #isDone = false;
    #trouble: CompanionTrouble | undefined;
    #wake: (() => void) | undefined;
    #alone: ReturnType<typeof setTimeout>;

    constructor(readerMs: number, abandon: () => void) {
        this.#readerMs = readerMs;
        this.#abandon = abandon;
        this.#alone = setTimeout(abandon, readerMs);
    }

    async write(say: (signal: AbortSignal) => AsyncIterable<string>, explain: (error: unknown) => CompanionTrouble): Promise<void> {
        try {
            for await (const text of say(this.#controller.signal)) {
                this.#text += text;
                this.#wake?.();
            }
        } catch (error) {
            this.#trouble = explain(error);
        }
        this.#isDone = true;
        this.#wake?.();
    }

    async read(pieceMs: number): Promise<CompanionPiece> {
        clearTimeout(this.#alone);
        if (this.#text === '' && !this.#isDone) {
            let timer: ReturnType<typeof setTimeout> | undefined;
            await new Promise<void>(resolve => {
                this.#wake = resolve;
                timer = setTimeout(resolve, pieceMs);
            });
            clearTimeout(timer);
            this.#wake = undefined;
        }
        const text = this.#text;
        this.#text = '';
        if (!this.#isDone) this.#alone = setTimeout(this.#abandon, this.#readerMs);
        return { text, isDone: this.#isDone, ...(this.#isDone && this.#trouble ? { trouble: this.#trouble } : {}) };
    }

    end(): void {
        clearTimeout(this.#alone);
        this.#controller.abort();
        this.#isDone = true;
        this.#wake?.();
    }
}
