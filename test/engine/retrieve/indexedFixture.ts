import path from 'node:path';
import type { CodeSymbol, FileFacts } from '../../../src/protocol/code.ts';
import type { ChunkId } from '../../../src/protocol/passage.ts';
import type { WorkspacePath } from '../../../src/protocol/text.ts';
import type { Embedder, FileTable, Files, ParsedFile, StoredFile, StoredRow, SymbolTable } from '../../../src/engine/ports.ts';
import type { RetrievalPorts } from '../../../src/engine/retrieve/retrievalPorts.ts';
import { contentHash } from '../../../src/engine/contentHash.ts';
import { findModel } from '../../../src/engine/embed/modelFiles.ts';
import { createLocalEmbedder } from '../../../src/engine/embed/localEmbedder.ts';
import { silentLogger } from '../../../src/engine/log.ts';
import { foldedName } from '../../../src/engine/retrieve/foldedName.ts';
import { bagOf } from '../../../src/engine/retrieve/terms.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { inMemoryStore } from '../../doubles/inMemoryStore.ts';
import { parseText } from '../parse/parseText.ts';

/** A workspace that was parsed and embedded by the real parts and is kept in memory; `disk` may be changed behind the index. */
export interface IndexedFixture {
    readonly ports: RetrievalPorts;
    readonly disk: Map<string, string>;
}

let embedder: Promise<Embedder> | undefined;

/** The model that ships, loaded once. */
export function shippedEmbedder(): Promise<Embedder> {
    const models = path.resolve(import.meta.dirname, '../../../media/models');
    embedder ??= findModel('code-static-384', { models, embedderPath: '' }).then(createLocalEmbedder);
    return embedder;
}

/** `tellsTextsApart`: chunks have keys as in the store; without, they all count as copies of one text, of which three are shown. */
export async function indexedFixture(
    texts: Readonly<Record<string, string>>,
    { tellsTextsApart = false }: { readonly tellsTextsApart?: boolean } = {},
): Promise<IndexedFixture> {
    const disk = new Map(Object.entries(texts));
    const parsed = await Promise.all([...disk].map(([name, text]) => parseText(name, text)));
    const store = inMemoryStore();
    const model = await shippedEmbedder();
    await store.replaceFiles(await Promise.all(parsed.map(file => stored(file, model, tellsTextsApart))));
    const files: Files = {
        read: async name => {
            const text = disk.get(name);
            return text === undefined ? undefined : { text, hash: contentHash(text), isUnsaved: false };
        },
    };
    const ports: RetrievalPorts = {
        store,
        symbols: symbolsOf(parsed),
        fileTable: tableOf(parsed),
        files,
        embedder: model,
        gaps: () => ({ totalFiles: parsed.length, skippedFiles: 0, isPartial: false }),
        log: silentLogger,
    };
    return { ports, disk };
}

async function stored(file: ParsedFile, model: Embedder, tellsTextsApart: boolean): Promise<StoredFile> {
    const rows = file.chunks.map((chunk, nth): StoredRow => ({
        id: `${file.path}#${nth}` as ChunkId,
        path: file.path,
        language: file.language,
        kind: file.kind,
        range: chunk.range,
        fileHash: file.hash,
        vectorKey: tellsTextsApart ? contentHash(chunk.embeddedText) : '',
        ...(chunk.symbol ? { symbol: chunk.symbol } : {}),
        names: bagOf(chunk.names.join(' ')),
        terms: bagOf(chunk.text),
    }));
    const vectors = await model.embedDocuments(file.chunks.map(chunk => chunk.embeddedText));
    return { path: file.path, fileHash: file.hash, rows, vectors };
}

export function symbolsOf(parsed: readonly Pick<ParsedFile, 'path' | 'facts'>[]): SymbolTable {
    const facts = new Map<WorkspacePath, FileFacts>(parsed.map(file => [file.path, file.facts]));
    const all = parsed.flatMap(file => file.facts.definitions.map((definition): CodeSymbol => ({ ...definition, path: file.path })));
    return {
        definitionsOf: name => all.filter(symbol => symbol.name === name),
        definitionsLike: folded => all.filter(symbol => foldedName(symbol.name) === folded),
        tellDefinitionsLike: (folded, tell) => {
            for (const { path, name, kind, container } of all) if (foldedName(name) === folded) tell(path, name, kind, container !== '');
        },
        referencesTo: name =>
            parsed.flatMap(file =>
                file.facts.references
                    .filter(use => use.name === name)
                    .flatMap(use => use.lines.map(line => ({ path: file.path, name, line }))),
            ),
        factsOf: name => facts.get(name),
        importersOf: () => [],
        linksOf: () => [],
    };
}

export function tableOf(parsed: readonly Pick<ParsedFile, 'path' | 'language' | 'kind'>[]): FileTable {
    const kinds = new Map(parsed.map(file => [file.path, file.kind]));
    return { files: () => parsed, kindOf: name => kinds.get(name), version: 1 };
}

/** A file table that knows paths only. */
export function tableOfPaths(paths: readonly string[]): FileTable {
    return tableOf(paths.map(name => ({ path: workspacePath(name), language: 'text', kind: 'code' })));
}
