import { describe, expect, test } from 'vitest';
import { workspacePath } from '../../src/protocol/text.ts';
import { silentLogger } from '../../src/engine/log.ts';
import type { Embedder, ServedModel } from '../../src/engine/ports.ts';
import type { FileRecord } from '../../src/engine/store/fileRecord.ts';
import { warmUp, type WarmUpPorts } from '../../src/engine/warmUp.ts';

function record(path: string, language: string, kind: FileRecord['kind'] = 'code'): FileRecord {
    return { path: workspacePath(path), size: 1, mtimeMs: 1, ino: 1, hash: '1', language, kind, lines: 1, chunks: 1, state: 'indexed' };
}

/** Ports that write down what is asked of them. */
function portsOver(
    records: readonly FileRecord[],
    embedder: Pick<Embedder, 'server'>,
    isWriter = true,
): { ports: WarmUpPorts; asked: string[] } {
    const asked: string[] = [];
    const manifest = { size: records.length, chunks: 0, get: () => undefined, records: () => records };
    const vectors = { get: () => Promise.resolve(asked.push('vectors')).then(() => []), put: () => Promise.resolve() };
    const parse: WarmUpPorts['parser']['parse'] = file => {
        asked.push(`parse ${file.path}`);
        return Promise.reject(new Error('the grammar is broken'));
    };
    const embedDocuments = (): Promise<[]> => Promise.resolve(asked.push('model')).then(() => []);
    const profile = {
        model: 'a',
        dimensions: 1,
        pooling: 'cls',
        queryPrefix: '',
        documentPrefix: '',
        maxCharacters: 1,
        batchSize: 1,
        fingerprint: 'a',
    } as const;
    const model: Embedder = {
        profile,
        embedDocuments,
        embedQuery: () => Promise.resolve(undefined),
        close: () => Promise.resolve(),
        ...embedder,
    };
    return {
        ports: {
            store: { manifest, vectors, isWriter },
            parser: { parse },
            embedder: model,
            log: silentLogger,
        },
        asked,
    };
}

const now = { signal: new AbortController().signal, afterMs: 0 };
const files = [record('README.md', 'markdown', 'docs'), record('b.py', 'python'), record('a.ts', 'typescript'), record('c.py', 'python')];

describe('warming up', () => {
    test('loads the model, the places of vectors and the grammar of most code; what fails is left to whoever needs it', async () => {
        const { ports, asked } = portsOver(files, {});
        await warmUp(ports, now);
        expect(asked).toEqual(['model', 'vectors', 'parse b.py']);
    });

    test('asks nothing of a model behind a server', async () => {
        const { ports, asked } = portsOver(files, { server: { origin: 'https://models.example' } as ServedModel });
        await warmUp(ports, now);
        expect(asked).not.toContain('model');
    });

    test('leaves alone an empty index, one that another process writes, and one that is being closed', async () => {
        const stopped = { signal: AbortSignal.abort(), afterMs: 0 };
        for (const [{ ports, asked }, when] of [
            [portsOver([], {}), now],
            [portsOver(files, {}, false), now],
            [portsOver(files, {}), stopped],
        ] as const) {
            await warmUp(ports, when);
            expect(asked).toEqual([]);
        }
    });
});
