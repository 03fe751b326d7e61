import type { TextRange } from '../../protocol/text.ts';
import type { OutlineItem } from '../parse/fileSyntax.ts';
import type { MeasuredLines } from './chunkLimits.ts';

/** What the embedder sees of a chunk: the first line of every definition around it, outermost first, then its own text, cut to a sane length. */
export function embeddedText(lines: MeasuredLines, range: TextRange, around: readonly OutlineItem[]): string {
    const headers = around.map(item => shortened(lines.text(item.signature.startLine).trim(), MAX_HEADER));
    const body = lines
        .textOf(range)
        .split('\n')
        .map(line => shortened(line, MAX_LINE))
        .join('\n');
    return shortened([...headers, body].join('\n'), body.length + MAX_HEADERS);
}

const MAX_HEADER = 160;
/** Lines longer than this are data: their beginning says what they are. */
const MAX_LINE = 1_000;
/** Of all headers together: what nests deeper is told by what is nearest to the top. */
const MAX_HEADERS = 1_000;

function shortened(text: string, length: number): string {
    return text.length <= length ? text : text.slice(0, length);
}
