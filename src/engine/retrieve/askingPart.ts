/** A question as it is read: what leads up to it, and what is asked. */
export interface AskingPart {
    /** What was told before; empty where all of it asks or states. */
    readonly story: string;
    readonly ask: string;
}

/**
 * Where people first tell what happened to them ("the hook rejected my commit for a trailing blank. Where do I see what it runs?"), what they
 * tell is not what they want. The ask is the last sentence that ends with a question mark, or else the last one if it begins as a question
 * does; of a sentence of several clauses ("after the upgrade it is slow, where is that decided") the one that begins so. A text without either
 * is read whole; a report says at its beginning what it is about, and what it asks later is asked by its template.
 */
export function askingPart(text: string): AskingPart {
    if (isReport(text)) return { story: '', ask: text.slice(0, TITLE_CHARACTERS) };
    const sentences = text.split(SENTENCE_END).filter(sentence => sentence.trim() !== '');
    const marked = sentences.findLastIndex(sentence => /\?["')]*\s*$/.test(sentence));
    const at = marked >= 0 ? marked : BEGINS_TO_ASK.test(sentences.at(-1) ?? '') ? sentences.length - 1 : 0;
    if (marked < 0 && at === 0 && sentences.length > 1) return { story: '', ask: text };
    const before = sentences.slice(0, at).join(' ');
    const after = sentences.slice(at + 1).join(' ');
    const { story, ask } = askingClause(sentences[at] ?? text);
    return { story: [before, story, after].filter(part => part !== '').join(' '), ask };
}

/** A text of many lines tells of a fault or a wish. */
export function isReport(text: string): boolean {
    return text.length > REPORT_CHARACTERS || text.split('\n', REPORT_LINES).length === REPORT_LINES;
}

const REPORT_CHARACTERS = 400;
const REPORT_LINES = 4;
const TITLE_CHARACTERS = 320;

/** `3.4`, `e.g.` and `Foo.bar` end no sentence. */
const SENTENCE_END = /(?<=[?!])\s+|(?<=[^\s.]{2}\.)(?<!\b(?:e\.g|i\.e|etc|vs|resp)\.)\s+(?=[\p{Lu}\p{Ll}`"])|\n+/u;

const ASKING_WORDS =
    "where(?:'s|s)?|which|what(?:'s|s)?|who(?:'s|m|se)?|how|why|when|explain|show|find|tell|is (?:it|there|that|this|any)|are there|do (?:we|you)|does (?:it|any)|has (?:any)|wo|wie|warum|welche[rs]?|was|wer";

const BEGINS_TO_ASK = new RegExp(`^\\s*(?:(?:and|but|so|ok|then|now)[, ]+)?(?:(?:in|at|by|from|to|on|for) )?(?:${ASKING_WORDS})\\b`, 'i');

const LATER_CLAUSE = new RegExp(`(?:[,;:]|\\s[–—-])\\s+(?:(?:and|but|so) )?(?=(?:(?:in|at|by|from|on) )?(?:${ASKING_WORDS})\\b)`, 'gi');

/** A clause that is no question, and after it one that is. Too short a beginning ("in tokio, where …") is no story. */
function askingClause(sentence: string): AskingPart {
    if (BEGINS_TO_ASK.test(sentence)) return { story: '', ask: sentence };
    for (const match of sentence.matchAll(LATER_CLAUSE)) {
        const ask = sentence.slice(match.index + match[0].length);
        if (match.index >= LEAST_STORY && ask.length >= LEAST_ASK) return { story: sentence.slice(0, match.index), ask };
    }
    return { story: '', ask: sentence };
}

const LEAST_STORY = 15;
const LEAST_ASK = 10;
