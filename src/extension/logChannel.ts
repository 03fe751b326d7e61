import { window, type LogOutputChannel } from 'vscode';
import { readLogLine } from './logLine.ts';

/** The output channel "Footnote": what the engine writes and what the extension has to say, in one story. */
export function openLogChannel(): LogOutputChannel {
    return window.createOutputChannel('Footnote', { log: true });
}

export function logEngineLine(channel: LogOutputChannel, line: string): void {
    const { level, text } = readLogLine(line);
    channel[level](`engine: ${text}`);
}
