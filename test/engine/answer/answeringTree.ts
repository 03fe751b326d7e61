import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Answer, Question } from '../../../src/protocol/answer.ts';
import type { CodeSymbol } from '../../../src/protocol/code.ts';
import type { Passage } from '../../../src/protocol/passage.ts';
import type { AnswerPorts } from '../../../src/engine/answer/prepareQuestion.ts';
import type { ChatModel } from '../../../src/engine/modelPorts.ts';
import type { ParsedFile } from '../../../src/engine/ports.ts';
import { answerQuestion } from '../../../src/engine/answer/answerQuestion.ts';
import { definitionPlace } from '../../../src/engine/answer/gatherSubject.ts';
import { linesOf, textIn } from '../../../src/engine/answer/sourceLines.ts';
import { contentHash } from '../../../src/engine/contentHash.ts';
import { silentLogger } from '../../../src/engine/log.ts';
import { quotingModel } from '../../../src/engine/models/quotingModel.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { inMemoryStore } from '../../doubles/inMemoryStore.ts';
import { parseText } from '../parse/parseText.ts';
import { symbolsOf, tableOf } from '../retrieve/indexedFixture.ts';

/** A real source tree, parsed and held in memory, that answers about definitions it is pointed at; its disk may be edited behind its back. */
export interface AnsweringTree {
    readonly definitions: readonly CodeSymbol[];
    /** The live text of a file. */
    readonly disk: Map<string, string>;
    /** Asks about definitions: exactly these are found, and `model` writes. */
    answer(found: readonly CodeSymbol[], model: ChatModel): Promise<Answer>;
}

/** `below`: the folders to read, so that nobody's `node_modules` is walked. */
export async function answeringTree(
    folder: string,
    options: { readonly below: readonly string[]; readonly ending: string },
): Promise<AnsweringTree> {
    const disk = new Map(
        options.below
            .flatMap(part => readdirSync(path.join(folder, part), { recursive: true, withFileTypes: true }))
            .filter(entry => entry.isFile())
            .map(entry => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
            .filter(file => file.endsWith(options.ending))
            .sort()
            .map(file => [file, readFileSync(path.join(folder, file), 'utf8')] as const),
    );
    return await treeOfTexts(Object.fromEntries(disk));
}

/** The same of texts by path. */
export async function treeOfTexts(texts: Readonly<Record<string, string>>): Promise<AnsweringTree> {
    const disk = new Map(Object.entries(texts));
    const parsed: ParsedFile[] = [];
    for (const [file, text] of disk) parsed.push(await parseText(file, text));
    return treeOf(parsed, disk);
}

function treeOf(parsed: readonly ParsedFile[], disk: Map<string, string>): AnsweringTree {
    const byPath = new Map(parsed.map(file => [file.path, file]));
    const all = symbolsOf(parsed);
    const byName = Map.groupBy(
        parsed.flatMap(file => file.facts.definitions.map((definition): CodeSymbol => ({ ...definition, path: file.path }))),
        ({ name }) => name,
    );
    const store = inMemoryStore();
    const table = tableOf(parsed);
    const ports = (found: readonly CodeSymbol[], chatModel: ChatModel): AnswerPorts => ({
        store,
        // Who refers to a name is not part of what is measured here, and slow to find without an index.
        symbols: {
            ...all,
            definitionsOf: name => byName.get(name) ?? [],
            definitionsLike: () => [],
            tellDefinitionsLike: () => undefined,
            referencesTo: () => [],
        },
        fileTable: table,
        files: {
            read: name => {
                const text = disk.get(name);
                return Promise.resolve(text === undefined ? undefined : { text, hash: contentHash(text), isUnsaved: false });
            },
        },
        embedder: undefined,
        statistics: () => ({ rows: 1_000, meanLength: 100, rowsWith: term => (term.length > 1 ? 1 : 500) }),
        search: () =>
            Promise.resolve({
                files: [...new Set(found.map(symbol => symbol.path))].map(file => ({ path: file, score: 1, origins: [] })),
                passages: found.map(symbol => passageOf(symbol, disk, byPath.get(symbol.path))),
                coverage: { searchedFiles: parsed.length, totalFiles: parsed.length, skippedFiles: 0, isPartial: false, hasMeaning: false },
                tookMs: 0,
            }),
        chatModel,
        quotingModel,
        destination: 'the test',
        keepSent: () => 'sent',
        log: silentLogger,
        now: () => 0,
        randomNonce: () => '0'.repeat(32),
    });
    return {
        definitions: [...byName.values()].flat(),
        disk,
        async answer(found, model) {
            const question: Question = { text: `What do ${found.map(({ name }) => `\`${name}\``).join(' and ')} do?` };
            for await (const event of answerQuestion(question, ports(found, model))) if (event.type === 'finished') return event.answer;
            throw new Error('the answer did not finish');
        },
    };
}

function passageOf(symbol: CodeSymbol, disk: ReadonlyMap<string, string>, file: ParsedFile | undefined): Passage {
    const { range } = definitionPlace(symbol);
    const text = textIn(linesOf(disk.get(symbol.path) ?? ''), range);
    return {
        path: workspacePath(symbol.path),
        range,
        language: file?.language ?? 'text',
        kind: file?.kind ?? 'code',
        symbol: { name: symbol.name, kind: symbol.kind, container: symbol.container },
        text,
        hash: contentHash(text),
        score: 1,
        origins: [],
    };
}
