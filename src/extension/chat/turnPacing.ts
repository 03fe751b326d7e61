import { isBusy, type Turn } from '../../protocol/conversation.ts';
import type { ViewMessage } from '../../protocol/view.ts';

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

/**
 * What the view is told of a turn that it knows as `before`: while an answer is written only what was added, or an answer of 256 KB would
 * be sent twenty times a second.
 */
export function turnMessage(before: Turn | undefined, after: Turn): Extract<ViewMessage, { type: 'turn' | 'turn-grew' }> {
    const isGrowth =
        before?.id === after.id &&
        before.progress.state === 'answering' &&
        after.progress.state === 'answering' &&
        before.evidence === after.evidence &&
        before.coverage === after.coverage &&
        before.trace === after.trace &&
        after.text.startsWith(before.text) &&
        before.citations.every((citation, nth) => citation === after.citations[nth]);
    if (!isGrowth) return { type: 'turn', turn: after };
    const from = before.text.length;
    return {
        type: 'turn-grew',
        turnId: after.id,
        from,
        text: after.text.slice(from),
        citations: after.citations.slice(before.citations.length),
    };
}
