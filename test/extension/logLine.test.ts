import { describe, expect, test } from 'vitest';
import { readLogLine } from '../../src/extension/logLine.ts';

function check(name: string, line: string, level: string, text: string) {
    test(name, () => {
        expect(readLogLine(line)).toEqual({ level, text });
    });
}

describe('lines of the engine in the log', () => {
    check('a record', '{"time":"2026-01-01","level":"debug","message":"indexed"}', 'debug', 'indexed');
    check('facts stand beside it', '{"level":"info","message":"indexed","facts":{"files":2}}', 'info', 'indexed {"files":2}');
    check('an unknown level is information', '{"level":"loud","message":"hm"}', 'info', 'hm');
    check('what is no record is an error, word for word', 'terminate called after throwing', 'error', 'terminate called after throwing');
    check('JSON that is no record as well', '[1]', 'error', '[1]');
    check('a cut record as well', '{"level":"info","mess', 'error', '{"level":"info","mess');
});
