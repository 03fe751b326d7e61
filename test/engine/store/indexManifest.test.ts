import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { workspacePath } from '../../../src/protocol/text.ts';
import type { FileRecord } from '../../../src/engine/store/fileRecord.ts';
import { IndexManifest } from '../../../src/engine/store/indexManifest.ts';
import type { ManifestHead } from '../../../src/engine/store/indexManifest.ts';
import { indexedFile } from './storedFiles.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const HEAD: ManifestHead = { schema: 1, fingerprint: 'f', dimensions: 8 };
const [A, B, C] = [workspacePath('a'), workspacePath('b'), workspacePath('c')];

function record(path: string, chunks: number): FileRecord {
    return indexedFile(
        path,
        Array.from({ length: chunks }, (_, i) => `${path} ${i}`),
    ).record;
}

async function openManifest(path: string): Promise<IndexManifest> {
    const manifest = await IndexManifest.open(path, HEAD);
    if (!manifest) throw new Error('the journal was refused');
    onTestFinished(() => manifest.close().catch(() => undefined));
    return manifest;
}

/** What is left after the process that wrote the journal is gone. */
async function reopened(
    manifest: IndexManifest,
    path: string,
): Promise<{ files: Record<string, number>; chunks: number; unfinished: string[] }> {
    await manifest.close();
    const again = await openManifest(path);
    return {
        files: Object.fromEntries([...again.records()].map(file => [file.path, file.chunks])),
        chunks: again.chunks,
        unfinished: [...again.unfinished],
    };
}

describe('the manifest', () => {
    test('remembers what was recorded and forgets what was removed', async () => {
        const path = join(await temporaryFolder(), 'journal.log');
        const manifest = await openManifest(path);
        await manifest.begin([A, B]);
        await manifest.end([record('a', 3), record('b', 2)], []);
        await manifest.begin([A, B]);
        await manifest.end([record('a', 5)], [B]);
        expect(await reopened(manifest, path)).toEqual({ files: { a: 5 }, chunks: 5, unfinished: [] });
    });

    test('knows after a crash which files were being changed', async () => {
        const path = join(await temporaryFolder(), 'journal.log');
        const manifest = await openManifest(path);
        await manifest.begin([A]);
        await manifest.end([record('a', 3)], []);
        await manifest.begin([A, C]);
        expect(await reopened(manifest, path)).toEqual({ files: { a: 3 }, chunks: 3, unfinished: ['a', 'c'] });
    });

    test('that forgets a failed change keeps its announcement for the next opening', async () => {
        const path = join(await temporaryFolder(), 'journal.log');
        const manifest = await openManifest(path);
        await manifest.end([record('a', 3), record('b', 1)], []);
        await manifest.begin([A]);
        manifest.forget([A]);
        expect([manifest.get(A), manifest.chunks, manifest.size]).toEqual([undefined, 1, 1]);
        expect((await reopened(manifest, path)).unfinished).toEqual(['a']);
    });

    test.each<[string, ManifestHead]>([
        ['another model', { ...HEAD, fingerprint: 'g' }],
        ['another number of dimensions', { ...HEAD, dimensions: 16 }],
        ['a newer or older program', { ...HEAD, schema: 2 }],
    ])('is not continued by %s', async (_who, head) => {
        const path = join(await temporaryFolder(), 'journal.log');
        await (await openManifest(path)).close();
        expect(await IndexManifest.open(path, head)).toBeUndefined();
    });

    test('whose head was damaged begins again with nothing', async () => {
        const path = join(await temporaryFolder(), 'journal.log');
        const manifest = await openManifest(path);
        await manifest.end([record('a', 3)], []);
        await manifest.close();
        const bytes = await readFile(path);
        bytes[10] = (bytes[10] ?? 0) ^ 1;
        await writeFile(path, bytes);
        expect((await openManifest(path)).size).toBe(0);
    });

    test('is written anew when most of it is history, with the same content', async () => {
        const path = join(await temporaryFolder(), 'journal.log');
        const manifest = await openManifest(path);
        const files = Array.from({ length: 1200 }, (_, i) => record(`f${i}`, 1));
        for (let round = 0; round < 3; round++) await manifest.end(files, []);
        await manifest.begin([C]);
        const { size } = await stat(path);
        const { sequence } = manifest;
        await manifest.compact();
        expect((await stat(path)).size).toBeLessThan(size / 2);
        expect(manifest.sequence).toBe(sequence);
        await manifest.end([record('a', 2)], []);
        const after = await reopened(manifest, path);
        expect([Object.keys(after.files).length, after.chunks, after.unfinished]).toEqual([1201, 1202, ['c']]);
    });
});
