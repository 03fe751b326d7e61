import { FailureError, fail } from '../../protocol/failure.ts';
import type { WordStatistics } from '../ports.ts';
import { errorCode } from './durableFile.ts';
import { GenerationReader } from './generationReader.ts';
import { currentGeneration, generationFolder, generationsIn, nextGeneration, pointTo, removeOthers } from './generations.ts';
import { GenerationWriter } from './generationWriter.ts';
import type { ManifestHead } from './indexManifest.ts';
import type { IndexStoreOptions, ManifestView } from './indexStore.ts';
import type { RowStore } from './rowStore.ts';
import { SCHEMA_VERSION } from './storeSchema.ts';
import { isFromSystem } from './systemRefusal.ts';
import type { WorkspaceSymbols } from './symbolTable.ts';

/** What a writer works with: the generation it writes, and the earlier one that answers until that is complete. */
export interface OpenGenerations {
    readonly number: number;
    readonly written: GenerationWriter;
    readonly earlier: EarlierGeneration | undefined;
}

export interface EarlierGeneration {
    readonly generation: ServedGeneration;
    /** False when its vectors were made with another profile than the questions' are. */
    readonly isComparable: boolean;
}

/** What searches need of a generation. */
export interface ServedGeneration {
    readonly rows: RowStore;
    readonly counts: WordStatistics;
    readonly manifest: ManifestView;
    readonly symbols: WorkspaceSymbols;
    abandon(): Promise<void>;
}

/**
 * Opens the generation that counts. One that was made for another model goes on answering by words and symbols while a new one is made
 * beside it, also when that was begun by an earlier process; one of another program, or beyond mending, is replaced at once.
 */
export async function openGenerations(options: IndexStoreOptions): Promise<OpenGenerations> {
    const { folder } = options;
    const number = await currentGeneration(folder);
    const present = number === undefined ? undefined : await openForWriting(number, options);
    if (number !== undefined && present) {
        await removeOthers(folder, [number]);
        return { number, written: present, earlier: undefined };
    }
    const earlier = number === undefined ? undefined : await openEarlier(number, options);
    const draft = earlier ? await openDraft(number ?? 0, options) : undefined;
    const { number: written, generation } = draft ?? (await beginGeneration(options));
    if (!earlier) await pointTo(folder, written);
    await removeOthers(folder, [written, ...(earlier && number !== undefined ? [number] : [])]);
    return { number: written, written: generation, earlier: earlier && { generation: earlier, isComparable: false } };
}

/** An empty generation on disk, to which nothing points yet. */
export async function beginGeneration(
    options: IndexStoreOptions,
): Promise<{ readonly number: number; readonly generation: GenerationWriter }> {
    const number = await nextGeneration(options.folder);
    const generation = await GenerationWriter.open(generationFolder(options.folder, number), headOf(options), options);
    if (!generation) fail({ kind: 'index-damaged', detail: 'an empty index could not be made' });
    await generation.barrier();
    return { number, generation };
}

/** Undefined when it cannot be used. The disk's own errors are not the index's fault and must not cost it. */
async function openForWriting(number: number, options: IndexStoreOptions): Promise<GenerationWriter | undefined> {
    const folder = generationFolder(options.folder, number);
    try {
        const generation = await GenerationWriter.open(folder, headOf(options), options);
        if (!generation) options.log.info('the index is made anew', { folder });
        return generation;
    } catch (error) {
        rethrowUnlessDamage(error);
        options.log.warn('the index cannot be read and is made anew', { folder, error: String(error) });
        return undefined;
    }
}

/** The generation as something to search, when only its model is another one. */
async function openEarlier(
    number: number,
    { folder, fingerprint, dimensions, cut, log }: IndexStoreOptions,
): Promise<GenerationReader | undefined> {
    try {
        const reader = await GenerationReader.open(generationFolder(folder, number), dimensions);
        if (!reader) return undefined;
        const { head, size, chunks } = reader.manifest;
        const isOtherModel = head?.fingerprint !== fingerprint || head.cut !== cut;
        if (isOtherModel && size > 0 && (await reader.rows.countRows()) === chunks) return reader;
        await reader.close();
    } catch (error) {
        // Rows in LanceDB cannot serve where it does not load.
        if (!(error instanceof FailureError && error.failure.kind === 'platform-unsupported')) rethrowUnlessDamage(error);
        log.info('the earlier index cannot serve meanwhile', { error: String(error) });
    }
    return undefined;
}

/** What an earlier process had begun and not finished. */
async function openDraft(
    current: number,
    options: IndexStoreOptions,
): Promise<{ readonly number: number; readonly generation: GenerationWriter } | undefined> {
    for (const number of (await generationsIn(options.folder)).filter(draft => draft > current).sort((a, b) => b - a)) {
        const generation = await openForWriting(number, options);
        if (generation) return { number, generation };
    }
    return undefined;
}

function headOf({ fingerprint, dimensions, rows, cut }: IndexStoreOptions): ManifestHead {
    return {
        schema: SCHEMA_VERSION,
        fingerprint,
        dimensions,
        ...(rows === 'words' ? { rows } : {}),
        ...(cut === undefined ? {} : { cut }),
    };
}

function rethrowUnlessDamage(error: unknown): void {
    if (error instanceof FailureError || isFromSystem(error) || errorCode(error)?.startsWith('E')) throw error;
}
