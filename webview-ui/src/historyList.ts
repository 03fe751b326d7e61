import type { ConversationsElsewhere, EarlierConversation, FoundConversation, FoundElsewhere, ViewState } from '../../src/protocol/view.ts';
import { LitElement, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { checkBox, checkBoxWith, quietButton, searchField } from './controls.ts';
import { historyListStyles } from './historyListStyles.ts';
import { closeIcon, pinIcon, pinnedIcon, renameIcon } from './icons.ts';
import { fireIntent } from './intents.ts';
import { plural, t } from './l10n.ts';
import { controlStyles, focusStyles } from './sharedStyles.ts';

/** What the host has found for the words of a search. */
export interface FoundInHistory {
    readonly query: string;
    readonly found: readonly FoundConversation[];
    readonly of: number;
    /** Undefined until other folders were looked through. */
    readonly elsewhere?: readonly FoundElsewhere[];
}

/**
 * Earlier conversations, pinned ones first: search in all that was said, open one, pin, rename or delete it, or mark several and delete
 * them. Takes the place of the conversation while it is shown.
 */
export class HistoryList extends LitElement {
    static override properties = {
        conversations: { attribute: false },
        found: { attribute: false },
        elsewhere: { attribute: false },
        isElsewhere: { state: true },
        query: { state: true },
        marked: { state: true },
    };
    declare conversations: ViewState['history'];
    declare found: FoundInHistory | undefined;
    /** Conversations about other folders; undefined until they were asked for. */
    declare elsewhere: readonly ConversationsElsewhere[] | undefined;
    declare private isElsewhere: boolean;
    declare private query: string;
    declare private marked: ReadonlySet<string>;

    constructor() {
        super();
        this.conversations = [];
        this.query = '';
        this.isElsewhere = false;
        this.marked = new Set();
    }

    override firstUpdated(): void {
        this.renderRoot.querySelector<HTMLElement>('h2')?.focus();
    }

    override render(): unknown {
        return html`<section aria-labelledby="title" @keydown=${(event: KeyboardEvent) => this.handleKey(event)}>
            <header>
                <h2 id="title" tabindex="-1">${t('Earlier conversations')}</h2>
                ${quietButton(t('Back'), { name: t('Back to the conversation'), onClick: () => this.close() })}
            </header>
            ${checkBoxWith(t('Those of other folders'), this.isElsewhere, () => this.toggleElsewhere())}
            ${this.isElsewhere ? this.otherFolders() : this.own()}
        </section>`;
    }

    private own(): unknown {
        const none = html`<p>${t('None yet. A conversation comes here when you start a new one.')}</p>`;
        return html`${this.conversations.length === 0 && this.query === '' ? none : nothing}${searchField({ name: t('Search conversations'), value: this.query, onInput: text => this.search(text) })}
            ${this.told()}
            <ul>
                ${repeat(
                    this.shown(),
                    ({ id }) => id,
                    conversation => this.row(conversation),
                )}
            </ul>
            ${this.foundElsewhere()}`;
    }

    /** What other folders have of the words, behind what this one has. */
    private foundElsewhere(): unknown {
        const { found, query } = this;
        if (query.trim() === '' || found?.query !== query) return nothing;
        return (found.elsewhere ?? []).map(({ key, name, found: conversations, of }) =>
            this.folder({ key, name }, conversations, of > conversations.length ? foundWords(of, conversations.length) : ''),
        );
    }

    /** To be read; they go on in a window of their folder. */
    private otherFolders(): unknown {
        const { elsewhere } = this;
        if (!elsewhere) return nothing;
        if (elsewhere.length === 0)
            return html`<p>${t('There are none, or their windows were not open since Footnote keeps note of them.')}</p>`;
        return elsewhere.map(({ conversations, ...folder }) => this.folder(folder, conversations, ''));
    }

    private folder(
        { key, name }: Pick<ConversationsElsewhere, 'key' | 'name'>,
        conversations: readonly (EarlierConversation & { readonly context?: FoundConversation['context'] })[],
        told: string,
    ): unknown {
        return html`<section aria-label=${name}>
            <header>
                <h3>${name}</h3>
                ${quietButton(t('Open folder'), {
                    name: t('Open folder {0} in a new window', name),
                    onClick: () => fireIntent(this, { type: 'open-folder-of', key }),
                })}
            </header>
            ${told === '' ? nothing : html`<p class="told">${told}</p>`}
            <ul>
                ${conversations.map(
                    conversation =>
                        html`<li>
                            <button
                                class="open"
                                title=${t('Read {0}', conversation.title)}
                                @click=${() => fireIntent(this, { type: 'read-elsewhere', key, conversationId: conversation.id })}
                            >
                                ${namedConversation(conversation)}
                            </button>
                        </li>`,
                )}
            </ul>
        </section>`;
    }

    private toggleElsewhere(): void {
        this.isElsewhere = !this.isElsewhere;
        if (this.isElsewhere) fireIntent(this, { type: 'list-elsewhere' });
    }

    /** All of them, or those that were found; the host may have been told of a deletion since. */
    private shown(): readonly (EarlierConversation & { readonly context?: FoundConversation['context'] })[] {
        if (this.query.trim() === '') return this.conversations;
        const context = new Map(this.found?.found.map(one => [one.id, one.context]));
        return this.conversations.flatMap(one => (context.has(one.id) ? [{ ...one, context: context.get(one.id) ?? [] }] : []));
    }

    private told(): unknown {
        const { found, query } = this;
        const marked = this.conversations.filter(({ id }) => this.marked.has(id)).map(({ id }) => id);
        const count = found?.query === query && query.trim() !== '' ? found.of : undefined;
        return html`<p class="told">
            <span role="status">${count === undefined ? nothing : foundWords(count, found?.found.length ?? count)}</span>
            ${
                marked.length === 0
                    ? nothing
                    : html`${quietButton(t('Delete {0} selected', marked.length), {
                          id: 'delete-marked',
                          name: plural(marked.length, 'Delete {0} selected conversation', 'Delete {0} selected conversations'),
                          onClick: () => fireIntent(this, { type: 'delete-conversations', conversationIds: marked }),
                      })}
                      ${quietButton(t('Select none'), { name: t('Select none'), onClick: () => (this.marked = new Set()) })}`
            }
        </p>`;
    }

    private row(conversation: EarlierConversation & { readonly context?: FoundConversation['context'] }): unknown {
        const { id, title, isPinned = false } = conversation;
        return html`<li>
            ${checkBox(t('Select conversation: {0}', title), this.marked.has(id), () => this.mark(id))}
            <button
                class="open"
                title=${title}
                @click=${() => {
                    fireIntent(this, { type: 'open-conversation', conversationId: id });
                    this.close();
                }}
            >
                ${namedConversation(conversation)}
            </button>
            ${quietButton(isPinned ? pinnedIcon : pinIcon, {
                name: isPinned ? t('Unpin conversation: {0}', title) : t('Pin conversation: {0}', title),
                title: isPinned ? t('Unpin') : t('Pin'),
                onClick: () => fireIntent(this, { type: isPinned ? 'unpin-conversation' : 'pin-conversation', conversationId: id }),
            })}
            ${quietButton(renameIcon, {
                name: t('Rename conversation: {0}', title),
                title: t('Rename'),
                onClick: () => fireIntent(this, { type: 'rename-conversation', conversationId: id }),
            })}
            ${quietButton(closeIcon, {
                name: t('Delete conversation: {0}', title),
                title: t('Delete'),
                onClick: () => fireIntent(this, { type: 'delete-conversation', conversationId: id }),
            })}
        </li>`;
    }

    private search(text: string): void {
        this.query = text;
        fireIntent(this, { type: 'search-conversations', text });
    }

    private mark(id: string): void {
        const marked = new Set(this.marked);
        if (!marked.delete(id)) marked.add(id);
        this.marked = marked;
    }

    /** Escape empties the search first, then goes back. */
    private handleKey(event: KeyboardEvent): void {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        if (this.query === '') this.close();
        else this.search('');
    }

    private close(): void {
        this.dispatchEvent(new CustomEvent('history-toggled', { bubbles: true, composed: true }));
    }

    static override styles = [focusStyles, controlStyles, historyListStyles];
}

/** Its name, how many questions it has, and where the words stand that were searched for. */
function namedConversation({
    title,
    turns,
    context = [],
}: EarlierConversation & { readonly context?: FoundConversation['context'] }): unknown {
    return html`<span class="name"
            ><span class="title">${title}</span
            ><span class="turns">${turns > 1 ? plural(turns, '{0} question', '{0} questions') : nothing}</span></span
        >
        ${
            context.length === 0
                ? nothing
                : html`<span class="context">${context.map(({ text, isMatch }) => (isMatch ? html`<mark>${text}</mark>` : text))}</span>`
        }`;
}

function foundWords(count: number, shown: number): string {
    return shown < count
        ? t('{0} conversations found, the first {1} are shown', count, shown)
        : plural(count, '{0} conversation found', '{0} conversations found');
}

customElements.define('history-list', HistoryList);
