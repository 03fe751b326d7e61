import { css } from 'lit';

/** The list of earlier conversations: a row each, with what was found below its name. */
export const historyListStyles = css`
    section {
        max-width: 860px;
        margin: 0 auto;
    }
    header {
        display: flex;
        align-items: baseline;
        justify-content: space-between;
        padding: 1em 0 0.4em;
    }
    h2 {
        margin: 0;
        font-size: 1em;
        font-weight: 600;
    }
    h3 {
        margin: 0;
        overflow: hidden;
        font-size: 1em;
        font-weight: 600;
        text-overflow: ellipsis;
        white-space: nowrap;
    }
    section section {
        padding-top: 4px;
    }
    .check {
        display: flex;
        align-items: center;
        gap: 4px;
        margin-bottom: 6px;
        color: var(--footnote-muted);
        font-size: 0.9em;
    }
    h2:focus {
        outline: none;
    }
    p {
        color: var(--footnote-muted);
    }
    .search {
        box-sizing: border-box;
        width: 100%;
        padding: 4px 6px;
        border: 1px solid var(--vscode-contrastBorder, var(--vscode-input-border, var(--footnote-line)));
        border-radius: 3px;
        background: var(--vscode-input-background);
        color: var(--vscode-input-foreground);
        font: inherit;
    }
    .search::placeholder {
        color: var(--vscode-input-placeholderForeground);
        opacity: 1;
    }
    .search:focus {
        border-color: var(--vscode-focusBorder);
        outline: 1px solid var(--vscode-focusBorder);
        outline-offset: -1px;
    }
    .told vscode-button {
        font-size: inherit;
    }
    .told {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 8px;
        align-items: center;
        min-height: 2em;
        margin: 0;
        font-size: 0.85em;
    }
    ul {
        margin: 0 -6px;
        padding: 0;
        list-style: none;
    }
    li {
        display: flex;
        align-items: flex-start;
        padding-left: 6px;
        border-radius: 3px;
    }
    li:hover,
    li:focus-within {
        background: var(--vscode-list-hoverBackground);
    }
    li input {
        flex: none;
        margin: 7px 0 0;
        accent-color: var(--vscode-button-background);
    }
    li vscode-button {
        flex: none;
        margin-top: 2px;
    }
    .open {
        flex: 1;
        min-width: 0;
        padding: 4px 6px;
        border: 0;
        background: none;
        color: inherit;
        font: inherit;
        text-align: start;
        cursor: pointer;
    }
    .name {
        display: flex;
        gap: 8px;
        align-items: baseline;
    }
    .title {
        flex: 1;
        min-width: min(6em, 100%);
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
    }
    .turns,
    .context {
        color: var(--footnote-muted);
        font-size: 0.85em;
    }
    .turns {
        flex: 0 100 auto;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
    }
    .context {
        display: -webkit-box;
        overflow: hidden;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 3;
        overflow-wrap: anywhere;
    }
    /* Beside its buttons there is room for three letters of a name: it takes two lines, and the count goes below. */
    @media (max-width: 320px) {
        .name {
            display: block;
        }
        .title {
            display: -webkit-box;
            -webkit-box-orient: vertical;
            -webkit-line-clamp: 2;
            white-space: normal;
            overflow-wrap: anywhere;
        }
        .turns {
            display: block;
        }
    }
    mark {
        background: none;
        color: var(--vscode-foreground);
        font-weight: 700;
        text-decoration: underline;
        text-underline-offset: 2px;
    }
`;
