import { html, type TemplateResult } from 'lit';
import type { AttachmentKind } from '../../src/protocol/attachment.ts';
import type { ShownOffer } from '../../src/protocol/view.ts';
import { textTable } from '../../src/protocol/l10n.ts';
import { t } from './l10n.ts';

/** The words behind an `@` that the cursor stands in, and where they are in the draft. */
export interface Mention {
    readonly start: number;
    readonly end: number;
    readonly typed: string;
}

/** An `@` at the beginning or behind a blank, up to the cursor; none within an address such as `me@example.com`. */
export function mentionAt(draft: string, caret: number): Mention | undefined {
    const found = /(?:^|[\s([{"'])@(?<typed>[^\s@]*)$/u.exec(draft.slice(0, caret))?.groups;
    const typed = found?.['typed'];
    if (typed === undefined || typed.length > LONGEST) return undefined;
    const rest = /^[^\s@]*/u.exec(draft.slice(caret))?.[0] ?? '';
    return { start: caret - typed.length - 1, end: caret + rest.length, typed };
}

const LONGEST = 200;

/**
 * The draft once something was chosen: its name stands where the `@` stood, so that the sentence stays one; where nothing else is typed
 * yet, the `@` only goes. `caret` is where typing goes on.
 */
export function withoutMention(
    draft: string,
    { start, end }: Mention,
    { kind, name }: Pick<ShownOffer, 'kind' | 'name'>,
): { readonly draft: string; readonly caret: number } {
    const before = draft.slice(0, start);
    const after = draft.slice(end);
    if (before.trim() === '' || /^\s*\/[a-z]+\s*$/i.test(before)) {
        const rest = after.trimStart();
        return { draft: before + rest, caret: before.length };
    }
    const word = kind === 'problems' || kind === 'changes' || kind === 'lines' || kind === 'pasted' ? t(WORDS[kind]) : name;
    const gap = after === '' ? ' ' : '';
    return { draft: before + word + gap + after, caret: before.length + word.length + gap.length };
}

/** What each kind is called within a sentence, and behind its name in the list. */
const WORDS: Readonly<Record<AttachmentKind, string>> = textTable({
    file: 'file',
    folder: 'folder',
    symbol: 'symbol',
    lines: 'selection',
    problems: 'problems',
    changes: 'changes',
    commit: 'commit',
    branch: 'branch',
    pasted: 'text',
});

export interface OfferListOptions {
    readonly offers: readonly ShownOffer[];
    /** Which of them Enter would take. */
    readonly at: number;
    readonly onChoose: (offer: ShownOffer) => void;
    readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** The list above the question box, which keeps the focus, as with commands. */
export function offerList({ offers, at, onChoose, onKeyDown }: OfferListOptions): TemplateResult {
    if (offers.length === 0)
        return html`<p class="commands none">${t('Nothing fits. What is ignored, excluded or secret cannot be attached.')}</p>`;
    return html`<div
        class="commands"
        id="commands"
        role="listbox"
        aria-label=${t('Attach')}
        tabindex="0"
        aria-activedescendant=${`offer-${offers[at]?.id ?? ''}`}
        @keydown=${onKeyDown}
    >
        ${offers.map(
            (offer, nth) =>
                html`<div
                    class="command offer"
                    id=${`offer-${offer.id}`}
                    role="option"
                    aria-selected=${nth === at}
                    @mousedown=${(event: Event) => event.preventDefault()}
                    @click=${() => onChoose(offer)}
                >
                    <b>${offer.name}</b> <span class="where">${offer.detail}</span> <span class="kind">${t(WORDS[offer.kind])}</span>
                </div>`,
        )}
    </div>`;
}
