import type { Passage, RankedFile } from '../../protocol/passage.ts';
import type { TextRange, WorkspacePath } from '../../protocol/text.ts';
import type { PassageStore, SourceText } from '../ports.ts';
import type { ChosenRow } from './choosePassages.ts';
import type { RetrievalPorts } from './retrievalPorts.ts';
import { findMovedRow } from './findMovedRow.ts';
import { TextLines } from './textLines.ts';
import { placePassages, withText, type PlacedPassage } from './widenPassages.ts';

/** The order in which passages are shown, from that of their scores. */
export type ShowOrder = <Found extends PlacedPassage>(byScore: readonly Found[]) => readonly Found[];

type ReadingPorts = Pick<RetrievalPorts, 'files' | 'symbols' | 'store'>;

/**
 * The passages that are shown, when of all files only those are read which are shown: which ones they are follows from the index alone as
 * long as what is shown is there and reads as it was indexed. Undefined when it does not, because then others may take its place.
 */
export async function readShown(
    chosen: readonly ChosenRow[],
    { files: texts, symbols }: ReadingPorts,
    options: {
        readonly inOrder: ShowOrder;
        /** Those that are shown. */
        readonly files: readonly RankedFile[];
        readonly limit: number;
        readonly signal: AbortSignal | undefined;
    },
): Promise<Passage[] | undefined> {
    const byFile = Map.groupBy(chosen, ({ row }) => row.path);
    const whereIndexed = { place: ({ row }: ChosenRow) => row.range, lineCount: Infinity };
    const placed = [...byFile].flatMap(([path, own]) => placePassages(own, symbols.factsOf(path), whereIndexed));
    const shown = options.inOrder(placed.sort(byScore)).slice(0, options.limit);
    const wanted = [...new Set([...options.files, ...shown].map(({ path }) => path))].filter(path => byFile.has(path));
    const read = await Promise.all(wanted.map(async path => [path, await texts.read(path)] as const));
    options.signal?.throwIfAborted();
    const linesOf = new Map<WorkspacePath, TextLines>();
    for (const [path, source] of read) {
        if (byFile.get(path)?.some(({ row }) => row.fileHash !== source?.hash) ?? true) return undefined;
        if (source) linesOf.set(path, new TextLines(source.text));
    }
    const passages: Passage[] = [];
    for (const passage of shown) {
        const lines = linesOf.get(passage.path);
        if (!lines || passage.range.endLine > lines.count) return undefined;
        passages.push(withText(passage, lines));
    }
    return passages;
}

/** Reads the live text of each chosen file once; what is gone is left out and named. Best first. */
export async function readPassages(
    chosen: readonly ChosenRow[],
    { files, symbols, store }: ReadingPorts,
    signal: AbortSignal | undefined,
): Promise<{ readonly gone: ReadonlySet<WorkspacePath>; readonly passages: readonly Passage[] }> {
    const byFile = Map.groupBy(chosen, ({ row }) => row.path);
    const gone = new Set<WorkspacePath>();
    const read = await Promise.all(
        [...byFile].map(async ([path, own]) => {
            const source = await files.read(path);
            signal?.throwIfAborted();
            if (!source) {
                gone.add(path);
                return [];
            }
            const moved = await movedRows(own, { source, store, signal });
            const lines = new TextLines(source.text);
            const place = ({ row }: ChosenRow): TextRange | undefined => (row.fileHash === source.hash ? row.range : moved.get(row.id));
            const placed = placePassages(own, symbols.factsOf(path), { place, lineCount: lines.count });
            return placed.map(passage => withText(passage, lines));
        }),
    );
    return { gone, passages: read.flat().sort(byScore) };
}

function byScore(a: PlacedPassage, b: PlacedPassage): number {
    return b.score - a.score || (a.path < b.path ? -1 : 1);
}

/** Where the rows of another text than the file has now stand in it; that takes their words. */
async function movedRows(
    chosen: readonly ChosenRow[],
    live: {
        readonly source: SourceText;
        readonly store: PassageStore;
        readonly signal: AbortSignal | undefined;
    },
): Promise<ReadonlyMap<string, TextRange | undefined>> {
    const { source, store, signal } = live;
    const changed = chosen.map(({ row }) => row).filter(({ fileHash }) => fileHash !== source.hash);
    if (changed.length === 0) return new Map();
    const rows = await store.inFull(changed, { signal });
    const lines = new TextLines(source.text).all();
    return new Map(rows.map(row => [row.id, findMovedRow(row, lines)]));
}
