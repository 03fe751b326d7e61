import { MarkdownString, StatusBarAlignment, ThemeColor, window, type StatusBarItem } from 'vscode';
import type { IndexStatus } from '../protocol/indexing.ts';
import type { ViewState } from '../protocol/view.ts';
import { t } from '../protocol/l10n.ts';
import type { CommandId } from './commandTable.ts';
import { hoverEntries, type MenuEntry } from './menuEntries.ts';
import { statusLine } from './statusLine.ts';

/** The one item in the status bar; a click opens what can be done (`footnote.showStatus`). */
export function createStatusItem(): StatusBarItem {
    const item = window.createStatusBarItem('footnote.status', StatusBarAlignment.Right, 90);
    item.name = 'Footnote';
    item.command = 'footnote.showStatus' satisfies CommandId;
    return item;
}

/** Without a folder that may be read there is nothing to tell; the panel says what is missing. */
export function showStatus(item: StatusBarItem, canAsk: boolean, engine: ViewState['engine'], index: IndexStatus): void {
    if (!canAsk) {
        item.hide();
        return;
    }
    const { text, tooltip, isWarning } = statusLine(engine, index);
    item.text = text;
    item.tooltip = hoverOf(tooltip, hoverEntries(engine, index));
    item.accessibilityInformation = { label: t('Footnote: {0}', tooltip) };
    item.backgroundColor = isWarning ? new ThemeColor('statusBarItem.warningBackground') : undefined;
    item.show();
}

/** What goes on, and what can be done about it. The sentence is escaped and only these commands may run: a failure names paths and servers. */
function hoverOf(sentence: string, entries: readonly MenuEntry[]): MarkdownString {
    const hover = new MarkdownString(escaped(sentence));
    hover.isTrusted = { enabledCommands: entries.map(({ command }) => command) };
    if (entries.length > 0) hover.appendMarkdown(`\n\n${entries.map(link).join(' · ')}`);
    return hover;
}

function link({ label, command, argument }: MenuEntry): string {
    return `[${label}](command:${command}${argument === undefined ? '' : `?${encodeURIComponent(JSON.stringify([argument]))}`})`;
}

/** Not `appendText`, which makes every blank one that does not break, so that lines are broken within words. */
function escaped(text: string): string {
    return text.replaceAll(/[\\`*_{}[\]()#+\-.!~<>|&$]/g, found => (found === '&' ? '&amp;' : `\\${found}`)).replaceAll(/\s+/g, ' ');
}
