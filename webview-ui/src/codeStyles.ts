import { css } from 'lit';

/**
 * Colours of code. A webview is not told the token colours of the theme, so the nearest variables that every theme has stand
 * in: those of the debugger's values and of the outline. Each is drawn towards the foreground until it is readable on the
 * editor's background in the default themes, contrast 4.5 to 1.
 */
export const codeStyles = css`
    pre {
        margin: 0;
        padding: 5px 0;
        overflow: auto;
        color: var(--vscode-editor-foreground);
        font-family: var(--vscode-editor-font-family, monospace);
        font-size: 0.92em;
        line-height: 1.5;
        tab-size: 4;
    }
    pre:focus-visible {
        outline-offset: -1px;
    }
    .line {
        display: block;
        min-width: max-content;
        padding: 0 10px;
    }
    .numbered .line {
        padding-left: 0;
    }
    .numbered .line::before {
        content: attr(data-line) / '';
        display: inline-block;
        box-sizing: border-box;
        width: 4.2em;
        padding-right: 1em;
        color: var(--vscode-editorLineNumber-foreground, var(--footnote-muted));
        text-align: right;
        user-select: none;
    }
    .line.pointed {
        background: color-mix(in srgb, var(--footnote-link) 14%, transparent);
    }
    .keyword {
        color: color-mix(in srgb, var(--vscode-debugTokenExpression-boolean) 80%, var(--vscode-editor-foreground));
    }
    .string {
        color: var(--vscode-debugTokenExpression-string);
    }
    .number {
        color: var(--vscode-debugTokenExpression-number);
    }
    .function {
        color: color-mix(in srgb, var(--vscode-symbolIcon-methodForeground) 80%, var(--vscode-editor-foreground));
    }
    .type {
        color: color-mix(in srgb, var(--vscode-symbolIcon-interfaceForeground) 75%, var(--vscode-editor-foreground));
    }
    .comment {
        color: var(--footnote-muted);
        font-style: italic;
    }
    .added {
        color: var(--footnote-good);
    }
    .removed {
        color: var(--footnote-bad);
    }
    @media (forced-colors: active) {
        .line.pointed {
            border-left: 3px solid Highlight;
        }
    }
`;
