import type { Citation, CitationState, Evidence } from '../../src/protocol/answer.ts';
import type { Signal } from '../../src/protocol/passage.ts';
import type { TextRange } from '../../src/protocol/text.ts';
import { rangeLabel } from '../../src/protocol/text.ts';
import { listText, numberText, plural, retold, t } from './l10n.ts';

/** Words and numbers as the panel writes them: `1,418 files`, `340 ms`, `18–24`. */
export function filesLabel(count: number): string {
    return plural(count, '{0} file', '{0} files');
}

export function sourcesLabel(count: number): string {
    return plural(count, '{0} source', '{0} sources');
}

/** `340 ms` below a second, `1.2 s` below ten, then whole seconds. */
export function durationLabel(ms: number): string {
    if (ms < 1000) return t('{0} ms', Math.round(ms));
    const digits = ms < 10_000 ? 1 : 0;
    return t('{0} s', numberText(ms / 1000, { minimumFractionDigits: digits, maximumFractionDigits: digits }));
}

/** Who answers, or did: a model by its name; the quoting one has a name in each language. */
export function answererLabel(name: string): string {
    return name === 'Quotes' ? t('Quotes') : name;
}

/** `18–24` with the dash that print uses. */
export function linesLabel(range: TextRange): string {
    return rangeLabel(range).replace('-', '–');
}

/** `line 18`, `lines 18 to 24`: for ears. */
export function spokenLines(range: TextRange): string {
    const { startLine, endLine } = range;
    return startLine === endLine ? t('line {0}', String(startLine)) : t('lines {0} to {1}', String(startLine), String(endLine));
}

/** What the reader is told about the lines behind a footnote; nothing when they are as they were quoted. */
export function stateNote(state: CitationState): string {
    switch (state) {
        case 'verified':
            return '';
        case 'moved':
            return t('moved since');
        case 'stale':
            return t('changed since');
        case 'unsupported':
            return t('these lines do not show it');
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
    const details = [...new Set(origins.flatMap(origin => (origin.detail ? [retold(origin.detail)] : [])))];
    const signals = [...new Set(origins.map(origin => signalWord(origin.signal)))];
    const role = roleWords(evidence.role);
    // The signal's name says nothing that its detail has not said; it stands in only where there is none.
    const found = details.length > 0 ? details : signals.length > 0 ? [t('found by {0}', listText(signals))] : [];
    return [...(role ? [role] : []), ...found].join(' · ');
}

/** What found it, in a word. */
export function signalWord(signal: Signal): string {
    switch (signal) {
        case 'words':
            return t('words');
        case 'meaning':
            return t('meaning');
        case 'path':
            return t('path');
        case 'symbol':
            return t('symbol');
        case 'graph':
            return t('graph');
        case 'tests':
            return t('tests');
        case 'folder':
            return t('folder');
        case 'kind':
            return t('kind');
        case 'focus':
            return t('focus');
        case 'model':
            return t('model');
    }
}

/** `found` and `definition` say nothing that the other words do not. */
function roleWords(role: Evidence['role']): string | undefined {
    switch (role) {
        case 'attached':
            return t('attached by you');
        case 'selection':
            return t('your selection');
        case 'use':
            return t('uses it');
        case 'configuration':
            return t('configures it');
        case 'documentation':
            return t('documents it');
        case 'test':
            return t('tests it');
        case 'history':
            return t('from the git history');
        case 'found':
        case 'definition':
            return undefined;
    }
}
