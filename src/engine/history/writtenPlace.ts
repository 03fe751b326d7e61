import type { TextRange } from '../../protocol/text.ts';

/** A file with lines, as a question may write it. */
export interface WrittenPlace {
    readonly path: string;
    readonly range: TextRange;
}

/** `src/a.ts:12`, `src/a.ts:12-18`, `src/a.ts#L12-L18`, `line 12 of src/a.ts`, `src/a.ts, lines 12 to 18`; the first that a text has. */
export function writtenPlace(text: string): WrittenPlace | undefined {
    const found =
        new RegExp(`(?<path>${PATH})(?::|#L)(?<from>\\d{1,7})(?:\\s?[-–]\\s?L?(?<to>\\d{1,7}))?`, 'u').exec(text) ??
        new RegExp(`\\blines? (?<from>\\d{1,7})(?:\\s?(?:-|–|to|and)\\s?(?<to>\\d{1,7}))? (?:of|in) [\`"']?(?<path>${PATH})`, 'iu').exec(
            text,
        ) ??
        new RegExp(
            `(?<path>${PATH})[\`"']?,? (?:at |on )?(?:the )?lines? (?<from>\\d{1,7})(?:\\s?(?:-|–|to|and)\\s?(?<to>\\d{1,7}))?`,
            'iu',
        ).exec(text);
    const { path, from, to } = found?.groups ?? {};
    if (path === undefined || from === undefined) return undefined;
    const [one, two] = [Number(from), Number(to ?? from)];
    return { path: path.replace(/^(?:\.\/)+/, ''), range: { startLine: Math.max(1, Math.min(one, two)), endLine: Math.max(one, two, 1) } };
}

const PATH = '[\\p{L}\\p{N}_@.][\\p{L}\\p{N}_@./\\\\+-]*';
