import { commands, window } from 'vscode';
import type { IndexAnnouncement } from '../indexAnnouncement.ts';

/** Shows the news as a message with its buttons; ends when the message does. */
export async function announceIndex({ message, isWarning, buttons }: IndexAnnouncement): Promise<void> {
    const labels = buttons.map(({ label }) => label);
    const picked = await (isWarning ? window.showWarningMessage(message, ...labels) : window.showInformationMessage(message, ...labels));
    const button = buttons.find(({ label }) => label === picked);
    if (button) await commands.executeCommand(button.command, ...(button.argument === undefined ? [] : [button.argument]));
}
