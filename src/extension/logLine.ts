import { parsedJson } from '../protocol/parsedJson.ts';

/**
 * Reads a line of the engine's standard error: one JSON record a line.
 * Anything else is what a native crash left behind, and is kept word for word as an error.
 */
export function readLogLine(line: string): LogLine {
    const parsed = parsedJson(line);
    if (typeof parsed !== 'object' || parsed === null || !('message' in parsed) || typeof parsed.message !== 'string') {
        return { level: 'error', text: line };
    }
    const level = 'level' in parsed ? LEVELS.find(known => known === parsed.level) : undefined;
    const facts = 'facts' in parsed && typeof parsed.facts === 'object' && parsed.facts !== null ? ` ${JSON.stringify(parsed.facts)}` : '';
    return { level: level ?? 'info', text: `${parsed.message}${facts}` };
}

const LEVELS = ['error', 'warn', 'info', 'debug', 'trace'] as const;

export interface LogLine {
    readonly level: (typeof LEVELS)[number];
    readonly text: string;
}
