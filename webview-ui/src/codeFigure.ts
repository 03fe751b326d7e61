import type { Citation } from '../../src/protocol/answer.ts';
import type { CodeUse } from '../../src/protocol/view.ts';
import type { CitationOpened } from './citationLink.ts';
import type { CodeSpan } from './highlightCode.ts';
import type { Quote } from './quotedCode.ts';
import { LitElement, css, html, nothing } from 'lit';
import { baseName, containsLine, folderName } from '../../src/protocol/text.ts';
import { visibleText } from '../../src/protocol/visibleText.ts';
import { codeStyles } from './codeStyles.ts';
import { toolButton } from './controls.ts';
import { applyIcon, copyIcon, insertIcon, newFileIcon, openIcon } from './icons.ts';
import { highlightLines, partsOfCode } from './highlightCode.ts';
import { DrawingPace, keptDrawing } from './keptDrawing.ts';
import { fireIntent } from './intents.ts';
import { listText, t } from './l10n.ts';
import { linesLabel, spokenLines, stateNote } from './labels.ts';
import { chipStyles, controlStyles, focusStyles } from './sharedStyles.ts';

/** What belongs into no file as it stands: what a commit changed and what its message says, and what a program printed. */
const NO_CODE: ReadonlySet<string> = new Set(['diff', 'patch', 'git-commit', 'text', 'log', 'console', 'output']);

/** What somebody wants to do with a block of code; which one, by its place in the answer. */
export interface CodeWanted {
    readonly code: number;
    readonly use: CodeUse;
}

/**
 * Code in an answer. With a citation it is a figure of lines of a file: named, numbered, and one click from the editor.
 * Without one it is code that somebody wrote down, and looks like no more than that.
 */
export class CodeFigure extends LitElement {
    static override properties = {
        code: { attribute: false },
        language: { attribute: false },
        quote: { attribute: false },
        number: { attribute: false },
        pointedAt: { attribute: false },
    };
    declare code: string;
    declare language: string;
    declare quote: Quote | undefined;
    /** Which block of code of its answer it is, from 0. */
    declare number: number;
    /** Citations of lines in here; those lines are marked. */
    declare pointedAt: readonly Citation[];
    private pace = new DrawingPace();

    constructor() {
        super();
        this.code = '';
        this.language = '';
        this.number = 0;
        this.pointedAt = [];
    }

    static override styles = [
        focusStyles,
        chipStyles,
        controlStyles,
        codeStyles,
        css`
            :host {
                display: block;
                margin: 0.6em 0;
                direction: ltr;
            }
            figure {
                margin: 0;
                border: 1px solid var(--footnote-line);
                border-radius: 4px;
                background: var(--vscode-editor-background);
                overflow: hidden;
            }
            figcaption {
                display: flex;
                flex-wrap: wrap;
                align-items: center;
                gap: 0 4px;
                padding: 1px 3px 1px 6px;
                border-bottom: 1px solid var(--footnote-line);
                color: var(--footnote-muted);
                font-size: 0.85em;
                white-space: nowrap;
            }
            figcaption .chip {
                flex: none;
                font-size: 0.9em;
                cursor: default;
            }
            .tools {
                display: flex;
                flex: none;
                gap: 2px;
            }
            .place {
                flex: 1 1 0;
                min-width: 0;
                overflow: hidden;
                text-overflow: ellipsis;
            }
            .place b {
                color: var(--vscode-foreground);
                font-weight: 600;
            }
            .warn {
                order: 1;
                flex-basis: 100%;
                padding-left: 2px;
                color: var(--footnote-warning);
            }
        `,
    ];

    override render(): unknown {
        return this.quote ? this.quotation(this.quote) : this.bareCode();
    }

    private quotation({ citations, isMisquoted, lineNumbers }: Quote): unknown {
        const [first] = citations;
        const worst = citations.find(citation => citation.state !== 'verified') ?? first;
        const note = isMisquoted ? t('not as it stands in the file') : stateNote(worst.state);
        const name = baseName(first.path);
        const spoken = listText([name, ...citations.map(citation => spokenLines(citation.range))]);
        return html`<figure>
            <figcaption>
                <span class="chip ${worst.state}" aria-hidden="true">${first.number}</span>
                <span class="place" title=${first.path}
                    ><b>${name}</b> <span class="where">${folderName(first.path)}</span> ·
                    ${citations.map(citation => linesLabel(citation.range)).join(', ')}</span
                >
                ${note ? html`<span class="warn">${note}</span>` : nothing}
                <span class="tools">
                    ${toolButton(openIcon, t('Open {0}', spoken), () => this.open(first))}
                    ${toolButton(copyIcon, t('Copy code of {0}', spoken), () => this.copy())}
                </span>
            </figcaption>
            ${this.lines(spoken, lineNumbers)}
        </figure>`;
    }

    private bareCode(): unknown {
        const use = (how: CodeUse): void => {
            const detail: CodeWanted = { code: this.number, use: how };
            this.dispatchEvent(new CustomEvent('code-wanted', { detail, bubbles: true, composed: true }));
        };
        return html`<figure>
            <figcaption>
                <span class="place">${this.language === '' ? t('Code') : this.language}</span>
                <span class="tools" role="group" aria-label=${t('What to do with this code')}>
                    ${toolButton(copyIcon, t('Copy code'), () => this.copy())}
                    ${
                        NO_CODE.has(this.language.toLowerCase())
                            ? nothing
                            : html`${toolButton(insertIcon, t('Insert code at the cursor'), () => use('insert'))}
                              ${toolButton(newFileIcon, t('Open code as a new file'), () => use('new-file'))}
                              ${toolButton(applyIcon, t('Compare with the file and apply…'), () => use('apply'))}`
                    }
                </span>
            </figcaption>
            ${this.lines(this.language === '' ? t('Code') : t('Code, {0}', this.language), undefined)}
        </figure>`;
    }

    private lines(label: string, numbers: Quote['lineNumbers'] | undefined): unknown {
        const language = this.language.toLowerCase();
        const pointed = JSON.stringify(this.pointedAt.map(({ range }) => range));
        this.pace = new DrawingPace();
        let first = 0;
        const parts = partsOfCode(this.code).map(part => {
            const start = first;
            const count = part.split('\n').length;
            first += count;
            const own = numbers?.slice(start, start + count);
            const draw = (): unknown => highlightLines(part, language).map((spans, position) => this.line(spans, own?.[position]));
            return keptDrawing(JSON.stringify([part, language, own, pointed]), part.length, this.pace, draw);
        });
        // The long side of a quotation is scrolled with the arrow keys, so it takes the focus.
        return html`<pre tabindex="0" role="group" aria-label=${label} class=${numbers ? 'numbered' : ''}>${parts}</pre>`;
    }

    protected override updated(): void {
        // What did not fit into this drawing comes with the next frame.
        if (this.pace.isBehind) requestAnimationFrame(() => this.requestUpdate());
    }

    private line(spans: readonly CodeSpan[], number: number | undefined): unknown {
        const isPointedAt = number !== undefined && this.pointedAt.some(citation => containsLine(citation.range, number));
        return html`<span class=${isPointedAt ? 'line pointed' : 'line'} data-line=${number ?? ''}
            >${spans.map(span =>
                span.tone === '' ? visibleText(span.text) : html`<span class=${span.tone}>${visibleText(span.text)}</span>`,
            )}${'\n'}</span
        >`;
    }

    private open(citation: Citation): void {
        const detail: CitationOpened = { mark: citation.mark };
        this.dispatchEvent(new CustomEvent('citation-opened', { detail, bubbles: true, composed: true }));
    }

    private copy(): void {
        fireIntent(this, { type: 'copy-text', text: this.code });
    }
}
customElements.define('code-figure', CodeFigure);
