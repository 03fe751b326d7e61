import { css } from 'lit';

/** How the box for questions looks, with the list above it. */
export const questionBoxStyles = css`
    :host {
        display: block;
        max-width: 860px;
        margin: 0 auto;
    }
    .box {
        padding: 4px 5px 5px;
        border: 1px solid var(--vscode-contrastBorder, var(--vscode-input-border, var(--footnote-line)));
        border-radius: 5px;
        background: var(--vscode-input-background);
    }
    .box:focus-within {
        border-color: var(--vscode-focusBorder);
    }
    vscode-text-area {
        display: block;
        opacity: 1;
    }
    /* Its text is its name, for ears. */
    vscode-text-area::part(label) {
        display: none;
    }
    vscode-text-area::part(control) {
        min-width: 0;
        min-height: 2.8em;
        max-height: 40vh;
        padding: 4px;
        border: 0;
        background: transparent;
        color: var(--vscode-input-foreground);
        font-size: var(--vscode-font-size);
        line-height: 1.4;
        /* Grows with the question. */
        field-sizing: content;
    }
    vscode-text-area::part(control)::placeholder {
        color: var(--vscode-input-placeholderForeground);
    }
    .commands {
        max-height: 30vh;
        margin-bottom: 4px;
        padding-bottom: 4px;
        border-bottom: 1px solid var(--footnote-line);
        overflow-y: auto;
    }
    .command {
        padding: 2px 6px;
        border-radius: 3px;
        cursor: pointer;
    }
    .command span {
        color: var(--footnote-muted);
        font-size: 0.85em;
    }
    .command:hover {
        background: var(--vscode-list-hoverBackground);
    }
    .command[aria-selected='true'] {
        background: var(--vscode-menu-selectionBackground);
        color: var(--vscode-menu-selectionForeground);
        outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
        outline-offset: -1px;
    }
    .command[aria-selected='true'] span {
        color: inherit;
    }
    .row {
        display: flex;
        align-items: center;
        gap: 8px;
    }
    .grow {
        flex: 1;
    }
    .row vscode-button.quiet {
        min-width: 0;
    }
    .model {
        display: flex;
        align-items: center;
        gap: 2px;
        width: auto;
        height: auto;
    }
    .model i {
        overflow: hidden;
        font-style: normal;
        text-overflow: ellipsis;
    }
    .editing {
        display: flex;
        align-items: center;
        width: max-content;
        max-width: 100%;
        margin: 2px 0 2px 3px;
        padding-left: 6px;
        border: 1px solid var(--footnote-line);
        border-radius: 3px;
        font-size: 0.85em;
        box-sizing: border-box;
    }
    .command.offer {
        display: flex;
        align-items: baseline;
        gap: 6px;
    }
    .offer b {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
    }
    .offer .where {
        flex: 1;
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
    }
    .commands.none {
        margin: 0 0 4px;
        padding: 2px 6px 6px;
        color: var(--footnote-muted);
        font-size: 0.85em;
    }
`;
