import type { Citation, Doubt, Evidence } from '../../protocol/answer.ts';
import type { TextRange, WorkspacePath } from '../../protocol/text.ts';
import { differenceAt } from '../../protocol/attachedDifference.ts';
import { workspacePath } from '../../protocol/text.ts';
import { isStopWord, termsOf } from '../retrieve/terms.ts';
import type { AnswerBlock, Sentence } from './readSentences.ts';
import { claimedThings, namesCode, type ClaimedThing } from './claimedThings.ts';
import { isShown, saysNothing, type CitedLines } from './shownThings.ts';
import { readSentences } from './readSentences.ts';
import { visibleText } from '../../protocol/visibleText.ts';

export interface ClaimParts {
    /** The finished answer, with marks as `readCitations` gives them. */
    readonly text: string;
    readonly citations: readonly Citation[];
    /** As it was gathered, secrets included: nothing of this leaves. */
    readonly evidence: readonly Evidence[];
    /** Names of the definitions that these lines stand in, and of what encloses those. */
    readonly namesAround: (path: WorkspacePath, range: TextRange) => readonly string[];
    /** True when the repository defines the second name inside the first. */
    readonly isMember: (container: string, name: string) => boolean;
    /** From this offset on quoting wrote: what it says without a footnote is counted by us, not claimed (coverage, totals). */
    readonly quotedFrom: number;
}

export interface CheckedClaims {
    /** Those that no sentence around them is supported by become `unsupported`. */
    readonly citations: readonly Citation[];
    readonly doubts: readonly Doubt[];
}

/**
 * Holds every sentence of an answer against the lines it cites: identifiers, paths, numbers, quoted words and quoted code must stand there.
 * A sentence that names code and cites nothing is doubted as well, unless a citation of its paragraph shows what it names. What words mean
 * is not judged: this finds wrong lines, wrong files, invented names and swapped numbers, not wrong reasoning.
 */
export function checkClaims(parts: ClaimParts): CheckedClaims {
    const blocks = readSentences(parts.text);
    const places = new Map(parts.citations.flatMap(citation => citedLines(citation, parts)));
    const blamed = new Map<string, number>();
    const used = new Map<string, number>();
    const doubts: Doubt[] = [];
    for (const [nth, block] of blocks.entries()) {
        if (block.type === 'code' || block.isHeading) continue;
        if (isGeneral(block)) {
            const last = block.sentences.at(-1);
            if (last) doubts.push({ at: last.end, why: 'general', missing: [] });
            continue;
        }
        for (const sentence of block.sentences) {
            const checked =
                sentence.marks.length > 0
                    ? checkCited(sentence, codeBehind(sentence, nth, blocks), places)
                    : checkUncited(sentence, coveringMarks(sentence, nth, blocks), places, sentence.end > parts.quotedFrom);
            for (const mark of sentence.marks) used.set(mark, (used.get(mark) ?? 0) + 1);
            for (const mark of checked.blamed) blamed.set(mark, (blamed.get(mark) ?? 0) + 1);
            if (checked.doubt) doubts.push(checked.doubt);
        }
    }
    const citations = parts.citations.map(citation => {
        const times = blamed.get(citation.mark) ?? 0;
        const isLost = citation.state === 'stale' || times === 0 || times < (used.get(citation.mark) ?? 0);
        return isLost ? citation : { ...citation, state: 'unsupported' as const };
    });
    return { citations, doubts };
}

type Places = ReadonlyMap<string, CitedLines>;

interface CheckedSentence {
    readonly doubt?: Doubt;
    /** Marks whose lines do not show what they were put behind. */
    readonly blamed: readonly string[];
}

function checkCited(sentence: Sentence, code: readonly string[], places: Places): CheckedSentence {
    const cited = sentence.marks.flatMap(mark => places.get(mark) ?? []);
    const invented = sentence.marks.filter(mark => !places.has(mark)).map(mark => `source ${mark}`);
    const things = claimedThings(sentence.words);
    const missing = [...things.filter(thing => !isShown(thing, cited)), ...linesNotIn(code, cited)];
    const isBehind = (mark: string, words: readonly ClaimedThing[]): boolean => {
        const place = places.get(mark);
        if (!place) return false;
        if (saysNothing(place)) return true;
        const own = words.filter(thing => thing.type === 'name' || thing.type === 'code' || thing.type === 'number');
        // A mark whose own words are shown by other marks of the sentence only is behind the wrong words.
        return own.length > 0 && own.every(thing => !isShown(thing, [place]));
    };
    const blamed = sentence.spans
        .filter(({ words, mark }) => {
            const own = claimedThings(words);
            const isAlone = sentence.spans.filter(span => span.words === words).length === 1;
            return (
                own.some(thing => missing.includes(thing) || missing.some(({ written }) => written === thing.written)) ||
                (isAlone && isBehind(mark, own))
            );
        })
        .map(({ mark }) => mark);
    const isMissing = missing.length > 0 || invented.length > 0;
    if (!isMissing && blamed.length === 0) {
        if (!isOnlyAround(sentence, things, cited)) return { blamed };
        return { doubt: { at: sentence.end, why: 'unsupported', missing: [] }, blamed: sentence.marks };
    }
    return {
        doubt: { at: sentence.end, why: 'unsupported', missing: [...missing.map(({ written }) => written), ...invented] },
        blamed: blamed.length > 0 || missing.length === 0 ? blamed : sentence.marks,
    };
}

/**
 * True when a sentence relates several names and the cited lines only stand inside of what bears them: they have none of the names and no
 * other word of the sentence either, so they show nothing of how the names hang together.
 */
function isOnlyAround({ words }: Sentence, things: readonly ClaimedThing[], cited: readonly CitedLines[]): boolean {
    const names = things.filter(({ type }) => type === 'name');
    if (names.length < 2 || names.length < things.length) return false;
    const alone = cited.map(place => ({ ...place, path: workspacePath(''), around: [] }));
    if (names.some(name => isShown(name, alone))) return false;
    const held = new Set(cited.flatMap(({ text }) => termsOf(text)));
    return !termsOf(words.replaceAll(/`[^`]*`/g, ' ')).some(term => term.length > 3 && !isStopWord(term) && held.has(term));
}

function checkUncited(sentence: Sentence, covering: readonly string[], places: Places, isQuoting: boolean): CheckedSentence {
    if (isQuoting || /\?["”]?\s*$/.test(sentence.words) || ABOUT_EVIDENCE.test(sentence.words)) return { blamed: [] };
    const things = claimedThings(sentence.words);
    if (!namesCode(things)) return { blamed: [] };
    const cited = covering.flatMap(mark => places.get(mark) ?? []);
    if (cited.length > 0 && things.every(thing => isShown(thing, cited))) return { blamed: [] };
    return { doubt: { at: sentence.end, why: 'uncited', missing: [] }, blamed: [] };
}

/** What is said of the evidence itself, and of its gaps, needs no lines. */
const ABOUT_EVIDENCE =
    /\b(?:evidence|passages?|excerpts?|sources?|snippets?|quoted|provided|shown|given)\b.*\b(?:not|no|nothing|only|without|missing|cannot|incomplete)\b|\b(?:not|no|nothing|cannot|n't|missing|without)\b.*\b(?:evidence|passages?|excerpts?|sources?|snippets?|shown|found|given|included|provided)\b/i;

/** Set apart by the model, as the prompt asks. */
function isGeneral(block: AnswerBlock & { readonly type: 'prose' }): boolean {
    return /^[\s*_>]*general knowledge\b/i.test(block.sentences[0]?.words ?? '');
}

/** Marks that may stand for a sentence without any: of its paragraph, of the lead-in of its list, and of the list that it leads in. */
function coveringMarks(sentence: Sentence, nth: number, blocks: readonly AnswerBlock[]): readonly string[] {
    const marks: string[] = [];
    const take = (block: AnswerBlock | undefined): void => {
        if (block?.type === 'prose') for (const other of block.sentences) marks.push(...other.marks);
    };
    const own = blocks[nth];
    take(own);
    if (own?.type === 'prose' && own.isItem) {
        let lead = nth - 1;
        while (isItem(blocks[lead])) lead--;
        take(blocks[lead]);
    }
    if (/[:：]\s*$/.test(sentence.words)) for (let next = nth + 1; isItem(blocks[next]); next++) take(blocks[next]);
    return marks;
}

function isItem(block: AnswerBlock | undefined): boolean {
    return block?.type === 'prose' && block.isItem;
}

/** The fenced block that a cited sentence ending with a colon leads in: it is a quotation of the cited lines. */
function codeBehind(sentence: Sentence, nth: number, blocks: readonly AnswerBlock[]): readonly string[] {
    const own = blocks[nth];
    const next = blocks[nth + 1];
    if (own?.type !== 'prose' || own.sentences.at(-1) !== sentence || next?.type !== 'code' || !/[:：]\s*$/.test(sentence.words)) return [];
    return next.lines;
}

/** Lines of a quotation that stand nowhere in the evidence it cites. */
function linesNotIn(code: readonly string[], cited: readonly CitedLines[]): readonly { readonly written: string }[] {
    const plain = (line: string): string => visibleText(line).replaceAll(/\s+/g, '');
    const known = new Set(cited.flatMap(({ passage }) => passage.split('\n').map(plain)));
    const isOmission = (line: string): boolean => /^(?:(?:\/\/|#|\/\*|--|<!--)\s*(?:…|\.{3}).*|(?:…|\.{3}))$|\[REDACTED:/.test(line.trim());
    const missing = code.filter(line => line.trim() !== '' && !isOmission(line) && !known.has(plain(line)));
    return missing.slice(0, 1).map(line => ({ written: line.trim().slice(0, 80) }));
}

function citedLines(citation: Citation, { evidence, namesAround, isMember }: ClaimParts): readonly (readonly [string, CitedLines])[] {
    const piece = evidence.find(({ number }) => number === citation.number);
    if (!piece) return [];
    const { passage } = piece;
    const range = writtenRange(citation.mark) ?? passage.range;
    const offset = passage.range.startLine;
    const text = passage.text
        .split('\n')
        .slice(Math.max(0, range.startLine - offset), Math.max(0, range.endLine - offset + 1))
        .join('\n');
    // `#idle` is written with and without its sign.
    const around = [...new Set(namesAround(passage.path, range).flatMap(name => [name, name.replace(/^[#@]/, '')]))];
    // A difference is of its file.
    const path = differenceAt(passage.path)?.file ?? passage.path;
    return [[citation.mark, { mark: citation.mark, path, range, text, passage: passage.text, around, isMember }]];
}

function writtenRange(mark: string): TextRange | undefined {
    const lines = /:(\d+)(?:-(\d+))?$/.exec(mark);
    return lines ? { startLine: Number(lines[1]), endLine: Number(lines[2] ?? lines[1]) } : undefined;
}
