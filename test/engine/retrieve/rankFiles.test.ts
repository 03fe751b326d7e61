import { describe, expect, it } from 'vitest';
import type { FileKind } from '../../../src/protocol/code.ts';
import type { FileLink, FileTable } from '../../../src/engine/ports.ts';
import type { OrderedFile, Ranking } from '../../../src/engine/retrieve/ranking.ts';
import { folderRanking } from '../../../src/engine/retrieve/folderRanking.ts';
import { graphRanking } from '../../../src/engine/retrieve/graphRanking.ts';
import { withNamedFiles } from '../../../src/engine/retrieve/namedFiles.ts';
import { namedTests, sharedOut } from '../../../src/engine/retrieve/namedTests.ts';
import { testsRanking } from '../../../src/engine/retrieve/testsRanking.ts';
import { fileKindOf } from '../../../src/engine/parse/fileKind.ts';
import { workspacePath } from '../../../src/protocol/text.ts';

describe('by what the first hits import', () => {
    const table = linked({ 'cart.ts': ['price.ts', 'log.ts'], 'order.ts': ['price.ts'], 'far.ts': ['log.ts'] });

    it('what several hits lead to stands first, with the one that leads to it most', () => {
        const { files, detail } = graphRanking(hits({ 'cart.ts': 3, 'order.ts': 2 }), table);
        expect(order(files)).toEqual(['price.ts', 'log.ts']);
        expect(detail?.(workspacePath('price.ts'))).toBe('is used by cart.ts');
    });
    it('nothing is said without hits', () => {
        expect(graphRanking([], table).files.size).toBe(0);
    });
});

describe('by the tests that were found', () => {
    const table = linked({
        'cart.test.ts': ['cart.ts', 'fixture.test.ts'],
        'order.test.ts': ['cart.ts', 'order.ts'],
        'cart.ts': ['price.ts'],
    });
    const kindOf = (path: string): FileKind => (path.includes('.test.') ? 'test' : 'code');

    it('code that they exercise is pulled up, other tests are not', () => {
        const { files, detail } = testsRanking(words({ 'cart.test.ts': 3, 'order.test.ts': 2, 'cart.ts': 1 }), table, kindOf);
        expect(order(files)).toEqual(['cart.ts', 'order.ts']);
        expect(detail?.(workspacePath('cart.ts'))).toBe('is exercised by cart.test.ts');
    });
    it('a test of nothing in the workspace pulls nothing', () => {
        expect(testsRanking(words({ 'lone.test.ts': 3 }), table, kindOf).files.size).toBe(0);
    });
});

describe('by the code that tests are named after', () => {
    const table = tableOf(
        'net/filters_test.go',
        'JsonReaderTest.java',
        'JsonReaderPathTest.java',
        'hooks/test/index.test.js',
        'net/io_test.go',
        'latest.go',
    );

    it('the test of the best hit stands first, and says whose it is', () => {
        const { files, detail } = namedTests(hits({ 'net/filters.go': 3, 'src/JsonReader.java': 2 }), table);
        expect(order(files)).toEqual(['net/filters_test.go', 'JsonReaderTest.java', 'JsonReaderPathTest.java']);
        expect(detail?.(workspacePath('JsonReaderPathTest.java'))).toBe('is named after JsonReader.java');
    });
    it('where the name says nothing, the folder does', () => {
        expect(order(namedTests(hits({ 'hooks/src/index.js': 3 }), table).files)).toEqual(['hooks/test/index.test.js']);
    });
    it('names of two letters stand in half of all others, and are not compared', () => {
        expect(namedTests(hits({ 'net/io.go': 3 }), table).files.size).toBe(0);
    });
    it('what is named after code and what exercises it are told in one ranking, each as far as it is wanted', () => {
        const named = namedTests(hits({ 'net/filters.go': 3 }), table);
        const { ranking, weight } = sharedOut([
            { ranking: words({ 'cart.ts': 7 }), share: 0.1 },
            { ranking: named, share: 0.4 },
        ]);
        expect([weight, ranking.telling]).toEqual([0.4, 0.4]);
        expect(ranking.files.get(workspacePath('cart.ts'))).toBeCloseTo(0.1);
        expect(ranking.files.get(workspacePath('net/filters_test.go'))).toBeCloseTo(0.4);
        expect(sharedOut([]).weight).toBe(0);
    });
});

it('a file whose text has not a word of the question is ranked by its name as a text would be, and says so', () => {
    const terms = [{ term: 'clippy', written: 'clippy', weight: 5 }];
    const paths = words({ '.clippy.toml': 4, 'src/main.rs': 2 });
    const { files, detail } = withNamedFiles(words({ 'src/main.rs': 3 }), paths, terms);
    expect(files.get(workspacePath('.clippy.toml'))).toBeGreaterThan(5);
    expect(files.get(workspacePath('src/main.rs'))).toBe(3);
    expect(detail?.(workspacePath('.clippy.toml'))).toBe('has clippy in its name');
});

it('a folder of several hits is where the subject is at home', () => {
    const { files, detail } = folderRanking(hits({ 'net/tcp.ts': 2, 'net/udp.ts': 2, 'cart.ts': 3 }));
    expect(order(files).slice(0, 2).sort()).toEqual(['net/tcp.ts', 'net/udp.ts']);
    expect(detail?.(workspacePath('net/tcp.ts'))).toBe('is one of 2 hits in net');
});

function linked(links: Readonly<Record<string, readonly string[]>>): { linksOf: (path: string) => readonly FileLink[] } {
    return { linksOf: path => (links[path] ?? []).map((to, _, all) => ({ path: workspacePath(to), weight: 1 / all.length })) };
}

function tableOf(...paths: readonly string[]): FileTable {
    const files = paths.map(path => ({ path: workspacePath(path), language: 'text' as const, kind: fileKindOf(path, '') }));
    return { version: 1, files: () => files, kindOf: path => files.find(file => file.path === path)?.kind };
}

function hits(scores: Readonly<Record<string, number>>): readonly OrderedFile[] {
    return Object.entries(scores).map(([path, score]) => ({ path: workspacePath(path), score }));
}

function words(scores: Readonly<Record<string, number>>): Ranking {
    const files = new Map(Object.entries(scores).map(([path, score]) => [workspacePath(path), score]));
    return { signal: 'words', files, floor: 0 };
}

function order(files: Ranking['files']): string[] {
    const scored: (readonly [string, number])[] = [];
    files.forEach((score, path) => scored.push([path, score]));
    return scored.sort(([, a], [, b]) => b - a).map(([path]) => path);
}
