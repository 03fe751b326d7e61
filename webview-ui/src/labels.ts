import type { Citation, CitationState, Evidence } from '../../src/protocol/answer.ts';
import type { TextRange } from '../../src/protocol/text.ts';
import { rangeLabel } from '../../src/protocol/text.ts';

/** Words and numbers as the panel writes them: `1,418 files`, `340 ms`, `18–24`. */
export function countLabel(count: number, noun: string): string {
    return `${numberLabel(count)} ${noun}${count === 1 ? '' : 's'}`;
}

export function numberLabel(count: number): string {
    return count.toLocaleString('en');
}

/** `340 ms` below a second, `1.2 s` below ten, then whole seconds. */
export function durationLabel(ms: number): string {
    if (ms < 1000) return `${Math.round(ms)} ms`;
    return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

/** `18–24` with the dash that print uses. */
export function linesLabel(range: TextRange): string {
    return rangeLabel(range).replace('-', '–');
}

/** `line 18`, `lines 18 to 24`: for ears. */
export function spokenLines(range: TextRange): string {
    return range.startLine === range.endLine ? `line ${range.startLine}` : `lines ${range.startLine} to ${range.endLine}`;
}

/** What the reader is told about the lines behind a footnote; nothing when they are as they were quoted. */
export function stateNote(state: CitationState): string {
    switch (state) {
        case 'verified':
            return '';
        case 'moved':
            return 'moved since';
        case 'stale':
            return 'changed since';
        case 'unsupported':
            return 'these lines do not show it';
    }
}

/** The least certain state among the citations of one source; undefined when the text never cites it. */
export function sourceState(number: number, citations: readonly Citation[]): CitationState | undefined {
    const states = new Set(citations.filter(citation => citation.number === number).map(citation => citation.state));
    return (['stale', 'unsupported', 'moved', 'verified'] as const).find(state => states.has(state));
}

/** Why a source was found: `defines retryBuild · close in meaning`. Demotions explain an absence, so they are left out. */
export function whyLabel(evidence: Evidence): string {
    const origins = evidence.passage.origins.filter(origin => origin.contribution > 0);
    const details = [...new Set(origins.flatMap(origin => (origin.detail ? [origin.detail] : [])))];
    const signals = [...new Set(origins.map(origin => origin.signal))];
    const role = ROLE_WORDS[evidence.role];
    // The signal's name says nothing that its detail has not said; it stands in only where there is none.
    const found = details.length > 0 ? details : signals.length > 0 ? [`found by ${signals.join(', ')}`] : [];
    return [...(role ? [role] : []), ...found].join(' · ');
}

/** `found` and `definition` say nothing that the other words do not. */
const ROLE_WORDS: Readonly<Partial<Record<Evidence['role'], string>>> = {
    selection: 'your selection',
    use: 'uses it',
    configuration: 'configures it',
    documentation: 'documents it',
    test: 'tests it',
};
