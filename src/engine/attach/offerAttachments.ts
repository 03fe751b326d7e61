import type { AttachmentOffer, AttachmentSearch } from '../../protocol/attachment.ts';
import type { CodeSymbol } from '../../protocol/code.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import { qualifiedName } from '../../protocol/code.ts';
import { baseName, folderName, workspacePath } from '../../protocol/text.ts';

export interface OfferedFrom {
    /** Every file that may be attached. */
    readonly files: readonly WorkspacePath[];
    /** Names of definitions; none while there is no index. */
    readonly names: Iterable<string>;
    readonly definitionsOf: (name: string) => readonly CodeSymbol[];
}

/**
 * Files, folders and definitions that fit what was typed behind an `@`, best first, files before folders before definitions. Letters must
 * occur in order; a name that begins with them, and a short path, come first. With nothing typed, files and folders near the root.
 */
export function offerAttachments(
    { text, limit }: AttachmentSearch,
    { files, names, definitionsOf }: OfferedFrom,
): readonly AttachmentOffer[] {
    const typed = text
        .replaceAll('\\', '/')
        .replace(/^\.?\//, '')
        .toLowerCase();
    const folders = new Set<WorkspacePath>();
    for (const file of files)
        for (let folder = folderName(file); folder !== '' && !folders.has(workspacePath(folder)); folder = folderName(folder))
            folders.add(workspacePath(folder));
    const offers: AttachmentOffer[] = [
        ...best(files, path => pathScore(path, typed), limit).map(path => ({ kind: 'file' as const, path })),
        ...best(folders, path => pathScore(path, typed.replace(/\/+$/, '')), limit).map(path => ({ kind: 'folder' as const, path })),
    ];
    if (typed.length < FEWEST_LETTERS || typed.includes('/')) return offers;
    const [written = typed] = typed.split('.').slice(-1);
    const alike = best(names, name => fit(name.toLowerCase(), written, 2), NAMES_LOOKED_AT);
    const symbols = best(alike.flatMap(definitionsOf), symbol => symbolScore(symbol, typed), limit);
    return [
        ...offers,
        ...symbols.map(symbol => ({ kind: 'symbol' as const, path: symbol.path, range: symbol.range, name: qualifiedName(symbol) })),
    ];
}

/** One letter fits every second name. */
const FEWEST_LETTERS = 2;
const NAMES_LOOKED_AT = 50;

/** The highest scores in order, the first of equals first; those without one are left out. Nobody waits for a list of all to be sorted. */
function best<Item>(items: Iterable<Item>, scoreOf: (item: Item) => number, limit: number): readonly Item[] {
    const kept: { readonly item: Item; readonly score: number }[] = [];
    for (const item of items) {
        const score = scoreOf(item);
        if (score <= 0 || (kept.length === limit && score <= (kept.at(-1)?.score ?? 0))) continue;
        const at = kept.findIndex(known => known.score < score);
        kept.splice(at < 0 ? kept.length : at, 0, { item, score });
        if (kept.length > limit) kept.pop();
    }
    return kept.map(({ item }) => item);
}

/** 0 for a path that does not fit; of those that fit alike the one nearest to the root. */
function pathScore(path: string, typed: string): number {
    if (typed === '') return 1 / (depthOf(path) + path.length / 1_000);
    const lower = path.toLowerCase();
    const found = fit(baseName(lower), typed, 2) || fit(lower, typed, 1);
    return found === 0 ? 0 : found + 1 - depthOf(path) / 100 - path.length / 10_000;
}

function depthOf(path: string): number {
    let depth = 0;
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) depth++;
    return depth;
}

/** A whole name over its beginning, over a part of it, over letters in order. */
function fit(name: string, typed: string, weight: number): number {
    if (name === typed) return 5 * weight;
    if (name.startsWith(typed)) return 4 * weight;
    if (name.includes(typed)) return 3 * weight;
    return hasInOrder(name, typed) ? weight : 0;
}

function symbolScore(symbol: CodeSymbol, typed: string): number {
    const [asked = typed] = typed.split('.').slice(-1);
    const found = fit(symbol.name.toLowerCase(), asked, 2);
    const isInside = typed.includes('.') && fit(qualifiedName(symbol).toLowerCase(), typed, 2) === 0;
    if (found === 0 || isInside) return 0;
    return found + (symbol.kind === 'section' || symbol.kind === 'key' ? 0 : 1) - symbol.path.length / 10_000;
}

function hasInOrder(name: string, letters: string): boolean {
    let at = 0;
    for (const letter of letters) {
        at = name.indexOf(letter, at) + 1;
        if (at === 0) return false;
    }
    return true;
}
