import { css, html, nothing, type TemplateResult } from 'lit';
import { isBusy, keptLength, type Turn } from '../../src/protocol/conversation.ts';
import { quietButton, secondaryButton, toolButton } from './controls.ts';
import { fireIntent } from './intents.ts';
import { backIcon, forwardIcon } from './icons.ts';
import { retold, t } from './l10n.ts';

/** What can be done with an answer when it has ended: `at` is the element that says so. */
export function turnActions(turn: Turn, at: Element): TemplateResult {
    const { id: turnId, question } = turn;
    return html`<div class="actions">
        ${versionSwitch(turn, at)}
        ${
            turn.text === ''
                ? nothing
                : quietButton(t('Copy'), {
                      name: t('Copy answer: {0}', question),
                      onClick: () => fireIntent(at, { type: 'copy-answer', turnId }),
                  })
        }
        ${quietButton(t('Edit'), {
            name: t('Edit question: {0}', question),
            title: t('Ask in other words; what came after stays in this conversation'),
            onClick: () => at.dispatchEvent(new CustomEvent<Turn>('edit-wanted', { detail: turn, bubbles: true, composed: true })),
        })}
        ${quietButton(t('Fork'), {
            name: t('Fork from this answer: {0}', question),
            title: t('Go on from here in a new conversation'),
            onClick: () => fireIntent(at, { type: 'fork', turnId }),
        })}
        ${quietButton(t('Ask again'), {
            name: t('Ask again: {0}', question),
            title: t('Ask again; this answer is kept beside the new one'),
            onClick: () => fireIntent(at, { type: 'retry', turnId }),
        })}
        ${quietButton(t('Ask another'), {
            name: t('Ask another model: {0}', question),
            title: t('Ask another model; this answer is kept beside the new one'),
            onClick: () => fireIntent(at, { type: 'retry-with-model', turnId }),
        })}
    </div>`;
}

/** The way on from an answer that ended early; nothing for any other. */
export function continueWay(turn: Turn, at: Element): unknown {
    if (keptLength(turn) === undefined) return nothing;
    return html`<div class="ways">
        ${secondaryButton(t('Continue'), { onClick: () => fireIntent(at, { type: 'continue', turnId: turn.id }) })}
    </div>`;
}

/** Questions that go on from here, under the last answer. */
export function followUpList(turn: Turn, at: Element): unknown {
    const questions = turn.progress.state === 'finished' ? (turn.progress.answer.followUps ?? []) : [];
    if (questions.length === 0) return nothing;
    return html`<ul class="follow-ups" aria-label=${t('Questions that go on from here')}>
        ${questions.map(text => {
            // Asked as the engine has made it, which is what it understands best.
            return html`<li><button @click=${() => fireIntent(at, { type: 'ask', text })}>${retold(text)}</button></li>`;
        })}
    </ul>`;
}

function versionSwitch(turn: Turn, at: Element): unknown {
    if (!turn.versions || isBusy(turn)) return nothing;
    const { shown, of } = turn.versions;
    const show = (version: number): void => {
        if (version >= 1 && version <= of) fireIntent(at, { type: 'show-version', turnId: turn.id, version });
    };
    return html`<span class="versions" role="group" aria-label=${t('Answers to this question')}>
        ${toolButton(backIcon, t('Previous answer'), () => show(shown - 1), { isDisabled: shown === 1 })}
        <span aria-label=${t('Answer {0} of {1}', String(shown), String(of))} role="note">${`${shown}/${of}`}</span>
        ${toolButton(forwardIcon, t('Next answer'), () => show(shown + 1), { isDisabled: shown === of })}
    </span>`;
}

export const turnActionsStyles = css`
    .actions {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px 4px;
        margin: 0.4em 0 0 -5px;
    }
    .versions {
        display: inline-flex;
        align-items: center;
        color: var(--footnote-muted);
        font-size: 0.85em;
        font-variant-numeric: tabular-nums;
    }
    .ways {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        margin-bottom: 0.6em;
    }
    .follow-ups {
        margin: 0.7em 0 0;
        padding: 0;
        list-style: none;
    }
    .follow-ups button {
        display: block;
        width: 100%;
        margin-bottom: 4px;
        padding: 4px 10px;
        border: 1px solid var(--footnote-line);
        border-radius: 4px;
        background: none;
        color: var(--footnote-link);
        font: inherit;
        text-align: start;
        overflow-wrap: anywhere;
        cursor: pointer;
    }
    .follow-ups button:hover {
        border-color: var(--vscode-focusBorder);
        background: var(--vscode-list-hoverBackground);
    }
`;
