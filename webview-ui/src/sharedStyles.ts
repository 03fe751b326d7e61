import { css } from 'lit';

/** Keyboard focus looks the same everywhere. */
export const focusStyles = css`
    :focus-visible {
        outline: 1px solid var(--vscode-focusBorder);
        outline-offset: 1px;
    }
`;

/** The footnote itself, in the text and in the list of sources. */
export const chipStyles = css`
    .chip {
        display: inline-block;
        box-sizing: border-box;
        min-width: 1.7em;
        margin: 0 1px;
        padding: 0 0.4em;
        border: 1px solid var(--footnote-chip-line);
        border-radius: 1em;
        background: transparent;
        color: var(--footnote-link);
        font: inherit;
        font-size: 0.77em;
        font-variant-numeric: tabular-nums;
        line-height: 1.45;
        text-align: center;
        vertical-align: 0.15em;
        cursor: pointer;
    }
    .chip:hover,
    .chip.pointed {
        background: color-mix(in srgb, var(--footnote-link) 16%, transparent);
        border-color: var(--footnote-link);
    }
    .chip.moved {
        border: 1px dashed var(--footnote-warning);
        color: var(--footnote-warning);
    }
    .chip.stale {
        border: 1px dotted var(--footnote-bad);
        color: var(--footnote-bad);
        text-decoration: line-through;
    }
    .chip.unsupported {
        border: 1px solid var(--footnote-bad);
        color: var(--footnote-bad);
    }
    .chip.unsupported::after {
        content: '?';
    }
    .chip:focus-visible {
        outline: 1px solid var(--vscode-focusBorder);
        outline-offset: 1px;
    }
    @media (forced-colors: active) {
        .chip {
            border-color: currentColor;
        }
    }
`;

/** What controls.ts draws, at the size and weight of the panel. */
export const controlStyles = css`
    vscode-button {
        border-radius: 3px;
        font-size: inherit;
        line-height: 1.4;
    }
    vscode-button::part(control) {
        font-size: inherit;
        line-height: inherit;
    }
    vscode-button.primary::part(control),
    vscode-button.secondary::part(control) {
        padding: 4px 12px;
        border-color: var(--vscode-contrastBorder, var(--vscode-button-border, transparent));
    }
    vscode-button.secondary {
        background: var(--vscode-button-secondaryBackground);
        color: var(--vscode-button-secondaryForeground);
    }
    vscode-button.quiet {
        border-radius: 3px;
        color: var(--footnote-muted);
        font-size: 0.85em;
        white-space: nowrap;
    }
    vscode-button.quiet::part(control) {
        padding: 2px 5px;
        white-space: nowrap;
    }
    vscode-button.quiet:hover,
    vscode-button.quiet:focus-within {
        color: var(--vscode-foreground);
    }
    .tool {
        display: inline-flex;
        flex: none;
        align-items: center;
        justify-content: center;
        min-width: 22px;
        height: 22px;
        padding: 0 3px;
        border: 0;
        border-radius: 3px;
        background: none;
        color: var(--footnote-muted);
        font: inherit;
        cursor: pointer;
    }
    .tool:hover,
    .tool:focus-visible {
        background: var(--vscode-toolbar-hoverBackground, transparent);
        color: var(--vscode-foreground);
    }
    .tool[aria-disabled] {
        opacity: 0.4;
        cursor: default;
    }
    .tool:hover {
        outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
        outline-offset: -1px;
    }
    vscode-progress-ring {
        flex: none;
        width: 14px;
        height: 14px;
    }
    @media (prefers-reduced-motion: reduce) {
        vscode-progress-ring {
            display: none;
        }
    }
`;

/** For ears only. */
export const spokenOnlyStyles = css`
    .spoken {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
        white-space: nowrap;
    }
`;
