import type { IndexStatus } from '../protocol/indexing.ts';
import { progressWords as indexProgress, shareWords } from '../protocol/indexStory.ts';
import { visibleText } from '../protocol/visibleText.ts';

/** Where output goes and what it may look like there. */
export interface Terminal {
    /** Standard output: the result, and nothing but the result. */
    print(text: string): void;
    /** Standard error: progress and problems. */
    tell(text: string): void;
    readonly style: Style;
    /** Undefined when nobody watches: then progress is plain lines, far apart. */
    readonly progressWidth: number | undefined;
}

/** Colours and links where the terminal shows them; plain text elsewhere. */
export interface Style {
    readonly isPlain: boolean;
    bold(text: string): string;
    dim(text: string): string;
    code(text: string): string;
    accent(text: string): string;
    /** `text` that opens `url` on a click. */
    link(text: string, url: string): string;
}

export interface TerminalFacts {
    readonly stdout: { readonly isTTY?: boolean; write(text: string): unknown };
    readonly stderr: { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown };
    readonly env: Readonly<Record<string, string | undefined>>;
}

export function openTerminal({ stdout, stderr, env }: TerminalFacts): Terminal {
    // https://no-color.org: any value that is not empty.
    const isColoured = stdout.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
    return {
        print: text => void stdout.write(text),
        tell: text => void stderr.write(text),
        style: isColoured ? colours : plain,
        progressWidth: stderr.isTTY === true && env['TERM'] !== 'dumb' ? (stderr.columns ?? 80) : undefined,
    };
}

export const plain: Style = { isPlain: true, bold: same, dim: same, code: same, accent: same, link: same };

export const colours: Style = {
    isPlain: false,
    bold: text => `\u001b[1m${text}\u001b[22m`,
    dim: text => `\u001b[2m${text}\u001b[22m`,
    code: text => `\u001b[36m${text}\u001b[39m`,
    accent: text => `\u001b[34m${text}\u001b[39m`,
    // OSC 8; terminals that do not know it show the text alone.
    link: (text, url) => `\u001b]8;;${url}\u001b\\${text}\u001b]8;;\u001b\\`,
};

function same(text: string): string {
    return text;
}

/** Follows the index on standard error: one line that is written over on a terminal, a line now and then elsewhere. */
export class ProgressLine {
    private readonly terminal: Terminal;
    private readonly now: () => number;
    private lastMs: number;
    private isShown = false;

    constructor(terminal: Terminal, now: () => number) {
        this.terminal = terminal;
        this.now = now;
        // Where lines stay, what is over in a moment is not told at all.
        this.lastMs = terminal.progressWidth === undefined ? now() : -Infinity;
    }

    show(status: IndexStatus): void {
        const width = this.terminal.progressWidth;
        const words = progressWords(status, width ?? Infinity);
        if (words === '' || this.now() - this.lastMs < (width === undefined ? 5_000 : 100)) return;
        this.lastMs = this.now();
        if (width === undefined) {
            this.terminal.tell(`${words}\n`);
            return;
        }
        this.isShown = true;
        this.terminal.tell(`\r\u001b[K${words.slice(0, width - 1)}`);
    }

    /** Leaves the line empty for what comes next. */
    end(): void {
        if (this.isShown) this.terminal.tell('\r\u001b[K');
        this.isShown = false;
    }
}

/** In fewer words where the line has less room. */
function progressWords(status: IndexStatus, width: number): string {
    switch (status.state) {
        case 'scanning':
            return 'Looking for files …';
        case 'indexing':
            return shorter(`Indexing ${indexProgress(status)} …`, `Indexing ${shareWords(status)}`, width);
        case 'paused':
            return shorter(
                `Paused at ${indexProgress(status)}${status.because === undefined ? '' : `, because ${status.because}`}`,
                `Paused at ${shareWords(status)}${status.because === undefined ? '' : `: ${status.because}`}`,
                width,
            );
        case 'empty':
        case 'ready':
        case 'held':
        case 'failed':
            return '';
    }
}

function shorter(long: string, short: string, width: number): string {
    return long.length < width ? long : short;
}

/** Text of the repository for a terminal: escape sequences in it are shown, not obeyed. */
export function shown(text: string): string {
    return visibleText(text);
}
