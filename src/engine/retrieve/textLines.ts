import type { TextRange } from '../../protocol/text.ts';

/** The lines of a text, of which a few are wanted: where each begins is kept, and a string is made for what is asked for alone. */
export class TextLines {
    private readonly text: string;
    /** Of all lines, the first at 0. */
    private readonly starts: readonly number[];

    constructor(written: string) {
        const text = written.startsWith(BYTE_ORDER_MARK) ? written.slice(1) : written;
        this.text = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
        const starts = [0];
        for (let at = this.text.indexOf('\n'); at >= 0; at = this.text.indexOf('\n', at + 1)) starts.push(at + 1);
        this.starts = starts;
    }

    get count(): number {
        return this.starts.length;
    }

    /** The lines of a range, joined with `\n`; those that there are of it. */
    between({ startLine, endLine }: TextRange): string {
        const start = this.starts[Math.max(1, startLine) - 1] ?? this.text.length;
        const next = this.starts[Math.max(0, endLine)];
        return this.text.slice(start, Math.max(start, next === undefined ? this.text.length : next - 1));
    }

    all(): readonly string[] {
        return this.text.split('\n');
    }
}

const BYTE_ORDER_MARK = '\uFEFF';
