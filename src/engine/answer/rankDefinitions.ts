import type { CodeSymbol, FileKind, SymbolKind } from '../../protocol/code.ts';
import type { QuestionShape } from './questionShape.ts';
import type { QuestionWord } from './findings.ts';
import { docText } from './docText.ts';
import { kindredTerms } from './kindredWords.ts';
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
    asked: readonly QuestionWord[],
    shape: QuestionShape,
): readonly RankedDefinition[] {
    // What is to be run says more than that it is to be run.
    const objects = shape === 'running' ? asked.filter(({ term }) => term !== 'run') : asked;
    const words = objects.length > 0 ? objects : asked;
    const whole = words.reduce((sum, word) => sum + (word.occurs ? word.weight : 0), 0) || 1;
    return candidates
        .map(candidate => ({
            ...candidate,
            score:
                scoreOf(candidate, words, whole, shape) +
                candidate.standing * (candidate.isNamed ? STANDING / 2 : STANDING) +
                kindBonus(candidate.symbol.kind, shape) +
                fileBonus(candidate.fileKind, shape) -
                (isExample(candidate, words) ? EXAMPLE_PENALTY : 0) +
                workBonus(candidate, shape) +
                (shape === 'running' ? COMMANDS * commandShare(candidate, words) : 0),
        }))
        .sort(
            (a, b) =>
                b.score - a.score || a.symbol.path.localeCompare(b.symbol.path) || a.symbol.range.startLine - b.symbol.range.startLine,
        );
}

function scoreOf({ symbol, lines, isNamed }: Candidate, words: readonly QuestionWord[], whole: number, shape: QuestionShape): number {
    const length = symbol.range.endLine - symbol.range.startLine + 1;
    const name = terms(symbol.name);
    const share = nameShare(name, words);
    const worth = NARROW_NAME + (1 - NARROW_NAME) * share;
    const telling = shape === 'how' || shape === 'why' ? LONG_ENOUGH_TO_WORK : LONG_ENOUGH;
    const places: readonly (readonly [number, ReadonlySet<string>])[] = [
        [worth, name],
        [0.8, terms(openingOf(symbol, lines))],
        [0.7, terms(symbol.container)],
        [0.6, terms(textIn(lines, symbol.signature))],
        [0.5 * Math.min(1, Math.sqrt(telling / length)), terms(textIn(lines, symbol.range))],
        [0.4, terms(symbol.path)],
    ];
    let score = 0;
    for (const word of words) {
        let best = isKindred(name, word) ? KINDRED_NAME * worth : 0;
        let others = best;
        for (const [worth, held] of places) {
            if (!held.has(word.term)) continue;
            others += worth;
            best = Math.max(best, worth);
        }
        score += (word.weight / whole) * (best + 0.15 * (others - best));
    }
    return (
        score +
        WHOLE_NAME * wholeName(name, words) -
        (doesOtherwise(name, words) ? OTHER_VERB : 0) +
        (isNamed ? namedBonus(symbol, shape) : 0) -
        (isConstructor(symbol) && !words.some(({ term }) => CONSTRUCTING.has(term)) ? CONSTRUCTOR : 0)
    );
}

/** In Java, C# and C++ a constructor has the name of its class; who names it means the class, unless it is to be made. */
function isConstructor({ kind, name, container }: CodeSymbol): boolean {
    return (kind === 'method' || kind === 'function') && container !== '' && container.split(/\.|::/).at(-1) === name;
}

const CONSTRUCTOR = 0.8;
const CONSTRUCTING = terms('constructor construct constructed instantiate instantiated instance create created new');

/** A question how or why something happens names the things it happens to, and is about what does it. */
function namedBonus({ kind, doc }: CodeSymbol, shape: QuestionShape): number {
    const isThing = kind !== 'function' && kind !== 'method' && kind !== 'macro';
    return (isThing && (shape === 'how' || shape === 'why') ? NAMED / 2 : NAMED) + (doc ? DOCUMENTED : 0);
}

/** Of several definitions of one name the documented one is the one meant. */
const DOCUMENTED = 0.3;
const LONG_ENOUGH = 30;
/** What does the work is long, and its words are no accident. */
const LONG_ENOUGH_TO_WORK = 80;
const KINDRED_NAME = 0.6;

function isKindred(name: ReadonlySet<string>, { term }: QuestionWord): boolean {
    for (const kindred of kindredTerms(term)) if (name.has(kindred)) return true;
    return false;
}

/** What a name made of the question's words proves, when there are several: `diffChildren` for how children are diffed. */
function wholeName(name: ReadonlySet<string>, words: readonly QuestionWord[]): number {
    const asked = words.filter(word => name.has(word.term) || isKindred(name, word)).length;
    return asked < 2 ? 0 : nameShare(name, words) ** 2;
}

const WHOLE_NAME = 0.2;

/** True for a name that says it does something the question does not speak of: `disableInnerClasses` for how classes are written. */
function doesOtherwise(name: ReadonlySet<string>, words: readonly QuestionWord[]): boolean {
    const verbs = [...name].filter(term => OTHER_VERBS.has(term));
    return verbs.length > 0 && !verbs.some(verb => words.some(({ term }) => term === verb || kindredTerms(term).has(verb)));
}

const OTHER_VERB = 0.35;
/** Verbs that narrow what a function is about; `get`, `handle` or `run` would fit any question. */
const OTHER_VERBS = terms(
    'add append disable enable exclude validate verify check delete remove reset clear skip import export list print close stop cancel reload',
);

/**
 * A name that says more than the question asks for is about something narrower: `addSerializedEnumValueExtension` holds "serialized" and
 * "value", and is no answer to how values are serialized.
 */
function nameShare(name: ReadonlySet<string>, words: readonly QuestionWord[]): number {
    // The whole identifier is a term as well when there are several parts.
    const parts = Math.max(1, name.size > 2 ? name.size - 1 : name.size);
    const asked = words.filter(word => name.has(word.term) || isKindred(name, word)).length;
    return Math.min(1, asked / parts);
}

const NARROW_NAME = 0.75;

/** What does the work is longer than a line, and calls; a question how or why something happens is about that. */
function workBonus({ symbol }: Candidate, shape: QuestionShape): number {
    if (shape !== 'how' && shape !== 'why') return 0;
    const lines = symbol.range.endLine - symbol.signature.endLine;
    const isCode = symbol.kind === 'function' || symbol.kind === 'method' || symbol.kind === 'class' || symbol.kind === 'macro';
    if (!isCode) return symbol.kind === 'interface' || symbol.kind === 'type' || symbol.kind === 'enum' ? -IDLE : 0;
    return lines < 4 ? -IDLE : 0;
}

const IDLE = 0.4;

/** How much of the question stands in commands that documentation shows: in fenced blocks, after a prompt, or as code in a sentence. */
function commandShare({ symbol, lines }: Candidate, words: readonly QuestionWord[]): number {
    const commands = new Set<string>();
    let isFenced = false;
    for (const line of lines.slice(symbol.range.startLine - 1, Math.min(symbol.range.endLine, symbol.range.startLine + 60))) {
        if (/^\s*(?:```|~~~)/.test(line)) isFenced = !isFenced;
        const shown = isFenced || /^\s*\$ /.test(line) ? [line] : (line.match(/`[^`]+`/g) ?? []);
        for (const text of shown) for (const term of termsOf(text)) commands.add(term);
    }
    return words.filter(({ term }) => commands.has(term)).length / Math.max(1, words.length);
}

const COMMANDS = 0.8;

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
    if (kind === 'test') return shape === 'tests' ? 0 : -TEST_PENALTY;
    if (shape === 'running') return kind === 'docs' || kind === 'build' ? 0.8 : 0;
    return shape === 'configuration' && kind === 'config' ? SETTING_BONUS : 0;
}

/** A test says how something is used; it is rarely what the question is about, however many of its words it holds. */
const TEST_PENALTY = 0.5;

/** Shows how something is used, as a test does; of several definitions of one name it is not the one that the others use. */
function isExample({ symbol, fileKind }: Candidate, words: readonly QuestionWord[]): boolean {
    const folder = fileKind === 'code' ? EXAMPLE_FOLDER.exec(symbol.path)?.[1] : undefined;
    return folder !== undefined && !words.some(({ term }) => terms(folder).has(term));
}

const EXAMPLE_FOLDER = /(?:^|\/)(examples?|playgrounds?|demos?|samples?|fixtures?|benchmarks?|testdata)\//;
const EXAMPLE_PENALTY = 0.8;

/** Who asks which setting does something wants a key, a field or a constant, however much more a function says about it. */
const SETTING_BONUS = 1.0;

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
