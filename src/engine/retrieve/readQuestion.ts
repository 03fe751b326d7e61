import type { WordStatistics } from '../ports.ts';
import type { IntentShares } from './intent.ts';
import type { QuestionPart } from './questionParts.ts';
import { foldedName } from './foldedName.ts';
import { questionParts } from './questionParts.ts';
import { readIntent } from './readIntent.ts';
import { isStopWord, termsOf } from './terms.ts';

/** What a question asks for, in the form the rankings use. */
export interface QuestionReading {
    /** Every term with its weight, idf included, heaviest first. */
    readonly terms: readonly QuestionTerm[];
    /** Folded names that a definition may carry, with a weight: 1 for a plain word, more for what is written like code. */
    readonly names: readonly QuestionName[];
    /** Paths and file names as written, in lower case: `src/build/retry.ts`, `retry.ts`. */
    readonly paths: readonly string[];
    /** How likely it wants which kind of file. */
    readonly wants: IntentShares;
    /** What the embedder reads: the question without boilerplate, its title first. */
    readonly meaningText: string;
}

export interface QuestionTerm {
    readonly term: string;
    /** As the question writes it; for people. */
    readonly written: string;
    /** How much the question stresses it, times its idf in the index. */
    readonly weight: number;
}

export interface QuestionName {
    readonly folded: string;
    readonly written: string;
    readonly weight: number;
}

/**
 * Reads a question, which may be five words or a bug report of three pages: the title counts most, prose plainly, code and logs little,
 * the boilerplate of issue templates not at all. How much a word says comes from how rare it is in the index.
 */
export function readQuestion(text: string, statistics: WordStatistics): QuestionReading {
    const parts = questionParts(text);
    return {
        terms: weighTerms(parts, statistics),
        names: namesIn(parts),
        paths: pathsIn(parts),
        wants: readIntent(text),
        meaningText: meaningText(parts),
    };
}

/** The rare terms that the store's word search is asked for; it costs time by the term, and the common ones find nothing that these miss. */
export function searchTerms(terms: readonly QuestionTerm[]): string[] {
    return terms.slice(0, MAX_SEARCH_TERMS).map(({ term }) => term);
}

/** A hundred terms cost 130 ms at 60,000 rows; two dozen hold what decides. */
const MAX_SEARCH_TERMS = 24;

/** Beyond these a term weighs too little to move a score. */
const MAX_TERMS = 64;

function weighTerms(parts: readonly QuestionPart[], statistics: WordStatistics): QuestionTerm[] {
    const stress = new Map<string, { written: string; amount: number }>();
    const add = (term: string, written: string, amount: number): void => {
        const known = stress.get(term);
        if (known) known.amount += amount;
        else stress.set(term, { written, amount });
    };
    for (const part of parts) {
        let previous = '';
        for (const [word] of part.text.matchAll(WORD)) {
            const terms = termsOf(word);
            for (const term of terms) if (!isStopWord(term)) add(term, terms.length === 1 ? word : term, part.weight);
            // "base uri" in a title may be `baseUri` in the code; adjacent words are tried as one name.
            if (part.role === 'title') {
                const joined = foldedName(previous + word);
                if (previous !== '' && statistics.rowsWith(joined) > 0) add(joined, `${previous} ${word}`, part.weight * JOINED_WEIGHT);
                previous = word;
            }
        }
    }
    const weighed: QuestionTerm[] = [];
    for (const [term, { written, amount }] of stress) {
        const rows = statistics.rowsWith(term);
        if (rows === 0 || amount === 0) continue;
        weighed.push({ term, written, weight: idf(rows, statistics.rows) * dampened(amount) });
    }
    return weighed.sort((a, b) => b.weight - a.weight || (a.term < b.term ? -1 : 1)).slice(0, MAX_TERMS);
}

const JOINED_WEIGHT = 0.5;

const WORD = /[\p{L}\p{N}_$]{2,}/gu;

/** Robertson's idf as Lucene writes it: never negative. */
export function idf(holders: number, total: number): number {
    return Math.log(1 + (Math.max(total, holders) - holders + 0.5) / (holders + 0.5));
}

/** A word said ten times is not ten times as important. */
function dampened(amount: number): number {
    return amount < 1 ? amount : 1 + Math.log(amount);
}

/** Names a definition may carry: every word that says something, more heavily when it is written like code. */
function namesIn(parts: readonly QuestionPart[]): QuestionName[] {
    const names = new Map<string, QuestionName>();
    const add = (written: string, weight: number): void => {
        const folded = foldedName(written);
        if (folded.length < 2 || weight <= 0) return;
        const known = names.get(folded);
        if (!known || known.weight < weight) names.set(folded, { folded, written, weight });
    };
    for (const part of parts) {
        let previous = '';
        for (const match of part.text.matchAll(NAME)) {
            const word = match[0];
            const isCode = looksLikeCode(word) || part.text[match.index - 1] === '`' || part.text[match.index + word.length] === '(';
            if (!isCode && termsOf(word).every(isStopWord)) {
                previous = '';
                continue;
            }
            add(word, (isCode ? CODE_NAME_WEIGHT : 1) * Math.min(1, part.weight));
            if (part.role === 'title' && previous !== '') add(previous + word, 1);
            previous = word;
        }
    }
    return [...names.values()];
}

const CODE_NAME_WEIGHT = 2;
const NAME = /[\p{L}_$][\p{L}\p{N}_$]*/gu;

/** `retryBuild`, `retry_build`, `HTTPServer`, `MAX_RETRIES`; not `Retry` or `retry`. */
function looksLikeCode(word: string): boolean {
    return /\p{Ll}\p{Lu}|\p{Lu}{2}\p{Ll}|[\p{L}\p{N}]_[\p{L}\p{N}]/u.test(word);
}

/** Paths and file names that a question spells out, in lower case. */
export function writtenPaths(text: string): readonly string[] {
    return pathsIn(questionParts(text));
}

/** What looks like a path or a file name, with a known extension or a slash between names. */
function pathsIn(parts: readonly QuestionPart[]): string[] {
    const paths = new Set<string>();
    for (const part of parts) {
        for (const [written] of part.text.matchAll(PATH)) {
            paths.add(
                written
                    .toLowerCase()
                    .replaceAll('\\', '/')
                    .replace(/^(?:\.{0,2}\/)+/, ''),
            );
        }
    }
    return [...paths].slice(0, MAX_PATHS);
}

const MAX_PATHS = 40;
const PATH = /(?:[\w.@~-]*[/\\])*[\w.@-]*\w\.(?:[a-z]{1,4}|scala|swift|proto|gradle|svelte|markdown)\b(?![\w(])/gi;

/** Enough for the static embedder, which averages; the title first, and code only where there is no prose. */
function meaningText(parts: readonly QuestionPart[]): string {
    const title = parts.filter(part => part.role === 'title').map(part => part.text);
    const prose = parts.filter(part => part.role === 'prose').map(part => part.text);
    const told = [...title, ...title, ...prose].join('\n');
    return (told.trim() === '' ? parts.map(part => part.text).join('\n') : told).slice(0, MAX_MEANING_CHARACTERS);
}

const MAX_MEANING_CHARACTERS = 4_000;
