import type { Citation, CitationState, Evidence } from '../../src/protocol/answer.ts';
import type { TextRange } from '../../src/protocol/text.ts';
import type { Turn } from '../../src/protocol/conversation.ts';
import { LitElement, html, nothing } from 'lit';
import { attachedTextName } from '../../src/protocol/attachment.ts';
import { baseName, folderName, placeLabel, rangeLabel } from '../../src/protocol/text.ts';
import { visibleName, visibleText } from '../../src/protocol/visibleText.ts';
import { codeStyles } from './codeStyles.ts';
import { quietButton } from './controls.ts';
import { highlightLines } from './highlightCode.ts';
import { chevronIcon, linkIcon } from './icons.ts';
import { fireIntent } from './intents.ts';
import { listText, plural, retold, t } from './l10n.ts';
import { linesLabel, signalWord, sourceState, sourcesLabel, spokenLines, stateNote, whyLabel } from './labels.ts';
import { writtenLines } from '../../src/protocol/citedLines.ts';
import { chipStyles, controlStyles, focusStyles } from './sharedStyles.ts';
import { sourceListStyles } from './sourceListStyles.ts';

/** What an answer stands on: each source with its lines, whether they still hold, why it was found, and a look at it. */
export class SourceList extends LitElement {
    static override properties = { turn: { attribute: false }, pointed: { attribute: false }, unfolded: { state: true } };
    declare turn: Turn | undefined;
    /** The source whose footnote is under the pointer or the cursor. */
    declare pointed: number | undefined;
    /** Numbers of the sources whose first lines are shown. */
    declare private unfolded: ReadonlySet<number>;

    constructor() {
        super();
        this.unfolded = new Set();
    }

    static override styles = [focusStyles, chipStyles, controlStyles, codeStyles, sourceListStyles];

    override render(): unknown {
        const { turn } = this;
        if (!turn || turn.evidence.length === 0) return nothing;
        return html`<details open>
            <summary>${sourcesLabel(turn.evidence.length)}</summary>
            <ol @keydown=${(event: KeyboardEvent) => this.moveWithArrows(event)}>
                ${turn.evidence.map(evidence => this.row(turn, evidence))}
            </ol>
        </details>`;
    }

    private row(turn: Turn, evidence: Evidence): unknown {
        const { number, passage } = evidence;
        const state = sourceState(number, turn.citations);
        const lines = linesNow(evidence, turn.citations);
        const isUnfolded = this.unfolded.has(number);
        const path = visibleName(passage.path);
        const name = listText([baseName(path), spokenLines(lines.now)]);
        return html`<li class=${this.pointed === number ? 'pointed' : ''}>
            <button class="source" title=${placeLabel({ path: passage.path, range: lines.now })} @click=${() => this.open(turn, number)}>
                <span class="chip ${state ?? 'uncited'}" aria-hidden="true">${number}</span>
                <span class="spoken"
                    >${t('Source {0}: {1}', String(number), listText([name, ...(state ? [stateNote(state) || t('verified')] : [])]))}</span
                >
                <span class="path" aria-hidden="true"
                    ><b>${baseName(path)}</b> <span class="where">${folderName(path)}</span
                    ><span class="lines"
                        >·
                        ${lines.before ? html`<span class="before">${linesLabel(lines.before)} → </span>` : nothing}${linesLabel(lines.now)}</span
                    ></span
                >
                ${stateWord(state)}
            </button>
            <span class="tools">
                ${
                    // A text that was attached stands in no commit.
                    attachedTextName(passage.path) === undefined
                        ? quietButton(linkIcon, {
                              name: t('Copy permalink to {0}', name),
                              title: t('Copy permalink'),
                              onClick: () => this.copyLink(turn, number),
                          })
                        : nothing
                }
                ${quietButton(chevronIcon(isUnfolded), {
                    name: t('Preview of {0}', name),
                    title: isUnfolded ? t('Hide lines') : t('Show lines'),
                    isExpanded: isUnfolded,
                    onClick: () => this.toggle(number),
                })}
            </span>
            <span class="why"
                >${state && state !== 'verified' ? html`${stateWord(state)}<span class="state"> · </span>` : nothing}${whyLabel(evidence)}</span
            >
            ${isUnfolded ? [contributions(evidence), preview(evidence)] : nothing}
        </li>`;
    }

    private open(turn: Turn, number: number): void {
        fireIntent(this, { type: 'open-source', turnId: turn.id, number });
    }

    private copyLink(turn: Turn, number: number): void {
        fireIntent(this, { type: 'copy-permalink', turnId: turn.id, number });
    }

    private toggle(number: number): void {
        const unfolded = new Set(this.unfolded);
        if (!unfolded.delete(number)) unfolded.add(number);
        this.unfolded = unfolded;
    }

    /** Up and Down go from source to source, so that a list of ten is not thirty presses of Tab. */
    private moveWithArrows(event: KeyboardEvent): void {
        const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
        const target = event.target;
        if (step === 0 || !(target instanceof Element) || !target.classList.contains('source')) return;
        const rows = [...this.renderRoot.querySelectorAll<HTMLElement>('.source')];
        rows[rows.findIndex(row => row === target) + step]?.focus();
        event.preventDefault();
    }
}

/** The lines of a source as they are now and, after a move, as they were. */
function linesNow(evidence: Evidence, citations: readonly Citation[]): { readonly now: TextRange; readonly before?: TextRange } {
    const isMoved = ({ number, state, path }: Citation): boolean =>
        number === evidence.number && state === 'moved' && path === evidence.passage.path;
    const moved = citations.find(isMoved);
    if (!moved) return { now: evidence.passage.range };
    const before = writtenLines(moved, evidence);
    return rangeLabel(before) === rangeLabel(moved.range) ? { now: moved.range } : { now: moved.range, before };
}

function stateWord(state: CitationState | undefined): unknown {
    if (!state) return nothing;
    const words = { verified: t('verified'), moved: t('moved'), stale: t('changed'), unsupported: t('not shown there') };
    return html`<span class="state ${state}" aria-hidden="true">${words[state]}</span>`;
}

/** What each signal gave the passage, for whoever asks why it stands where it does; nothing where it was not found by searching. */
function contributions({ passage }: Evidence): unknown {
    const told = passage.origins.filter(({ contribution }) => contribution !== 0).sort((a, b) => b.contribution - a.contribution);
    if (told.length === 0) return nothing;
    return html`<table class="contributions" aria-label=${t('What was found in {0}, by signal', baseName(passage.path))}>
        ${told.map(
            ({ signal, contribution, detail }) =>
                html`<tr>
                    <th scope="row">${signalWord(signal)}</th>
                    <td>${`${contribution > 0 ? '+' : '−'}${Math.abs(contribution).toFixed(2)}`}</td>
                    <td>${visibleText(retold(detail ?? ''))}</td>
                </tr>`,
        )}
    </table>`;
}

const PREVIEW_LINES = 12;

function preview(evidence: Evidence): unknown {
    const { path, range, language, text } = evidence.passage;
    const lines = highlightLines(text, language);
    const rest = lines.length - PREVIEW_LINES;
    return html`<div class="preview">
        <pre tabindex="0" role="group" aria-label=${t('First lines of {0}', baseName(path))} class="numbered">
${lines
                .slice(0, PREVIEW_LINES)
                .map(
                    (spans, position) =>
                        html`<span class="line" data-line=${range.startLine + position}
                            >${spans.map(span => html`<span class=${span.tone}>${visibleText(span.text)}</span>`)}${'\n'}</span
                        >`,
                )}</pre>
        ${rest > 0 ? html`<div class="rest">${plural(rest, 'and {0} line more', 'and {0} lines more')}</div>` : nothing}
    </div>`;
}

customElements.define('source-list', SourceList);
