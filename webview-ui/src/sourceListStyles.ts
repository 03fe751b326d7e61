import { css } from 'lit';
import { spokenOnlyStyles } from './sharedStyles.ts';

/** A row is two lines: the source, and why it is there. In a narrow panel the folder goes, and the word of the state joins the second line. */
export const sourceListStyles = [
    spokenOnlyStyles,
    css`
        :host {
            display: block;
            container-type: inline-size;
        }
        details {
            margin: 0.8em 0 0.3em;
        }
        summary {
            width: max-content;
            color: var(--footnote-muted);
            font-size: 0.85em;
            cursor: pointer;
        }
        ol {
            margin: 3px -4px 0;
            padding: 0;
            list-style: none;
        }
        li {
            display: grid;
            grid-template-columns: 1fr auto;
            align-items: center;
            border-radius: 3px;
        }
        li:hover,
        li.pointed {
            background: var(--vscode-list-hoverBackground);
        }
        .source {
            display: grid;
            grid-template-columns: 2.1em 1fr auto;
            gap: 4px;
            align-items: baseline;
            min-width: 0;
            padding: 3px 4px 0;
            border: 0;
            border-radius: 3px;
            background: none;
            color: inherit;
            font: inherit;
            text-align: left;
            cursor: pointer;
        }
        .source .chip {
            justify-self: start;
        }
        .chip.uncited {
            border-color: var(--footnote-line);
            color: var(--footnote-muted);
        }
        .path {
            display: flex;
            min-width: 0;
            gap: 0.4em;
            white-space: nowrap;
        }
        .path b,
        .where {
            overflow: hidden;
            text-overflow: ellipsis;
        }
        .path b {
            flex: 0 1 auto;
            min-width: 3em;
            font-weight: 500;
        }
        .source:hover b {
            color: var(--footnote-link);
        }
        .where {
            flex: 0 100 auto;
        }
        .where,
        .lines,
        .why,
        .rest {
            color: var(--footnote-muted);
        }
        .lines {
            flex: none;
        }
        .why .state {
            display: none;
            font-size: inherit;
        }
        .state,
        .why,
        .rest {
            font-size: 0.85em;
        }
        .state.verified {
            color: var(--footnote-good);
        }
        .state.moved {
            color: var(--footnote-warning);
        }
        .state.unsupported,
        .state.stale {
            color: var(--footnote-bad);
        }
        .tools {
            display: flex;
        }
        .tools vscode-button.quiet {
            font-size: 1em;
        }
        .why {
            grid-column: 1 / 3;
            padding: 0 4px 3px calc(2.1em / 0.85 + 8px);
            overflow: hidden;
            text-overflow: ellipsis;
            white-space: nowrap;
        }
        li:hover .why,
        li:focus-within .why {
            white-space: normal;
        }
        .contributions {
            grid-column: 1 / 3;
            margin: 0 4px 2px calc(2.1em + 8px);
            border-spacing: 0;
            color: var(--footnote-muted);
            font-size: 0.85em;
            text-align: start;
        }
        .contributions th {
            font-weight: normal;
            text-align: start;
        }
        .contributions td {
            padding-inline-start: 0.8em;
            font-variant-numeric: tabular-nums;
        }
        .preview {
            grid-column: 1 / 3;
            min-width: 0;
            margin: 2px 4px 6px;
            border: 1px solid var(--footnote-line);
            border-radius: 4px;
            background: var(--vscode-editor-background);
            overflow: hidden;
        }
        .rest {
            padding: 0 10px 5px 4.6em;
        }
        @container (max-width: 23em) {
            .where,
            .before,
            .source .state {
                display: none;
            }
            .why .state {
                display: inline;
            }
        }
    `,
];
