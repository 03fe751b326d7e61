import type { Answer } from '../../src/protocol/answer.ts';
import type { Turn } from '../../src/protocol/conversation.ts';
import { attachmentNames } from '../../src/protocol/attachment.ts';
import type { Failure } from '../../src/protocol/failure.ts';
import type { CitationOpened } from './citationLink.ts';
import type { CodeWanted } from './codeFigure.ts';
import { LitElement, css, html, nothing } from 'lit';
import { isBusy } from '../../src/protocol/conversation.ts';
import { costLabel, costLines } from '../../src/protocol/cost.ts';
import { skippedLabel } from '../../src/protocol/skippedWords.ts';
import { describeFailure } from '../../src/protocol/failure.ts';
import { traceLine } from '../../src/protocol/trace.ts';
import { visibleText } from '../../src/protocol/visibleText.ts';
import { redactedLabel } from '../../src/protocol/payload.ts';
import { primaryButton, progressRing, secondaryButton } from './controls.ts';
import { fireCommand, fireIntent, waysOut } from './intents.ts';
import { plural, retold, t } from './l10n.ts';
import { answererLabel, durationLabel } from './labels.ts';
import { controlStyles, focusStyles } from './sharedStyles.ts';
import { continueWay, followUpList, turnActions, turnActionsStyles } from './turnActions.ts';
import './answerText.ts';
import './sourceList.ts';

/** One question with what became of it, from the search to the last source. */
export class TurnView extends LitElement {
    static override properties = { turn: { attribute: false }, isLast: { attribute: false }, pointed: { state: true } };
    declare turn: Turn | undefined;
    /** Nothing was asked after it. */
    declare isLast: boolean;
    /** The source to light up while its footnote is under the pointer. */
    declare private pointed: number | undefined;

    override render(): unknown {
        const { turn } = this;
        if (!turn) return nothing;
        const attached = turn.attachments ? html` <small>${attachmentNames(turn.attachments)}</small>` : nothing;
        return html`<article
            tabindex="-1"
            aria-labelledby="question"
            aria-busy=${isBusy(turn)}
            @citation-opened=${(event: CustomEvent<CitationOpened>) => {
                fireIntent(this, { type: 'open-citation', turnId: turn.id, mark: event.detail.mark });
            }}
            @code-wanted=${(event: CustomEvent<CodeWanted>) => fireIntent(this, { type: 'use-code', turnId: turn.id, ...event.detail })}
            @source-pointed=${(event: CustomEvent<number | undefined>) => {
                this.pointed = event.detail;
            }}
        >
            <h2 id="question" dir="auto">${turn.question}${attached}</h2>
            ${steps(turn)}${this.working(turn)}
            <answer-text .turn=${turn}></answer-text>
            ${this.ending(turn)}
            <source-list .turn=${turn} .pointed=${this.pointed}></source-list>
            ${isBusy(turn) ? nothing : html`${this.account(turn)}${turnActions(turn, this)}${this.isLast ? followUpList(turn, this) : nothing}`}
        </article>`;
    }

    private working(turn: Turn): unknown {
        const { state } = turn.progress;
        if (turn.text !== '' && (state === 'queued' || state === 'searching'))
            return html`<p class="working">${progressRing()} ${t('Going on with the answer…')}</p>`;
        if (turn.progress.state === 'queued') return html`<p class="working">${progressRing()} ${t('Waiting for the engine…')}</p>`;
        if (turn.progress.state === 'searching') return html`<p class="working">${progressRing()} ${t('Searching the repository…')}</p>`;
        if (turn.progress.state !== 'answering' || turn.text !== '') return nothing;
        const { searchedMs } = turn;
        const found = turn.evidence.length;
        const told =
            searchedMs === undefined
                ? plural(found, 'Found {0} passage, writing…', 'Found {0} passages, writing…')
                : plural(found, 'Found {0} passage in {1}, writing…', 'Found {0} passages in {1}, writing…', durationLabel(searchedMs));
        return html`<p class="working">${progressRing()} ${told}</p>`;
    }

    private ending(turn: Turn): unknown {
        switch (turn.progress.state) {
            case 'queued':
            case 'searching':
            case 'answering':
                return nothing;
            case 'finished':
                return html`${turn.progress.answer.notice ? html`<p class="notice">${retold(turn.progress.answer.notice)}</p>` : nothing}${continueWay(turn, this)}`;
            case 'stopped':
                return html`<p class="notice">${t('Stopped.')}</p>
                    ${continueWay(turn, this)}`;
            case 'failed':
                return html`${this.failed(turn.progress.failure)}${continueWay(turn, this)}`;
        }
    }

    private failed(failure: Failure): unknown {
        const { title, remedy } = describeFailure(failure);
        return html`<div class="failed">
            <p><strong>${title}.</strong> ${remedy} <code>${failure.kind}</code></p>
            <div class="ways">
                ${waysOut(failure).map((way, position) =>
                    (position === 0 ? primaryButton : secondaryButton)(way.label, { onClick: () => fireCommand(this, way.command) }),
                )}
            </div>
        </div>`;
    }

    /** What the answer could know and who gave it. */
    private account(turn: Turn): unknown {
        const { coverage } = turn;
        const answer = turn.progress.state === 'finished' ? turn.progress.answer : undefined;
        if (!coverage && !answer) return nothing;
        return html`<p class="account">
            ${
                coverage
                    ? html`<span
                          >${plural(coverage.totalFiles, 'searched {1} of {0} file', 'searched {1} of {0} files', coverage.searchedFiles)}${
                              coverage.skippedFiles > 0
                                  ? html` ·
                                        <button class="link" @click=${() => fireCommand(this, 'show-skipped')}>
                                            ${skippedLabel(coverage)}
                                        </button>`
                                  : nothing
                          }</span
                      >`
                    : nothing
            }
            ${coverage?.isPartial ? html`<span class="partial">${t('the index was not up to date, more may be found later')}</span>` : nothing}
            ${coverage && !coverage.hasMeaning ? html`<span class="partial">${t('by words only, without meaning')}</span>` : nothing}
            ${answer ? html`<span>${answeredBy(answer)}</span>` : nothing}
            ${answer?.redacted ? html`<span>${redactedLabel(answer.redacted)}</span>` : nothing}
            ${answer?.cost ? html`<span title=${costLines(answer.cost).join('\n')}>${costLabel(answer.cost)}</span>` : nothing}
            ${
                answer?.payloadId === undefined
                    ? nothing
                    : html`<button class="link" @click=${() => fireIntent(this, { type: 'show-payload', turnId: turn.id })}>
                          ${t('show what was sent')}
                      </button>`
            }
        </p>`;
    }

    static override styles = [
        focusStyles,
        controlStyles,
        turnActionsStyles,
        css`
            :host {
                display: block;
            }
            article {
                max-width: 860px;
                margin: 0 auto;
                padding: 1em 0 0.9em;
            }
            h2 {
                margin: 0 0 0.6em;
                font-size: 1em;
                font-weight: 600;
                line-height: 1.4;
                overflow-wrap: anywhere;
                white-space: pre-wrap;
            }
            h2 small {
                color: var(--footnote-muted);
                font-size: 0.85em;
                font-weight: 400;
            }
            p {
                margin: 0 0 0.6em;
            }
            .steps {
                margin: 0 0 0.6em;
                color: var(--footnote-muted);
                font-size: 0.85em;
                overflow-wrap: anywhere;
            }
            .working {
                display: flex;
                align-items: center;
                gap: 8px;
                color: var(--footnote-muted);
                overflow-wrap: anywhere;
            }
            .notice {
                padding-left: 8px;
                border-left: 2px solid var(--footnote-warning);
                color: var(--footnote-muted);
            }
            .failed {
                padding: 8px 10px;
                border: 1px solid var(--footnote-line);
                border-left: 2px solid var(--footnote-bad);
                border-radius: 3px;
                overflow-wrap: anywhere;
            }
            .failed code {
                color: var(--footnote-muted);
                font-size: 0.85em;
                white-space: nowrap;
            }
            .account {
                display: flex;
                flex-wrap: wrap;
                gap: 1px 12px;
                margin: 0.7em 0 0;
                color: var(--footnote-muted);
                font-size: 0.85em;
            }
            .partial {
                color: var(--footnote-warning);
            }
            .link {
                padding: 0;
                border: 0;
                background: none;
                color: var(--footnote-link);
                font: inherit;
                cursor: pointer;
            }
            .link:hover {
                text-decoration: underline;
            }
        `,
    ];
}

/** What a model asked to see before it answered: folded away, and there for whoever wants to know. */
function steps({ trace = [] }: Turn): unknown {
    if (trace.length === 0) return nothing;
    return html`<details class="steps">
        <summary>${plural(trace.length, 'The model asked for {0} further look', 'The model asked for {0} further looks')}</summary>
        <ol>
            ${trace.map(step => html`<li>${visibleText(traceLine(step))}</li>`)}
        </ol>
    </details>`;
}

function answeredBy(answer: Answer): string {
    return t('answered by {0} in {1}', answererLabel(answer.answeredBy), durationLabel(answer.tookMs));
}

customElements.define('turn-view', TurnView);
