import type { CodeSymbol, FileKind, SymbolKind } from '../../protocol/code.ts';
import type { QuestionShape } from './questionShape.ts';
import type { QuestionWord } from './findings.ts';
import { docText } from './docText.ts';
import { termsOf } from '../retrieve/terms.ts';
import { textIn } from './sourceLines.ts';

/** A definition in or around a passage that was found. */
export interface Candidate {
    readonly symbol: CodeSymbol;
    readonly fileKind: FileKind;
    /** The lines of its file. */
    readonly lines: readonly string[];
    /** How well its passage was placed, 1 for the first; 0 when it comes from a name in the question alone. */
    readonly standing: number;
    /** True when the question spells its name out. */
    readonly isNamed: boolean;
}

export interface RankedDefinition extends Candidate {
    readonly score: number;
}

/**
 * Orders definitions by how much they are what the question is about. A word counts once, at the most telling place that has it:
 * the name, then the doc comment, the container, the signature, the body, the path; a long body has every word and so proves little.
 */
export function rankDefinitions(
    candidates: readonly Candidate[],
    words: readonly QuestionWord[],
    shape: QuestionShape,
): readonly RankedDefinition[] {
    const whole = words.reduce((sum, word) => sum + (word.occurs ? word.weight : 0), 0) || 1;
    return candidates
        .map(candidate => ({
            ...candidate,
            score:
                scoreOf(candidate, words, whole) +
                candidate.standing * STANDING +
                kindBonus(candidate.symbol.kind, shape) +
                fileBonus(candidate.fileKind, shape),
        }))
        .sort(
            (a, b) =>
                b.score - a.score || a.symbol.path.localeCompare(b.symbol.path) || a.symbol.range.startLine - b.symbol.range.startLine,
        );
}

function scoreOf({ symbol, lines, isNamed }: Candidate, words: readonly QuestionWord[], whole: number): number {
    const length = symbol.range.endLine - symbol.range.startLine + 1;
    const places: readonly (readonly [number, ReadonlySet<string>])[] = [
        [1, terms(symbol.name)],
        [0.8, terms(openingOf(symbol, lines))],
        [0.7, terms(symbol.container)],
        [0.6, terms(textIn(lines, symbol.signature))],
        [0.5 * Math.min(1, Math.sqrt(30 / length)), terms(textIn(lines, symbol.range))],
        [0.4, terms(symbol.path)],
    ];
    let score = 0;
    for (const word of words) {
        let best = 0;
        let others = 0;
        for (const [worth, held] of places) {
            if (!held.has(word.term)) continue;
            others += worth;
            best = Math.max(best, worth);
        }
        score += (word.weight / whole) * (best + 0.15 * (others - best));
    }
    return score + (isNamed ? NAMED : 0);
}

/** The first sentences of the doc comment; a chapter of documentation has every word and says little by it. */
function openingOf({ doc }: CodeSymbol, lines: readonly string[]): string {
    return doc ? docText(lines.slice(doc.startLine - 1, doc.endLine)).slice(0, 300) : '';
}

/** What the order of the passages adds; of 0.6, 1, 1.5 and 2.5 the best on the judged questions. */
const STANDING = 1;
const NAMED = 1.5;

function terms(text: string): ReadonlySet<string> {
    return new Set(termsOf(text));
}

/** How to run something is written down for people, or in the files that run it. */
function fileBonus(kind: FileKind, shape: QuestionShape): number {
    if (shape === 'running') return kind === 'docs' || kind === 'build' ? 0.8 : 0;
    return shape === 'configuration' && kind === 'config' ? SETTING_BONUS : 0;
}

/** A setting is a key, a field or a constant more often than a function. */
const SETTING_BONUS = 0.3;

/** A question is rarely about a field or a heading, unless it asks for configuration or how to run something. */
function kindBonus(kind: SymbolKind, shape: QuestionShape): number {
    switch (kind) {
        case 'function':
        case 'method':
        case 'class':
        case 'interface':
        case 'type':
        case 'enum':
        case 'macro':
            return 0;
        case 'module':
            return -0.2;
        case 'constant':
        case 'variable':
        case 'field':
            return shape === 'configuration' ? SETTING_BONUS : -0.25;
        case 'key':
            return shape === 'configuration' ? SETTING_BONUS : shape === 'running' ? 0 : -0.5;
        case 'section':
            return shape === 'running' ? 0.3 : shape === 'configuration' ? 0 : -0.4;
    }
}
