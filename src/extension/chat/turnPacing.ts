import { isBusy, type Turn } from '../../protocol/conversation.ts';

/**
 * Words come faster than anyone reads or a page should draw: a turn goes to the view at once when nothing went recently and when it ends,
 * otherwise `intervalMs` after the last one, in its newest form.
 */
export function paceTurns(post: (turn: Turn) => void, intervalMs = 50): { show(turn: Turn): void; forget(): void } {
    const waiting = new Map<string, Turn>();
    let timer: NodeJS.Timeout | undefined;
    const flush = (): void => {
        clearTimeout(timer);
        timer = undefined;
        const turns = [...waiting.values()];
        waiting.clear();
        for (const turn of turns) post(turn);
        if (turns.length > 0) timer = setTimeout(flush, intervalMs);
    };
    return {
        show(turn) {
            waiting.set(turn.id, turn);
            if (timer === undefined || !isBusy(turn)) flush();
        },
        /** Another conversation is on show. */
        forget() {
            waiting.clear();
            clearTimeout(timer);
            timer = undefined;
        },
    };
}
