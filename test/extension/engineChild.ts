/**
 * A process that serves the engine's contract with scripted replies; forked by engineProcess.test.ts.
 * A search for `crash` kills it, one for the name of an exit ends it so, one for `wait` never ends; `search` otherwise tells the process id.
 */
import { existsSync } from 'node:fs';
import type { Engine } from '../../src/protocol/engineContract.ts';
import { engineExits } from '../../src/protocol/build.ts';
import { engineContract } from '../../src/protocol/engineContract.ts';
import { fail } from '../../src/protocol/failure.ts';
import { connectionToParent } from '../../src/wire/connections.ts';
import { serve } from '../../src/wire/serve.ts';

const nowhere = async () => [];
const unasked = { asked: 0, found: 0 };
const counts = { indexed: 1, total: 1, skipped: 0, chunks: 1 };

const engine: Engine = {
    open: async ({ roots }) => {
        if (roots[0]?.folder === '/busy') fail({ kind: 'index-busy', holderPid: 7 });
        if (roots[0]?.folder === '/defective') throw new Error('nobody foresaw this');
        if (roots[0]?.folder === '/deadly') process.kill(process.pid, 'SIGKILL');
        // The disk is full until somebody has made this file.
        const space = process.env['FOOTNOTE_SPACE'];
        if (space !== undefined && !existsSync(space)) fail({ kind: 'disk-full', folder: '/data' });
        return { state: 'empty' };
    },
    configure: async () => undefined,
    index: async () => undefined,
    filesChanged: async () => undefined,
    editorChanged: async () => undefined,
    async *indexStatus(_input, options) {
        yield { state: 'ready', counts, hasMeaning: true };
        await new Promise(resolve => options?.signal?.addEventListener('abort', resolve));
    },
    details: async () => ({
        folder: '',
        location: '',
        bytesOnDisk: 0,
        use: { indexes: [], vectorBytes: 0, totalBytes: 0, quotaBytes: 0 },
        embedder: '',
        problems: [],
        embedding: { model: '', dimensions: 1, place: '', since: null },
        languages: {},
        skipped: [],
        caches: { vectors: unasked, queries: unasked, searches: unasked, answers: unasked },
    }),
    countFiles: async () => 0,
    whySkipped: async () => undefined,
    account: async path => ({ state: 'missing', path }),
    verify: async ({ depth }) => ({ depth, isSound: true, differences: [], remaining: [], repair: 'none', files: 0, chunks: 0, tookMs: 0 }),
    prune: async () => ({ removed: [], freedBytes: 0, use: { indexes: [], vectorBytes: 0, totalBytes: 0, quotaBytes: 0 } }),
    search: async ({ text }) => {
        if (text === 'crash') process.kill(process.pid, 'SIGKILL');
        if (text in engineExits) process.exit(engineExits[text as keyof typeof engineExits]);
        if (text === 'wait') await new Promise(() => undefined);
        return {
            files: [],
            passages: [],
            coverage: { searchedFiles: 0, totalFiles: 0, skippedFiles: 0, isPartial: false, hasMeaning: true },
            tookMs: process.pid,
        };
    },
    async *ask({ text }) {
        yield { type: 'searching' };
        yield { type: 'text', text: text.toUpperCase() };
    },
    offerAttachments: async () => [],
    measureAttachments: async () => [],
    previewPayload: async () => undefined,
    payload: async () => undefined,
    recheck: async citations => citations,
    redact: async texts => texts,
    outline: nowhere,
    definitions: nowhere,
    references: nowhere,
    explain: async () => undefined,
    uses: async () => undefined,
    checkModel: async () => ({ models: [], tookMs: 0 }),
    checkEmbedder: async () => ({ model: '', dimensions: 1, tookMs: 0 }),
    roster: async () => [],
    previewEmbedding: async () => ({ destination: '', model: '', files: 0, passages: 0, texts: [] }),
    ping: async () => ({ residentBytes: Number(process.env['FOOTNOTE_LOG'] ?? 0) }),
    close: async () => undefined,
};

const connection = connectionToParent();
serve(engineContract, engine, connection);
connection.listen();
process.stderr.write(`${JSON.stringify({ level: 'info', message: 'scripted engine started' })}\n`);
process.once('disconnect', () => process.exit(0));
