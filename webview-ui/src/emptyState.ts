import type { ViewState } from '../../src/protocol/view.ts';
import type { WayOut } from './intents.ts';
import { LitElement, css, html, nothing } from 'lit';
import { describeFailure } from '../../src/protocol/failure.ts';
import { indexStory, servedWords } from '../../src/protocol/indexStory.ts';
import { primaryButton, secondaryButton } from './controls.ts';
import { EXAMPLE_QUESTIONS } from './exampleQuestions.ts';
import { fireCommand, fireIntent, waysOut } from './intents.ts';
import { plural, t } from './l10n.ts';
import { controlStyles, focusStyles } from './sharedStyles.ts';

export interface EmptyWords {
    readonly title: string;
    readonly text: string;
    readonly ways: readonly WayOut[];
    /** Questions can be asked already, so three are offered. */
    readonly canAsk: boolean;
}

/** What the panel says when there is no conversation, or, above a conversation, why no question can be asked now. */
function emptyWords(state: Pick<ViewState, 'workspace' | 'engine' | 'index'>): EmptyWords {
    if (state.workspace === 'no-folder') {
        const ways: readonly WayOut[] = [{ label: t('Open Folder'), command: 'open-folder' }];
        return {
            title: t('Open a folder to ask about it'),
            text: t('Footnote reads a repository on this machine and answers with the lines that prove it.'),
            ways,
            canAsk: false,
        };
    }
    if (state.workspace === 'restricted') {
        const ways: readonly WayOut[] = [{ label: t('Manage Trust'), command: 'manage-trust' }];
        return {
            title: t('This folder is in restricted mode'),
            text: t('Footnote does not read or index a folder before you trust it.'),
            ways,
            canAsk: false,
        };
    }
    if (state.engine.state === 'stopped') return failureWords(state.engine.failure);
    if (state.engine.state === 'starting')
        return { title: t('Starting…'), text: t('You can type your question already.'), ways: [], canAsk: false };
    const { index } = state;
    switch (index.state) {
        case 'failed': {
            const words = failureWords(index.failure);
            const served = servedWords(index);
            return served === undefined ? words : { ...words, text: `${words.text} ${served}`, canAsk: true };
        }
        case 'empty':
            return {
                title: t('This folder is not indexed'),
                text: t('Indexing happens on this machine and takes a moment.'),
                ways: [{ label: t('Index This Folder'), command: 'index' }],
                canAsk: false,
            };
        case 'scanning':
            return {
                title: t('Looking for files'),
                text: t('You can ask already: answers say how much of the repository they have seen.'),
                ways: [],
                canAsk: true,
            };
        case 'indexing':
            return {
                title: t('Reading the repository'),
                text: plural(
                    index.counts.indexed,
                    '{0} file can be asked about already, the rest is on its way.',
                    '{0} files can be asked about already, the rest is on its way.',
                ),
                ways: [],
                canAsk: true,
            };
        case 'paused': {
            const known = plural(index.counts.indexed, 'Answers know {0} file so far.', 'Answers know {0} files so far.');
            return {
                title: t('Indexing is paused'),
                // One that nobody asked for says why.
                text: index.because === undefined ? known : t('{text0}. {text1}', indexStory(index).sentence, known),
                ways: [{ label: t('Resume'), command: 'resume' }],
                canAsk: true,
            };
        }
        case 'held':
            return {
                title: t('Another window holds the index'),
                text: plural(
                    index.counts.indexed,
                    'It does not answer. {0} file can be asked about as it was; take over to keep the index up to date from this window.',
                    'It does not answer. {0} files can be asked about as they were; take over to keep the index up to date from this window.',
                ),
                ways: [{ label: t('Take Over'), command: 'take-over' }],
                canAsk: true,
            };
        case 'ready':
            return index.counts.indexed === 0
                ? {
                      title: t('Nothing to ask about yet'),
                      text:
                          index.counts.skipped === 0
                              ? t('This folder is empty. Files are read as they come.')
                              : plural(
                                    index.counts.skipped,
                                    '{0} file or folder is left out of the index, and there are no others.',
                                    '{0} files and folders are left out of the index, and there are no others.',
                                ),
                      ways: index.counts.skipped === 0 ? [] : [{ label: t('Show Why'), command: 'show-skipped' }],
                      canAsk: false,
                  }
                : {
                      title: t('Ask about this repo'),
                      text: t('Every claim in an answer carries a footnote that opens the lines behind it.'),
                      ways: [],
                      canAsk: true,
                  };
    }
}

function failureWords(failure: Parameters<typeof describeFailure>[0]): EmptyWords {
    const { title, remedy } = describeFailure(failure);
    return { title, text: remedy, ways: waysOut(failure), canAsk: false };
}

/** The panel before the first question; with `isNotice`, the same words as a strip above the question box. */
export class EmptyState extends LitElement {
    static override properties = { state: { attribute: false }, isNotice: { attribute: false } };
    declare state: ViewState | undefined;
    declare isNotice: boolean;

    constructor() {
        super();
        this.isNotice = false;
    }

    override render(): unknown {
        if (!this.state) return nothing;
        const { title, text, ways, canAsk } = emptyWords(this.state);
        return html`<section class=${this.isNotice ? 'notice' : 'page'} aria-labelledby="title">
            ${this.isNotice ? nothing : footnoteMark}
            <h2 id="title">${title}</h2>
            <p>${text}</p>
            ${
                ways.length === 0
                    ? nothing
                    : html`<div class="ways">
                          ${ways.map((way, position) =>
                              (position === 0 ? primaryButton : secondaryButton)(way.label, {
                                  onClick: () => fireCommand(this, way.command),
                              }),
                          )}
                      </div>`
            }
            ${canAsk && !this.isNotice ? this.examples() : nothing}
        </section>`;
    }

    private examples(): unknown {
        return html`<ul aria-label=${t('Examples')}>
            ${EXAMPLE_QUESTIONS.map(text => html`<li><button lang="en" @click=${() => fireIntent(this, { type: 'ask', text })}>${text}</button></li>`)}
        </ul>`;
    }

    static override styles = [
        focusStyles,
        controlStyles,
        css`
            .page {
                max-width: 420px;
                margin: 0 auto;
                padding: 9vh 0 1em;
            }
            .notice {
                max-width: 860px;
                margin: 0 auto 8px;
                padding: 8px 10px;
                border: 1px solid var(--footnote-line);
                border-left: 2px solid var(--footnote-warning);
                border-radius: 3px;
                box-sizing: border-box;
            }
            svg {
                color: var(--footnote-link);
            }
            h2 {
                margin: 0 0 0.3em;
                font-size: 1.15em;
                font-weight: 600;
            }
            .notice h2 {
                font-size: 1em;
            }
            p {
                margin: 0 0 1em;
                color: var(--footnote-muted);
                overflow-wrap: anywhere;
            }
            .ways {
                display: flex;
                flex-wrap: wrap;
                gap: 6px;
            }
            .ways + ul {
                margin-top: 12px;
            }
            ul {
                margin: 0;
                padding: 0;
                list-style: none;
            }
            li button {
                width: 100%;
                margin-bottom: 6px;
                padding: 6px 10px;
                border: 1px solid var(--footnote-line);
                border-radius: 4px;
                background: none;
                color: inherit;
                font: inherit;
                text-align: left;
                cursor: pointer;
            }
            li button:hover {
                border-color: var(--vscode-focusBorder);
                background: var(--vscode-list-hoverBackground);
            }
        `,
    ];
}

/** The mark of the extension, as in media/footnote.svg. */
const footnoteMark = html`<svg
    width="32"
    height="32"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.6"
    stroke-linecap="round"
    aria-hidden="true"
>
    <path d="M3 10h9M3 15h18M3 20h12" />
    <path d="M16.5 5.2 18.7 3.5V10" stroke-linejoin="round" />
</svg>`;

customElements.define('empty-state', EmptyState);
