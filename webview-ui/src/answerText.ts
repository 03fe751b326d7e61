import type { Doubt } from '../../src/protocol/answer.ts';
import type { Turn } from '../../src/protocol/conversation.ts';
import { LitElement, css, html, nothing } from 'lit';
import { isBusy } from '../../src/protocol/conversation.ts';
import { DrawingPace } from './keptDrawing.ts';
import { markdownTemplate, type AnswerMemory } from './markdownTemplate.ts';
import { focusStyles } from './sharedStyles.ts';

/** The text of an answer, drawn as it arrives. */
export class AnswerText extends LitElement {
    static override properties = { turn: { attribute: false } };
    declare turn: Turn | undefined;

    private drawnAt = 0;
    private readonly memory: AnswerMemory = { blocks: [] };
    private pace = new DrawingPace();

    /** While text is arriving, or there is much of it, it is drawn at most twenty times a second, however often the model speaks. */
    protected override async scheduleUpdate(): Promise<void> {
        const isPaced = this.pace.isBehind || (this.turn !== undefined && isBusy(this.turn));
        const wait = isPaced ? this.drawnAt + DRAW_INTERVAL_MS - performance.now() : 0;
        if (wait > 0) await new Promise(resolve => setTimeout(resolve, wait));
        await super.scheduleUpdate();
        this.drawnAt = performance.now();
    }

    override render(): unknown {
        const { turn } = this;
        if (!turn || turn.text === '') return nothing;
        this.pace = new DrawingPace();
        const { text, citations, evidence, progress } = turn;
        const isArriving = progress.state !== 'finished';
        const drawn = markdownTemplate({ text, citations, evidence, ...doubtsOf(turn), isArriving }, this.memory, this.pace);
        return html`${drawn}`;
    }

    protected override updated(): void {
        // What did not fit into this drawing comes with the next.
        if (this.pace.isBehind) void this.updateComplete.then(() => this.requestUpdate());
    }

    static override styles = [
        focusStyles,
        css`
            :host {
                display: block;
                overflow-wrap: anywhere;
            }
            /* The last one is what arrives; the ones before it cost nothing while they are out of sight. */
            .stretch:not(:last-of-type) {
                content-visibility: auto;
                contain-intrinsic-block-size: auto 1200px;
            }
            p,
            ul,
            ol,
            blockquote,
            .table {
                margin: 0 0 0.6em;
            }
            h3,
            h4,
            h5 {
                margin: 1em 0 0.4em;
                font-size: 1em;
                font-weight: 600;
            }
            h4,
            h5 {
                color: var(--footnote-muted);
            }
            ul,
            ol {
                padding-inline: 1.5em 0;
            }
            li {
                margin: 0.15em 0;
            }
            li > p {
                margin-bottom: 0.3em;
            }
            blockquote {
                padding-inline-start: 0.8em;
                border-inline-start: 2px solid var(--footnote-line);
                color: var(--footnote-muted);
            }
            code {
                padding: 1px 4px;
                border-radius: 3px;
                background: color-mix(in srgb, var(--vscode-foreground) 9%, transparent);
                color: var(--vscode-foreground);
                font-family: var(--vscode-editor-font-family, monospace);
                font-size: 0.92em;
                /* Code reads from left to right, in whatever text it stands. */
                direction: ltr;
                unicode-bidi: isolate;
            }
            a {
                color: var(--footnote-link);
            }
            .target,
            .note {
                color: var(--footnote-muted);
                font-size: 0.85em;
            }
            .doubt {
                padding: 0 0.4em;
                border: 1px dashed var(--footnote-warning);
                border-radius: 3px;
                color: var(--footnote-warning);
                font-size: 0.77em;
                line-height: 1.4;
                white-space: nowrap;
                cursor: help;
            }
            .doubt.unsupported {
                border-style: solid;
                border-color: var(--footnote-bad);
                color: var(--footnote-bad);
            }
            .doubt.general {
                border-color: var(--footnote-line);
                color: var(--footnote-muted);
            }
            .plain {
                white-space: pre-wrap;
            }
            .table {
                overflow: auto;
            }
            table {
                border-collapse: collapse;
            }
            th,
            td {
                padding: 2px 8px;
                border: 1px solid var(--footnote-line);
                text-align: left;
                vertical-align: top;
                overflow-wrap: normal;
            }
            hr {
                border: 0;
                border-top: 1px solid var(--footnote-line);
            }
        `,
    ];
}

function doubtsOf({ progress }: Turn): { readonly doubts?: readonly Doubt[] } {
    return progress.state === 'finished' && progress.answer.doubts ? { doubts: progress.answer.doubts } : {};
}

const DRAW_INTERVAL_MS = 50;

customElements.define('answer-text', AnswerText);
