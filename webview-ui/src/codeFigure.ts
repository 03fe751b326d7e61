import type { Citation } from '../../src/protocol/answer.ts';
import type { CitationOpened } from './citationLink.ts';
import type { CodeSpan } from './highlightCode.ts';
import { LitElement, css, html, nothing } from 'lit';
import { baseName, containsLine, folderName } from '../../src/protocol/text.ts';
import { visibleText } from './answerMarks.ts';
import { codeStyles } from './codeStyles.ts';
import { quietButton } from './controls.ts';
import { highlightLines } from './highlightCode.ts';
import { fireIntent } from './intents.ts';
import { linesLabel, spokenLines, stateNote } from './labels.ts';
import { controlStyles, focusStyles } from './sharedStyles.ts';

/**
 * Code in an answer. With a citation it is a figure of lines of a file: named, numbered, and one click from the editor.
 * Without one it is code that somebody wrote down, and looks like no more than that.
 */
export class CodeFigure extends LitElement {
    static override properties = {
        code: { attribute: false },
        language: { attribute: false },
        firstLine: { attribute: false },
        citation: { attribute: false },
        isMisquoted: { attribute: false },
        pointedAt: { attribute: false },
    };
    declare code: string;
    declare language: string;
    /** The number of the first line when the answer was written. */
    declare firstLine: number;
    declare citation: Citation | undefined;
    /** The code under this name is not what the file said. */
    declare isMisquoted: boolean;
    /** Citations of lines in here; those lines are marked. */
    declare pointedAt: readonly Citation[];

    constructor() {
        super();
        this.code = '';
        this.language = '';
        this.firstLine = 1;
        this.isMisquoted = false;
        this.pointedAt = [];
    }

    static override styles = [
        focusStyles,
        controlStyles,
        codeStyles,
        css`
            :host {
                display: block;
                margin: 0.6em 0;
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
                align-items: center;
                gap: 2px;
                padding: 1px 3px 1px 8px;
                border-bottom: 1px solid var(--footnote-line);
                color: var(--footnote-muted);
                font-size: 0.85em;
                white-space: nowrap;
            }
            figcaption vscode-button {
                font-size: 1em;
            }
            .place {
                flex: 1;
                min-width: 0;
                overflow: hidden;
                text-overflow: ellipsis;
            }
            .place b {
                color: var(--vscode-foreground);
                font-weight: 600;
            }
            .warn {
                color: var(--footnote-warning);
            }
            .bare {
                position: relative;
            }
            .bare .copy {
                position: absolute;
                inset: 2px 2px auto auto;
                background: var(--vscode-editor-background);
                opacity: 0;
            }
            .bare:hover .copy,
            .bare:focus-within .copy {
                opacity: 1;
            }
        `,
    ];

    override render(): unknown {
        return this.citation ? this.quotation(this.citation) : this.bareCode();
    }

    private quotation(citation: Citation): unknown {
        const note = this.isMisquoted ? 'not as in the file' : stateNote(citation.state);
        const name = baseName(citation.path);
        const spoken = `${name}, ${spokenLines(citation.range)}`;
        return html`<figure>
            <figcaption>
                <span class="place" title=${citation.path}
                    ><b>${name}</b> ${folderName(citation.path)} ·
                    ${linesLabel(citation.range)}${note ? html` · <span class="warn">${note}</span>` : nothing}</span
                >
                ${quietButton('Open', { name: `Open ${spoken}`, onClick: () => this.open(citation) })}
                ${quietButton('Copy', { name: `Copy code of ${spoken}`, onClick: () => this.copy() })}
            </figcaption>
            ${this.lines(spoken, true)}
        </figure>`;
    }

    private bareCode(): unknown {
        return html`<figure class="bare">
            ${this.lines(this.language === '' ? 'Code' : `Code, ${this.language}`, false)}
            <span class="copy">${quietButton('Copy', { name: 'Copy code', onClick: () => this.copy() })}</span>
        </figure>`;
    }

    private lines(label: string, isNumbered: boolean): unknown {
        const lines = highlightLines(this.code, this.language.toLowerCase());
        // The long side of a quotation is scrolled with the arrow keys, so it takes the focus.
        return html`<pre tabindex="0" role="group" aria-label=${label} class=${isNumbered ? 'numbered' : ''}>
${lines.map((spans, position) => this.line(spans, isNumbered ? this.firstLine + position : undefined))}</pre>`;
    }

    private line(spans: readonly CodeSpan[], number: number | undefined): unknown {
        const isPointedAt = number !== undefined && this.pointedAt.some(citation => containsLine(citation.range, number));
        return html`<span class=${isPointedAt ? 'line pointed' : 'line'} data-line=${number ?? nothing}
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
