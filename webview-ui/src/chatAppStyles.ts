import { css } from 'lit';
import { spokenOnlyStyles } from './sharedStyles.ts';

/** Head, conversation and question box above one another; only the conversation scrolls. */
export const chatAppStyles = [
    spokenOnlyStyles,
    css`
        .panel.dragging::after {
            position: absolute;
            inset: 0;
            border: 2px dashed var(--vscode-focusBorder);
            background: var(--vscode-sideBar-dropBackground, var(--vscode-list-dropBackground));
            content: '';
            pointer-events: none;
        }
        .panel {
            position: relative;
            display: flex;
            flex-direction: column;
            height: 100vh;
            overflow: hidden;
            color: var(--vscode-foreground);
            font-size: var(--vscode-font-size);
            line-height: 1.5;
        }
        header {
            position: relative;
            display: flex;
            align-items: center;
            gap: 6px;
            padding: 3px 6px 3px 12px;
            border-bottom: 1px solid var(--footnote-line);
        }
        main {
            position: relative;
            flex: 1;
            min-height: 0;
            padding: 0 12px;
            overflow: hidden auto;
        }
        turn-view + turn-view {
            border-top: 1px solid var(--footnote-line);
        }
        .since,
        .private {
            box-sizing: border-box;
            max-width: 860px;
            margin: 0 auto;
            padding: 4px 0 4px 8px;
            border-left: 2px solid var(--footnote-warning);
            color: var(--footnote-muted);
            font-size: 0.9em;
        }
        .since {
            margin-top: 10px;
        }
        .private {
            margin-bottom: 8px;
        }
        .private strong {
            color: var(--vscode-foreground);
        }
        footer {
            padding: 8px 12px 10px;
            border-top: 1px solid var(--footnote-line);
        }
    `,
];
