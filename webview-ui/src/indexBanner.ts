import type { ViewState } from '../../src/protocol/view.ts';
import { LitElement, css, html, nothing } from 'lit';
import { describeFailure } from '../../src/protocol/failure.ts';
import { indexStory, progressWords, shareWords } from '../../src/protocol/indexStory.ts';
import { plural, t } from './l10n.ts';
import { filesLabel } from './labels.ts';

type IndexPart = Pick<ViewState, 'workspace' | 'engine' | 'index'>;

export interface BannerWords {
    readonly tone: 'good' | 'working' | 'waiting' | 'bad';
    readonly text: string;
    /** Left out where there is no room. */
    readonly more?: string;
    /** Stands for `more` where there is less room. */
    readonly short?: string;
    /** What the status bar says when it is pointed at; for who points here. */
    readonly whole?: string;
    readonly progress?: { readonly done: number; readonly total: number };
}

/** The state of the index in a few words, the worst news first. */
function bannerWords(state: IndexPart): BannerWords {
    if (state.workspace === 'no-folder') return { tone: 'waiting', text: t('No folder') };
    if (state.workspace === 'restricted') return { tone: 'waiting', text: t('Restricted') };
    if (state.engine.state === 'stopped') return { tone: 'bad', text: describeFailure(state.engine.failure).title };
    if (state.engine.state === 'starting') return { tone: 'working', text: t('Starting…') };
    const { index } = state;
    const { tone, title, sentence } = indexStory(index);
    switch (index.state) {
        case 'indexing':
        case 'paused':
            return { tone, text: title, more: progressWords(index), short: shareWords(index), whole: sentence, progress: index };
        case 'ready':
            if (index.counts.total === 0) return { tone, text: title, whole: sentence };
            return {
                tone,
                text: filesLabel(index.counts.indexed),
                more: readyWords(index),
                whole: sentence,
            };
        case 'empty':
        case 'scanning':
        case 'held':
        case 'failed':
            return { tone, text: title, whole: sentence };
    }
}

/** What is not as it could be comes before that all is well. */
function readyWords({ hasMeaning, missing = [] }: Extract<ViewState['index'], { readonly state: 'ready' }>): string {
    if (missing.length > 0) return plural(missing.length, '· {0} folder is missing', '· {0} folders are missing');
    return hasMeaning ? t('indexed') : t('by words only');
}

/** The line at the top: whether answers can be trusted to have seen everything. */
export class IndexBanner extends LitElement {
    static override properties = { state: { attribute: false } };
    declare state: IndexPart | undefined;

    override render(): unknown {
        if (!this.state) return nothing;
        const { tone, text, more, short, whole, progress } = bannerWords(this.state);
        return html`<span class="dot ${tone}"></span>
            <span class="text" title=${whole ?? text}
                >${html`<span class="main">${text}</span>`}${more ? html` <span class="more">${more}</span>` : nothing}${short ? html` <span class="short">${short}</span>` : nothing}</span
            >
            ${
                progress
                    ? html`<progress aria-label=${t('Indexing')} value=${progress.done} max=${Math.max(progress.total, 1)}></progress>`
                    : nothing
            }`;
    }

    static override styles = css`
        :host {
            display: flex;
            flex: 1;
            container-type: inline-size;
            gap: 8px;
            align-items: center;
            min-width: 0;
            color: var(--footnote-muted);
            font-size: 0.85em;
            white-space: nowrap;
        }
        .text {
            overflow: hidden;
            text-overflow: ellipsis;
            font-variant-numeric: tabular-nums;
        }
        /* What is wrong, or not as it could be, is said to the end. */
        .bad + .text,
        .waiting + .text:not(:has(+ progress)) {
            white-space: normal;
        }
        .dot {
            flex: none;
            box-sizing: border-box;
            width: 7px;
            height: 7px;
            border: 1px solid var(--footnote-muted);
            border-radius: 50%;
        }
        .good {
            border-color: var(--footnote-good);
            background: var(--footnote-good);
        }
        .working {
            border-color: var(--footnote-link);
            background: var(--footnote-link);
        }
        .bad {
            border-color: var(--footnote-bad);
            background: var(--footnote-bad);
        }
        .short {
            display: none;
        }
        @container (max-width: 32em) {
            .text:has(.short) .more {
                display: none;
            }
            .short {
                display: inline;
            }
        }
        /* The time that is left says more than that work is under way, which the dot says as well. */
        @container (max-width: 21em) {
            .working + .text:has(+ progress) .main {
                display: none;
            }
        }
        @container (max-width: 13.6em) {
            .good + .text .more,
            .text:has(+ progress) .main {
                display: none;
            }
        }
        progress {
            position: absolute;
            inset: auto 0 -1px 0;
            width: 100%;
            height: 2px;
            border: 0;
            background: transparent;
            appearance: none;
        }
        progress::-webkit-progress-bar {
            background: transparent;
        }
        progress::-webkit-progress-value {
            background: var(--vscode-progressBar-background);
            transition: width 200ms;
        }
        @media (prefers-reduced-motion: reduce) {
            progress::-webkit-progress-value {
                transition: none;
            }
        }
        @media (forced-colors: active) {
            .dot {
                border-color: CanvasText;
                forced-color-adjust: none;
            }
        }
    `;
}
customElements.define('index-banner', IndexBanner);
