import { mkdtemp, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countWords } from '../../../src/engine/parse/countWords.ts';
import { createParser } from '../../../src/engine/parse/parserPool.ts';
import type { FileToRead, Parser } from '../../../src/engine/ports.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { copiedGrammars, grammarFolder, parseText, sourceFile } from './parseText.ts';

const worker = join(import.meta.dirname, '../../../src/engine/parse/parseWorker.ts');
const ignore = () => undefined;
const log = { error: ignore, warn: ignore, info: ignore, debug: ignore, trace: ignore };

const code = (name: string) => `export function ${name}() {\n    return 1;\n}\n`;

describe('the parser', () => {
    let parser: Parser;

    beforeAll(async () => {
        await copiedGrammars();
        parser = createParser({ grammars: grammarFolder, worker, concurrency: 2, log });
    });
    afterAll(() => parser.close());

    test('gives in worker threads what parsing in place gives, whatever the order', async () => {
        const paths = Array.from({ length: 40 }, (_, number) => `file${number}.${['ts', 'py', 'md', 'unknown'][number % 4] ?? ''}`);
        const parsed = await Promise.all(paths.map(path => parser.parse(sourceFile(path, code(path.replace('.', '_'))))));
        const inPlace = paths.map(async path => countWords(await parseText(path, code(path.replace('.', '_')))));
        expect(parsed).toEqual(await Promise.all(inPlace));
    });

    test('a file that is stopped is given up with the reason of its signal; its neighbours are not', async () => {
        const controller = new AbortController();
        const stopped = parser.parse(sourceFile('stopped.ts', code('stopped')), { signal: controller.signal });
        const neighbour = parser.parse(sourceFile('neighbour.ts', code('neighbour')));
        controller.abort();
        await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
        expect((await neighbour).facts.definitions).toHaveLength(1);
        await expect(parser.parse(sourceFile('late.ts', ''), { signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' });
    });

    test('text that grammars choke on ends, with every line in a chunk', async () => {
        const hostile = [
            '('.repeat(100_000),
            '[\n'.repeat(50_000),
            '<a>'.repeat(10_000),
            'x'.repeat(1_000_000),
            '`${'.repeat(30_000),
            '\u200D'.repeat(500_000),
        ];
        const impatient = createParser({ grammars: grammarFolder, worker, concurrency: 2, log, limitMs: 500 });
        for (const text of hostile) {
            const source = sourceFile('hostile.tsx', text.replaceAll(/(.{4000})/g, '$1\n'));
            const file = await impatient.parse(source);
            const covered = new Set(
                file.chunks.flatMap(({ range }) =>
                    Array.from({ length: range.endLine - range.startLine + 1 }, (_, index) => range.startLine + index),
                ),
            );
            const lost = source.text.split('\n').filter((line, index) => line.trim() !== '' && !covered.has(index + 1));
            expect(lost).toEqual([]);
        }
        await impatient.close();
    });
});

let folder: string;
beforeAll(async () => {
    await copiedGrammars();
    folder = await realpath(await mkdtemp(join(tmpdir(), 'footnote-parser-')));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function fileOnDisk(name: string, content: string | Uint8Array): Promise<FileToRead> {
    await writeFile(join(folder, name), content);
    return { path: workspacePath(name), root: folder, relative: name, maxBytes: 10_000, isWanted: false };
}

describe('a file that the parser reads itself', () => {
    let parser: Parser;
    beforeAll(() => {
        parser = createParser({ grammars: grammarFolder, worker, concurrency: 1, log });
    });
    afterAll(() => parser.close());

    test('gives what its text gives, with the stamp that it was read at', async () => {
        const text = `// Ä\r\n${code('read')}`;
        const file = await fileOnDisk('read.ts', text);
        const [read, parsed, { size, mtimeMs, ino, ctimeMs }] = [
            await parser.readAndParse(file),
            await parser.parse(sourceFile('read.ts', text)),
            await stat(join(folder, 'read.ts')),
        ];
        expect(read).toEqual({ state: 'parsed', file: parsed, stamp: { size, mtimeMs, ino, ctimeMs }, bytes: size });
    });

    test('is not parsed again when its text is known', async () => {
        const file = await fileOnDisk('known.ts', code('known'));
        const { hash } = sourceFile('known.ts', code('known'));
        expect(await parser.readAndParse({ ...file, knownHash: hash })).toMatchObject({ state: 'same' });
        expect(await parser.readAndParse({ ...file, knownHash: `${hash}0` })).toMatchObject({ state: 'parsed' });
    });

    test('is left to whoever says why it is none, when it is none to be indexed', async () => {
        const unread = [
            await fileOnDisk('nul.ts', 'a\0b'),
            await fileOnDisk('blank.ts', ' \n'),
            await fileOnDisk('long.ts', code('x').repeat(1_000)),
            { ...(await fileOnDisk('here.ts', code('here'))), relative: '../here.ts' },
            { ...(await fileOnDisk('gone.ts', code('gone'))), relative: 'nowhere.ts' },
            { ...(await fileOnDisk('folder.ts', code('folder'))), relative: '.' },
        ];
        for (const file of unread) expect([file.path, await parser.readAndParse(file)]).toEqual([file.path, { state: 'unread' }]);
    });
});

describe('a thread that fails', () => {
    /** A real worker whose files named `hang` and `crash` do so, because no known text makes a grammar do it every time. */
    async function faultyParser(limitMs: number): Promise<Parser> {
        const file = join(folder, 'faulty.mjs');
        await writeFile(
            file,
            `import { parentPort } from 'node:worker_threads';
             const paths = new Map();
             parentPort.on('message', ({ id, file, toRead }) => paths.set(id, (file ?? toRead).path));
             const post = parentPort.postMessage.bind(parentPort);
             parentPort.postMessage = message => {
                 post(message);
                 if (message.type !== 'parsing') return;
                 if (paths.get(message.id).startsWith('crash')) process.exit(7);
                 while (paths.get(message.id).startsWith('hang'));
             };
             await import(${JSON.stringify(worker)});`,
        );
        return createParser({ grammars: grammarFolder, worker: file, concurrency: 1, log, limitMs });
    }

    test('costs its file the syntax, and its neighbours nothing', async () => {
        const parser = await faultyParser(300);
        const names = ['before', 'hang', 'between', 'crash', 'after'];
        const files = await Promise.all(names.map(name => parser.parse(sourceFile(`${name}.ts`, code(name)))));
        await parser.close();
        expect(files.map(file => [file.path, file.problem, file.facts.definitions.length, file.chunks.length])).toEqual([
            ['before.ts', undefined, 1, 1],
            ['hang.ts', 'parse timed out', 0, 1],
            ['between.ts', undefined, 1, 1],
            ['crash.ts', "the parser crashed: The parser's thread ended with code 7", 0, 1],
            ['after.ts', undefined, 1, 1],
        ]);
    });

    test('that is replaced after many files gives those back that wait behind', async () => {
        const parser = createParser({ grammars: grammarFolder, worker, concurrency: 1, log, filesPerThread: 3 });
        const names = Array.from({ length: 20 }, (_, number) => `file${number}`);
        const files = await Promise.all(names.map(name => parser.parse(sourceFile(`${name}.ts`, code(name)))));
        await parser.close();
        expect(files.map(file => [file.problem, file.facts.definitions.map(({ name }) => name)])).toEqual(
            names.map(name => [undefined, [name]]),
        );
    });

    test('over a file that it has read says so, and reads its neighbours all the same', async () => {
        const parser = await faultyParser(300);
        const read = await Promise.all(
            ['before', 'hang', 'crash', 'after'].map(async name => parser.readAndParse(await fileOnDisk(`${name}.ts`, code(name)))),
        );
        await parser.close();
        expect(read.map(outcome => (outcome.state === 'failed' ? outcome.reason : outcome.state))).toEqual([
            'parsed',
            'parse timed out',
            "the parser crashed: The parser's thread ended with code 7",
            'parsed',
        ]);
    });

    test('ten times in a language takes its grammar out of use, and no other', async () => {
        const parser = await faultyParser(300);
        for (let number = 0; number < 10; number++) await parser.parse(sourceFile(`crash${number}.ts`, code('crash')));
        const [same, other] = await Promise.all([
            parser.parse(sourceFile('fine.ts', code('fine'))),
            parser.parse(sourceFile('fine.js', code('fine'))),
        ]);
        await parser.close();
        expect(same.problem).toBe('the typescript grammar failed too often');
        expect(other.problem).toBeUndefined();
    });

    test('before it ever ran is our mistake, not the file’s', async () => {
        const parser = createParser({ grammars: grammarFolder, worker: join(folder, 'missing.mjs'), concurrency: 1, log });
        await expect(parser.parse(sourceFile('a.ts', code('a')))).rejects.toThrow(/missing\.mjs/);
        await parser.close();
    });

    test('closing gives up what is waiting', async () => {
        const parser = await faultyParser(60_000);
        const waiting = [parser.parse(sourceFile('hang.ts', '')), parser.parse(sourceFile('next.ts', ''))];
        const outcomes = Promise.allSettled(waiting);
        await parser.close();
        expect((await outcomes).map(outcome => outcome.status)).toEqual(['rejected', 'rejected']);
    });
});
