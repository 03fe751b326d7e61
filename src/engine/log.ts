/** The engine's log: one JSON line per record on standard error, which the host reads. A native crash message arrives there too. */
import type { LogFacts, Logger } from './ports.ts';

const LEVELS = ['error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LEVELS)[number];

/** A record as it stands on its line. */
export interface LogRecord {
    readonly time: string;
    readonly level: LogLevel;
    readonly message: string;
    readonly facts?: LogFacts;
}

/** `write` gets whole lines with their newline; records below `level` are dropped. */
export function createLogger(write: (line: string) => void, level: LogLevel): Logger {
    const lowest = LEVELS.indexOf(level);
    const logAt = (of: LogLevel) => (message: string, facts?: LogFacts) => {
        if (LEVELS.indexOf(of) > lowest) return;
        const record: LogRecord = { time: new Date().toISOString(), level: of, message, ...(facts ? { facts } : {}) };
        write(`${JSON.stringify(record)}\n`);
    };
    return { error: logAt('error'), warn: logAt('warn'), info: logAt('info'), debug: logAt('debug'), trace: logAt('trace') };
}

export const silentLogger: Logger = createLogger(() => undefined, 'error');
