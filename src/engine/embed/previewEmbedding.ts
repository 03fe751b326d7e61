import type { EmbedderServer } from '../../protocol/engineContract.ts';
import type { EmbeddingPreview } from '../../protocol/embeddingPreview.ts';
import type { DiskFiles } from '../scan/diskFiles.ts';
import type { IndexStore } from '../store/indexStore.ts';
import type { Parser, StopOptions } from '../ports.ts';
import { sendableChunks } from './sendableChunks.ts';
import { sendableText } from './sendableText.ts';
import { familyOfServed, MAX_CHARACTERS } from './serverProfile.ts';

export interface PreviewPorts {
    readonly files: Pick<DiskFiles, 'readFromDisk'>;
    readonly parser: Parser;
    readonly store: Pick<IndexStore, 'manifest'>;
}

/** What would be, or is, sent to the server that the settings name, made by the same steps, without a connection. */
export async function previewEmbedding(
    server: EmbedderServer | undefined,
    { files, parser, store }: PreviewPorts,
    { signal }: StopOptions = {},
): Promise<EmbeddingPreview> {
    const records = [...store.manifest.records()].filter(({ state, chunks }) => state !== 'skipped' && chunks > 0);
    const prefix = familyOfServed(server?.model ?? '')?.documentPrefix ?? '';
    const texts: EmbeddingPreview['texts'][number][] = [];
    for (const { path } of records.sort((one, other) => (one.path < other.path ? -1 : 1))) {
        if (texts.length >= PASSAGES_SHOWN) break;
        signal?.throwIfAborted();
        const read = await files.readFromDisk(path);
        if (read.state !== 'read') continue;
        const parsed = await parser.parse({ path, text: read.text, hash: read.hash }, { signal });
        for (const { range, embeddedText } of (await sendableChunks(parsed, read.text)).chunks)
            texts.push({ path, range, text: await sendableText(prefix, embeddedText, MAX_CHARACTERS) });
    }
    return {
        destination: server ? (URL.parse(server.baseUrl)?.origin ?? server.baseUrl) : 'this machine',
        model: server?.model ?? 'the model that ships with Footnote',
        files: records.length,
        passages: records.reduce((sum, { chunks }) => sum + chunks, 0),
        texts,
    };
}

/** More than anybody reads; whole files, so that what is seen is complete as far as it goes. */
const PASSAGES_SHOWN = 100;
