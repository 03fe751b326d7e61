import { StatusBarAlignment, ThemeColor, window, type StatusBarItem } from 'vscode';
import type { IndexStatus } from '../protocol/indexing.ts';
import type { ViewState } from '../protocol/view.ts';
import type { CommandId } from './commandTable.ts';
import { statusLine } from './statusLine.ts';

/** The one item in the status bar; a click opens what can be done (`footnote.showStatus`). */
export function createStatusItem(): StatusBarItem {
    const item = window.createStatusBarItem('footnote.status', StatusBarAlignment.Right, 90);
    item.name = 'Footnote';
    item.command = 'footnote.showStatus' satisfies CommandId;
    item.show();
    return item;
}

export function showStatus(item: StatusBarItem, engine: ViewState['engine'], index: IndexStatus): void {
    const { text, tooltip, isWarning } = statusLine(engine, index);
    item.text = text;
    item.tooltip = tooltip;
    item.accessibilityInformation = { label: `Footnote: ${tooltip}` };
    item.backgroundColor = isWarning ? new ThemeColor('statusBarItem.warningBackground') : undefined;
}
