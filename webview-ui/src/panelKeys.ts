import { t } from './l10n.ts';

/** What can be done in the panel with one key. */
export type PanelAction =
    'next-turn' | 'previous-turn' | 'next-citation' | 'previous-citation' | 'copy-answer' | 'focus-question' | 'stop' | 'show-keys';

export interface KeyRow {
    /** As written on the keys. */
    readonly keys: readonly string[];
    readonly words: string;
}

/**
 * What a key does in the panel. A single letter does something only where nothing is typed, so that it is never in the way of dictation
 * or of a word; the arrows with Alt do the same from the question box too.
 */
export function actionOfKey(
    { key, altKey, ctrlKey, metaKey, isComposing }: Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'isComposing'>,
    { isTyping, isBusy }: { readonly isTyping: boolean; readonly isBusy: boolean },
): PanelAction | undefined {
    if (ctrlKey || metaKey || isComposing) return undefined;
    if (altKey) return key === 'ArrowDown' ? 'next-turn' : key === 'ArrowUp' ? 'previous-turn' : undefined;
    if (isTyping) return undefined;
    if (key === 'Escape') return isBusy ? 'stop' : 'focus-question';
    return LETTERS.get(key);
}

const LETTERS: ReadonlyMap<string, PanelAction> = new Map([
    ['j', 'next-turn'],
    ['k', 'previous-turn'],
    ['n', 'next-citation'],
    ['p', 'previous-citation'],
    ['c', 'copy-answer'],
    ['/', 'focus-question'],
    ['?', 'show-keys'],
]);

/** Every key of the panel, as the map of them shows it. */
export function keyRows(): readonly KeyRow[] {
    return [
        { keys: ['Enter'], words: t('Ask') },
        { keys: ['Shift+Enter'], words: t('Break the line of the question') },
        { keys: ['↑'], words: t('In an empty box: the last question again') },
        { keys: ['Esc'], words: t('Stop the answer, close a list, or back to the question') },
        { keys: ['/'], words: t('To the question; in it, the list of commands') },
        { keys: ['j', 'Alt+↓'], words: t('Next question') },
        { keys: ['k', 'Alt+↑'], words: t('Question before') },
        { keys: ['n'], words: t('Next footnote') },
        { keys: ['p'], words: t('Footnote before') },
        { keys: ['c'], words: t('Copy the answer') },
        { keys: ['↓', '↑'], words: t('In the sources: from one to the next') },
        { keys: ['?'], words: t('This list') },
    ];
}

/** True for keys that somebody types into. */
export function isTypingIn(event: Event): boolean {
    const [target] = event.composedPath();
    if (!(target instanceof HTMLElement)) return false;
    if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button'].includes(target.type);
    return target instanceof HTMLTextAreaElement || target.isContentEditable;
}

/** The turn that has the focus in it, else the last one: what keys are about. */
export function turnInFocus(turns: readonly HTMLElement[]): HTMLElement | undefined {
    return turns.find(turn => turn.matches(':focus-within')) ?? turns.at(-1);
}

/** Moves the focus to the turn after or before the one that has it; with none, down from the first and up from the last. */
export function focusTurn(turns: readonly HTMLElement[], step: 1 | -1): void {
    const at = turns.findIndex(turn => turn.matches(':focus-within'));
    const next = at < 0 ? turns.at(step === 1 ? 0 : -1) : turns[at + step];
    next?.shadowRoot?.querySelector<HTMLElement>('article')?.focus();
}

/** Moves the focus to the footnote after or before the one that has it, through all answers; with none, from the turn that has it. */
export function focusCitation(turns: readonly HTMLElement[], step: 1 | -1): void {
    const linksOf = (turn: HTMLElement): readonly HTMLElement[] => [
        ...(turn.shadowRoot?.querySelector('answer-text')?.shadowRoot?.querySelectorAll<HTMLElement>('citation-link') ?? []),
    ];
    const links = turns.flatMap(linksOf);
    const at = links.findIndex(link => link.matches(':focus-within'));
    const start = turnInFocus(turns);
    const own = start ? linksOf(start) : [];
    const next = at < 0 ? own.at(step === 1 ? 0 : -1) : links[at + step];
    next?.shadowRoot?.querySelector<HTMLElement>('button')?.focus();
}
