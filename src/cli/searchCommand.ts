import type { SearchRequest } from './parseArguments.ts';
import type { OpenedEngine } from './openEngine.ts';
import type { SearchResult } from '../protocol/passage.ts';
import type { Terminal } from './terminal.ts';
import { placeLabel, workspacePath } from '../protocol/text.ts';
import { searchJson, whyFound } from './jsonShapes.ts';
import { explanationText } from './explanationText.ts';
import { shown } from './terminal.ts';
import { urlOfLine } from './urlOfLine.ts';

export interface SearchOptions extends SearchRequest {
    readonly json: boolean;
}

/** `footnote search`: prints files and passages; false when there are none. */
export async function searchCommand(
    { engine, folder }: OpenedEngine,
    options: SearchOptions,
    terminal: Terminal,
    signal: AbortSignal,
): Promise<boolean> {
    const below = options.folder.replaceAll('\\', '/').replace(/^\.\/|\/+$/g, '');
    const result = await engine.search(
        {
            text: options.query,
            limit: options.limit,
            ...(below === '' || below === '.' ? {} : { folder: workspacePath(below) }),
            ...(options.kinds.length === 0 ? {} : { kinds: options.kinds }),
            ...(options.languages.length === 0 ? {} : { languages: options.languages }),
            ...(options.glob === '' ? {} : { glob: options.glob }),
            ...(options.explains ? { explain: true } : {}),
            ...(options.expected === '' ? {} : { expect: options.expected }),
        },
        { signal },
    );
    terminal.print(options.json ? `${JSON.stringify(searchJson(options.query, result))}\n` : resultWords(result, folder, terminal));
    if (result.explanation && !options.json) terminal.print(`\n${explanationText(result.explanation).split('\n').map(shown).join('\n')}`);
    return result.files.length > 0;
}

/** A passage shows this many lines; the place says where the rest is. */
const PREVIEW_LINES = 6;

function resultWords(result: SearchResult, folder: string, { style }: Terminal): string {
    if (result.passages.length === 0 && result.files.length === 0)
        return `Nothing found in ${String(result.coverage.searchedFiles)} files.\n`;
    const passages = result.passages.map(passage => {
        const place = style.link(style.bold(shown(placeLabel(passage))), urlOfLine(folder, passage.path, passage.range.startLine));
        const lines = passage.text.split('\n');
        const preview = lines
            .slice(0, PREVIEW_LINES)
            .map((line, at) => `  ${style.dim(`${String(passage.range.startLine + at).padStart(5)} `)} ${shown(line)}`);
        const rest = lines.length - preview.length;
        return [
            `${place}  ${style.dim(shown(whyFound(passage.origins)))}`,
            ...preview,
            ...(rest > 0 ? [style.dim(`        … ${String(rest)} more lines`)] : []),
            '',
        ].join('\n');
    });
    const withPassage = new Set(result.passages.map(({ path }) => path));
    const others = result.files.filter(({ path }) => !withPassage.has(path)).map(({ path }) => `  ${shown(path)}`);
    const { coverage } = result;
    const ending = style.dim(
        `Searched ${String(coverage.searchedFiles)} of ${String(coverage.totalFiles)} files in ${String(Math.round(result.tookMs))} ms${coverage.hasMeaning ? '' : ', by words only'}`,
    );
    return [...passages, ...(others.length > 0 ? ['Also in', ...others, ''] : []), ending, ''].join('\n');
}
