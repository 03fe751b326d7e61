import type { TextRange } from '../../protocol/text.ts';

/** A stretch of an answer: text as it stands, or a mark that names lines of a piece of evidence. */
export type AnswerPiece =
    | { readonly type: 'text'; readonly text: string }
    /** `mark` is what goes between the brackets: `1` or `1:12-18`. */
    | { readonly type: 'mark'; readonly mark: string; readonly number: number; readonly range: TextRange | undefined };

/**
 * Splits a stream of text into text and marks, whatever the boundaries of its pieces. Marks come out normalised:
 * `[1, 2]` as `[1]` and `[2]`, `[1:L12–L18]` as `[1:12-18]`. What looks like a mark inside a code span, a fenced block
 * or in front of `(` (a Markdown link) is text.
 */
export async function* readCitations(tokens: AsyncIterable<string>): AsyncIterable<AnswerPiece> {
    const reader = new CitationReader();
    for await (const token of tokens) yield* reader.push(token);
    yield* reader.end();
}

/** `[1]`, `[1:12]`, `[1:12-18]`, and lists of these. */
const ONE_MARK = /^\s*(\d{1,3})(?:\s*:\s*L?(\d{1,7})(?:\s*[-–]\s*L?(\d{1,7}))?)?\s*$/;
const IN_MARK = /[\d:,;L\-–\s]/;
const LONGEST_MARK = 80;

/** Code hides marks: a span ends with as many backticks as it began with, a fence with a line of its own. */
type Place =
    | { readonly in: 'prose' }
    | { readonly in: 'span'; readonly ticks: number }
    | { readonly in: 'fence'; readonly character: string; readonly length: number };

class CitationReader {
    private place: Place = { in: 'prose' };
    /** A mark in the making, from its `[` on. */
    private held = '';
    /** A run of backticks or tildes that has not ended yet. */
    private run = { character: '', length: 0, opensLine: false };
    /** True while the line so far holds nothing but blanks, quote marks and list marks. */
    private isLineStart = true;
    private isLineBlank = true;
    /** The rest of a line that may close a fence. */
    private mayCloseFence = false;
    /** The rest of the line that opened a fence: a backtick there makes it a span. */
    private isFenceLine = false;
    private out: AnswerPiece[] = [];
    private text = '';

    push(token: string): readonly AnswerPiece[] {
        for (const character of token) this.take(character);
        return this.flush();
    }

    end(): readonly AnswerPiece[] {
        // A mark may end the text; an unfinished one is text.
        if (this.held.endsWith(']')) this.releaseMark();
        else this.releaseText();
        return this.flush();
    }

    private flush(): readonly AnswerPiece[] {
        this.endText();
        const out = this.out;
        this.out = [];
        return out;
    }

    private take(character: string): void {
        if (this.held !== '') {
            if (this.held.endsWith(']')) {
                if (character === '(') this.releaseText();
                else this.releaseMark();
            } else if (character === ']' || (IN_MARK.test(character) && character !== '\n' && this.held.length < LONGEST_MARK)) {
                this.held += character;
                return;
            } else {
                this.releaseText();
            }
        }
        this.followRun(character);
        if (character === '[' && this.place.in === 'prose') {
            this.held = '[';
            this.isLineStart = false;
            this.isLineBlank = false;
            return;
        }
        this.text += character;
        if (character === '\n') this.endLine();
        else this.seeInLine(character);
    }

    private followRun(character: string): void {
        const isTick = character === '`' || character === '~';
        if (this.run.length > 0 && character !== this.run.character) this.endRun(character);
        if (!isTick) return;
        if (this.run.length === 0) this.run = { character, length: 0, opensLine: this.isLineStart };
        this.run.length++;
    }

    /** Decides what a finished run of backticks or tildes means. */
    private endRun(next: string): void {
        const { character, length, opensLine } = this.run;
        this.run = { character: '', length: 0, opensLine: false };
        const place = this.place;
        if (place.in === 'fence') {
            if (this.isFenceLine && character === '`' && place.character === '`') this.place = { in: 'span', ticks: place.length };
            else if (opensLine && character === place.character && length >= place.length)
                this.mayCloseFence = next === '\n' || /\s/.test(next);
            if (this.mayCloseFence && next === '\n') this.place = { in: 'prose' };
        }
        if (this.place.in === 'span') {
            if (character === '`' && length === this.place.ticks) this.place = { in: 'prose' };
        } else if (place.in === 'prose') {
            if (opensLine && length >= 3) {
                this.place = { in: 'fence', character, length };
                this.isFenceLine = true;
            } else if (character === '`') this.place = { in: 'span', ticks: length };
        }
    }

    private endLine(): void {
        if (this.mayCloseFence && this.place.in === 'fence') this.place = { in: 'prose' };
        // A code span does not outlive its paragraph.
        if (this.isLineBlank && this.place.in === 'span') this.place = { in: 'prose' };
        this.mayCloseFence = false;
        this.isFenceLine = false;
        this.isLineStart = true;
        this.isLineBlank = true;
    }

    private seeInLine(character: string): void {
        if (/\s/.test(character)) return;
        if (character !== '\r') this.isLineBlank = false;
        if (character !== '`' && character !== '~') {
            this.mayCloseFence = false;
            if (!/[>*+-]/.test(character)) this.isLineStart = false;
        }
    }

    private releaseText(): void {
        this.text += this.held;
        this.held = '';
    }

    private releaseMark(): void {
        const marks = this.held
            .slice(1, -1)
            .split(/[,;]/)
            .map(written => ONE_MARK.exec(written));
        if (!marks.every(mark => mark !== null)) {
            this.releaseText();
            return;
        }
        this.endText();
        for (const [, number = '', start, end] of marks) {
            const startLine = Number(start);
            const range = start === undefined ? undefined : { startLine, endLine: Math.max(startLine, Number(end ?? start)) };
            const mark = range === undefined ? String(Number(number)) : `${String(Number(number))}:${rangeText(range)}`;
            this.out.push({ type: 'mark', mark, number: Number(number), range });
        }
        this.held = '';
    }

    private endText(): void {
        if (this.text !== '') this.out.push({ type: 'text', text: this.text });
        this.text = '';
    }
}

function rangeText(range: TextRange): string {
    return range.startLine === range.endLine ? String(range.startLine) : `${String(range.startLine)}-${String(range.endLine)}`;
}
