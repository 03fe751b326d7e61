import type { FoundConversation } from '../../protocol/view.ts';
import type { ConversationSummary } from './conversationFiles.ts';

export interface ConversationSearch {
    readonly found: readonly FoundConversation[];
    /** How many there are in all; `found` has the first hundred. */
    readonly of: number;
}

/**
 * The conversations that have every word of `text` in their name, a question or an answer, in the order of the list. A plain look through
 * all of it: it is in memory, and a thousand conversations take a few milliseconds. Small and capital letters are the same.
 */
export function searchConversations(summaries: readonly ConversationSummary[], text: string): ConversationSearch {
    const words = [
        ...new Set(
            folded(text)
                .split(/\s+/)
                .filter(word => word !== ''),
        ),
    ];
    if (words.length === 0) return { found: [], of: 0 };
    const matching = summaries.filter(summary => {
        const all = foldedText(summary);
        return words.every(word => all.includes(word));
    });
    return { found: matching.slice(0, MOST_SHOWN).map(summary => foundIn(summary, words)), of: matching.length };
}

const MOST_SHOWN = 100;

/** Made once for each summary; a conversation that goes on has a new one. */
const foldedTexts = new WeakMap<ConversationSummary, string>();

function foldedText(summary: ConversationSummary): string {
    let text = foldedTexts.get(summary);
    if (text === undefined) {
        text = folded([summary.title, ...summary.questions, ...summary.answers].join('\n'));
        foldedTexts.set(summary, text);
    }
    return text;
}

function foundIn({ id, title, turns, isPinned, questions, answers }: ConversationSummary, words: readonly string[]): FoundConversation {
    // Words of the name are seen in the name; the place shown is the one that has most of the words.
    const counted = [...answers, ...questions].map(text => {
        const lower = folded(text);
        return { text, count: words.filter(word => lower.includes(word)).length };
    });
    const best = counted.reduce((one, other) => (other.count > one.count ? other : one), { text: '', count: 0 });
    return { id, title, turns, isPinned, context: best.count === 0 ? [] : contextOf(best.text, words) };
}

/** The words around the first match, on one line, cut into pieces that match and pieces that do not. */
function contextOf(text: string, words: readonly string[]): FoundConversation['context'] {
    const line = text.replace(/\s+/g, ' ').trim();
    const lower = folded(line);
    const first = Math.min(...words.map(word => lower.indexOf(word)).filter(at => at >= 0));
    const start = first <= BEFORE ? 0 : line.lastIndexOf(' ', first - BEFORE) + 1 || first - BEFORE;
    const end = Math.min(line.length, first + AFTER);
    const pieces: { text: string; isMatch: boolean }[] = start > 0 ? [{ text: '…', isMatch: false }] : [];
    for (let at = start; at < end;) {
        const matches = words.map(word => ({ word, at: lower.indexOf(word, at) })).filter(match => match.at >= 0 && match.at < end);
        const next = matches.reduce<(typeof matches)[number] | undefined>(
            (one, other) => (!one || other.at < one.at || (other.at === one.at && other.word.length > one.word.length) ? other : one),
            undefined,
        );
        if (next?.at === at) {
            pieces.push({ text: line.slice(at, at + next.word.length), isMatch: true });
            at += next.word.length;
        } else {
            pieces.push({ text: line.slice(at, next?.at ?? end), isMatch: false });
            at = next?.at ?? end;
        }
    }
    return end < line.length ? [...pieces, { text: '…', isMatch: false }] : pieces;
}

const BEFORE = 30;
const AFTER = 120;

/** In small letters, at the same length, so that places in it are places in the text. */
function folded(text: string): string {
    const lower = text.toLowerCase();
    return lower.length === text.length
        ? lower
        : text.replace(/\p{Lu}/gu, one => (one.toLowerCase().length === one.length ? one.toLowerCase() : one));
}
