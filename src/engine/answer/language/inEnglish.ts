import type { WordStatistics } from '../../ports.ts';
import { isStopWord, termsOf } from '../../retrieve/terms.ts';
import { languageOfQuestion } from '../questionLanguage.ts';
import { askedForm } from './askedForms.ts';
import { basesOf, folded, glossaryOf, UNSPACED, type ForeignLanguage, type Glossary } from './glossary.ts';

/**
 * A question in German, Spanish, French, Japanese or Chinese, word for word in English, for searching: code is written in English, and so
 * is what reads a question. Names stay as they are, and so does what the glossary does not know. Words of the question that the index has
 * as they stand, since comments may be in its language, follow on a line of their own, which counts less. Undefined for a question in
 * English or in a language that there is no glossary for, which is searched as it is.
 */
export function inEnglish(question: string, statistics: Pick<WordStatistics, 'rowsWith'>): string | undefined {
    const language = languageOfQuestion(question);
    if (language === undefined || language === 'en' || language === 'other') return undefined;
    const form = askedForm(question, language);
    if (form !== undefined) return form;
    const glossary = glossaryOf(language);
    const words = UNSPACED.has(language) ? withoutBlanks(question, glossary) : withBlanks(question, glossary, language);
    const told = words.map(({ english }) => english).filter(word => word !== '');
    const kept = words.filter(({ written, english }) => written !== '' && written !== english && isIndexed(written, statistics));
    const title = `${upperFirst(told.join(' '))}${/[?？]\s*$/.test(question) ? '?' : ''}`;
    return [title, ...(kept.length === 0 ? [] : [kept.map(({ written }) => written).join(' ')])].join('\n');
}

interface Word {
    readonly english: string;
    /** As the question has it, where that may stand in the repository as well; empty for small words and names. */
    readonly written: string;
}

function isIndexed(word: string, statistics: Pick<WordStatistics, 'rowsWith'>): boolean {
    const terms = termsOf(word);
    return terms.length > 0 && terms.every(term => statistics.rowsWith(term) > 0);
}

function upperFirst(text: string): string {
    return /^[a-z]+\b(?![./_])/.test(text) ? `${text.slice(0, 1).toUpperCase()}${text.slice(1)}` : text;
}

/** What is written like code, and what stands in backticks, with its quotes. */
const NAME = /`[^`]+`|[\w$@#.:/-]*(?:[a-z\d][A-Z]|[A-Z]{2}|\w_\w|::|\w[./]\w|\d)[\w$@#.:/-]*(?:\(\))?|\w+\(\)/.source;

function withBlanks(question: string, glossary: Glossary, language: ForeignLanguage): readonly Word[] {
    const told: Word[] = [];
    const pieces = question.match(new RegExp(`${NAME}|[\\p{L}\\p{M}]+|[,;:]`, 'gu')) ?? [];
    const isName = pieces.map(piece => new RegExp(`^(?:${NAME})$`).test(piece));
    for (let at = 0; at < pieces.length; at++) {
        const piece = pieces[at] ?? '';
        if (isName[at] === true || /^[,;:]$/.test(piece)) {
            told.push({ english: piece, written: '' });
            continue;
        }
        const phrase = longestPhrase(pieces.slice(at, at + glossary.longest), glossary);
        if (phrase) {
            told.push({ english: phrase.english, written: phrase.words === 1 && !isSmall(phrase.english) ? piece : '' });
            at += phrase.words - 1;
            continue;
        }
        const english = englishOf(folded(piece), glossary, language);
        // `Send` may be a name, and English as it is.
        const isTheSame = english === undefined || english.toLowerCase() === piece.toLowerCase();
        told.push({ english: isTheSame ? piece : english, written: isTheSame || isSmall(english) ? '' : piece });
    }
    return told;
}

/** The longest run of words from the first on that the glossary has. */
function longestPhrase(pieces: readonly string[], { english }: Glossary): { readonly english: string; readonly words: number } | undefined {
    for (let words = pieces.length; words > 0; words--) {
        const known = english.get(pieces.slice(0, words).map(folded).join(' '));
        if (known !== undefined) return { english: known, words };
    }
    return undefined;
}

/** By the word, by what is left of it without its ending, or by the parts that it is put together of. */
function englishOf(word: string, { english, byBase }: Glossary, language: ForeignLanguage): string | undefined {
    const byEnding = (given: string): string | undefined => {
        for (const base of basesOf(given, language)) {
            const known = english.get(base) ?? byBase.get(base);
            if (known !== undefined) return known;
        }
        return undefined;
    };
    const known = byEnding(word);
    if (known !== undefined || language !== 'de') return known;
    // `geprüft`, `eingelesen`, `aufzurufen`
    const participle = /^(an|auf|aus|ab|ein|hinzu|um|durch|vor|nach|zurueck|weiter|fest|her|zu)?(?:ge|zu)(.{3,})$/.exec(word);
    const infinitive = participle && (byEnding(`${participle[1] ?? ''}${participle[2] ?? ''}`) ?? byEnding(participle[2] ?? ''));
    if (infinitive) return infinitive;
    // `Konfigurationsdatei` is `Konfiguration` and `Datei`, with an `s` between them.
    for (let at = word.length - SHORTEST_PART; at >= SHORTEST_PART; at--) {
        const last = byEnding(word.slice(at));
        if (last === undefined) continue;
        const first = word.slice(0, at);
        const before =
            english.get(first) ??
            english.get(first.replace(/(?:s|n|en|es)$/, '')) ??
            englishOf(first, { english, byBase, longest: 1 }, language);
        if (before !== undefined) return `${before} ${last}`;
    }
    return undefined;
}

const SHORTEST_PART = 4;

/** Question words are said first, as in English; what holds a sentence together and stands in no glossary is left out. */
function withoutBlanks(question: string, glossary: Glossary): readonly Word[] {
    const asking: Word[] = [];
    const told: Word[] = [];
    for (const [piece] of question.normalize('NFKC').matchAll(new RegExp(`${NAME}|[A-Za-z]+|[^\\x00-\\x7f\\p{P}\\s]+`, 'gu'))) {
        if (/^[\x00-\x7f]+$/.test(piece)) {
            told.push({ english: piece, written: '' });
            continue;
        }
        for (const { english, written } of cut(piece, glossary)) (ASKING.has(english) ? asking : told).push({ english, written });
    }
    const [first] = asking;
    return first ? [{ english: first.english === 'where' ? 'where is' : first.english, written: '' }, ...told] : told;
}

const ASKING: ReadonlySet<string> = new Set(['where', 'how', 'why', 'which', 'what', 'who', 'when', 'how many', 'what is']);

/** The longest entries from left to right; of the rest, runs that may be names or words are kept. */
function cut(text: string, { english, longest }: Glossary): readonly Word[] {
    const words: Word[] = [];
    let unknown = '';
    const keepUnknown = (): void => {
        // Hiragana between words are endings and particles.
        for (const [word] of unknown.matchAll(/\p{Script=Han}{2,}|[\p{Script=Katakana}ー]{3,}/gu))
            words.push({ english: word, written: '' });
        unknown = '';
    };
    for (let at = 0; at < text.length;) {
        let length = Math.min(longest, text.length - at);
        while (length > 0 && !english.has(text.slice(at, at + length))) length--;
        if (length === 0) {
            unknown += text[at++] ?? '';
            continue;
        }
        keepUnknown();
        const written = text.slice(at, at + length);
        const known = english.get(written) ?? '';
        words.push({ english: known, written: isSmall(known) ? '' : written });
        at += length;
    }
    keepUnknown();
    return words;
}

function isSmall(english: string): boolean {
    return termsOf(english).every(isStopWord);
}
