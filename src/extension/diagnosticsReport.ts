import type { IndexStatus } from '../protocol/indexing.ts';
import type { ViewState } from '../protocol/view.ts';
import type { EffectiveSetting } from './effectiveSettings.ts';
import { statusLine } from './statusLine.ts';

/** What is known of this window without asking the engine, which may be what has died. */
export interface Diagnostics {
    /** `Footnote 0.1.0`, `VS Code 1.132.0`, `Linux x64` … */
    readonly versions: readonly string[];
    readonly isTrusted: boolean;
    readonly folders: number;
    readonly engine: ViewState['engine'];
    readonly index: IndexStatus;
    readonly settings: readonly EffectiveSetting[];
    /** The log file as VS Code has it; empty when there is none. */
    readonly log: string;
}

/** What must not stand in a report, with what stands in its place. */
export interface Hidden {
    readonly text: string;
    readonly as: string;
}

/**
 * What helps whoever reads a bug report, and nothing else: versions, states, settings that are not the default, and the last messages of
 * the log from `info` up, which hold no text of files and no questions. Folders, names and keys are taken out.
 */
export function diagnosticsReport(diagnostics: Diagnostics, hidden: readonly Hidden[]): string {
    const { engine, index, settings } = diagnostics;
    const changed = settings.filter(({ from, ignored }) => from !== 'default' || ignored.length > 0);
    const text = [
        '# Footnote: diagnostics',
        '',
        ...diagnostics.versions.map(version => `- ${version}`),
        `- ${diagnostics.folders} ${diagnostics.folders === 1 ? 'folder' : 'folders'}, ${diagnostics.isTrusted ? 'trusted' : 'not trusted'}`,
        `- engine: ${engine.state}; index: ${index.state}. ${statusLine(engine, index).tooltip}`,
        '',
        '## Settings that are not the default',
        '',
        ...(changed.length === 0 ? ['None.'] : changed.map(({ id, value, from }) => `- ${id}: ${value} (${from})`)),
        ...changed.flatMap(({ id, ignored }) => ignored.map(({ place, reason }) => `- ${id}: a value in ${place} is ignored: ${reason}`)),
        '',
        '## The last messages of the log',
        '',
        '```',
        ...lastMessages(diagnostics.log),
        '```',
        '',
    ].join('\n');
    return withoutHidden(text, hidden);
}

/** Messages of `info` and above; `debug` may hold paths, and `trace` the contents of files. */
export function lastMessages(log: string): readonly string[] {
    const kept: string[] = [];
    let isKept = false;
    for (const line of log.split('\n')) {
        const level = /^\d{4}-\d\d-\d\d [\d:.]+ \[(\w+)\]/.exec(line)?.[1];
        // A line without a time belongs to the message before it, such as a stack.
        if (level !== undefined) isKept = ['info', 'warning', 'error'].includes(level);
        if (isKept && line.trim() !== '') kept.push(line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line);
    }
    return kept.slice(-MOST_LINES).map(line => line.replaceAll('```', "'''"));
}

const MOST_LINES = 120;
const LONGEST_LINE = 500;

function withoutHidden(text: string, hidden: readonly Hidden[]): string {
    // The longest first: a folder lies in the home folder.
    const ordered = hidden.filter(one => one.text.length >= SHORTEST_HIDDEN).toSorted((one, other) => other.text.length - one.text.length);
    let clean = text;
    for (const { text: secret, as } of ordered) clean = clean.replaceAll(secret, as);
    return clean.replaceAll(TOKEN, '[REDACTED]').replaceAll(/\/\/[^/@\s"]*@/g, '//…@');
}

/** Shorter ones would tear words apart. */
const SHORTEST_HIDDEN = 3;

/** Tokens of services, and whatever is long and has letters and digits mixed without a break. */
const TOKEN =
    /\b(?:sk|rk|pk|gh[opsur]|github_pat|glpat|xox[abprs]|hf|npm)[-_][\w-]{10,}|\b(?=[\w+/=-]*\d)(?=[\w+/=-]*[A-Za-z])[A-Za-z0-9+=]{32,}\b/g;
