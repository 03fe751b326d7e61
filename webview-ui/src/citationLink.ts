import type { Citation, Evidence } from '../../src/protocol/answer.ts';
import { LitElement, css, html, nothing } from 'lit';
import { baseName, placeLabel } from '../../src/protocol/text.ts';
import { visibleName } from '../../src/protocol/visibleText.ts';
import { listText, t } from './l10n.ts';
import { spokenLines, stateNote } from './labels.ts';
import { chipStyles } from './sharedStyles.ts';

export interface CitationOpened {
    readonly mark: string;
}

/** A footnote: the number in the text that opens the lines behind the claim. */
export class CitationLink extends LitElement {
    static override properties = { citation: { attribute: false }, evidence: { attribute: false } };
    declare citation: Citation | undefined;
    declare evidence: Evidence | undefined;

    static override styles = [
        chipStyles,
        css`
            :host {
                white-space: nowrap;
            }
        `,
    ];

    override render(): unknown {
        const citation = this.citation;
        if (!citation) return nothing;
        const note = stateNote(citation.state);
        const place = [visibleName(baseName(citation.path)), spokenLines(citation.range), ...(note ? [note] : [])];
        const spoken = t('Footnote {0}: {1}', String(citation.number), listText(place));
        // A word joiner keeps the footnote on the line of the word it belongs to.
        return html`&#8288;<button
                class="chip ${citation.state}"
                aria-label=${spoken}
                title=${`${placeLabel(citation)}${note && ` (${note})`}`}
                @click=${() => this.open()}
                @mouseenter=${() => this.point()}
                @mouseleave=${() => this.pointAway()}
                @focus=${() => this.point()}
                @blur=${() => this.pointAway()}
            >
                ${citation.number}
            </button>`;
    }

    private open(): void {
        const { citation } = this;
        if (citation) this.tell('citation-opened', { mark: citation.mark } satisfies CitationOpened);
    }

    private point(): void {
        this.tell('source-pointed', this.citation?.number);
    }

    private pointAway(): void {
        this.tell('source-pointed', undefined);
    }

    private tell(type: string, detail: unknown): void {
        this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
    }
}
customElements.define('citation-link', CitationLink);
