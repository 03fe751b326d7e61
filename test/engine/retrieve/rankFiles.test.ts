import { describe, expect, it } from 'vitest';
import type { FileKind } from '../../../src/protocol/code.ts';
import type { FileLink } from '../../../src/engine/ports.ts';
import type { OrderedFile, Ranking } from '../../../src/engine/retrieve/ranking.ts';
import { folderRanking } from '../../../src/engine/retrieve/folderRanking.ts';
import { graphRanking } from '../../../src/engine/retrieve/graphRanking.ts';
import { testsRanking } from '../../../src/engine/retrieve/testsRanking.ts';
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

it('a folder of several hits is where the subject is at home', () => {
    const { files, detail } = folderRanking(hits({ 'net/tcp.ts': 2, 'net/udp.ts': 2, 'cart.ts': 3 }));
    expect(order(files).slice(0, 2).sort()).toEqual(['net/tcp.ts', 'net/udp.ts']);
    expect(detail?.(workspacePath('net/tcp.ts'))).toBe('is one of 2 hits in net');
});

function linked(links: Readonly<Record<string, readonly string[]>>): { linksOf: (path: string) => readonly FileLink[] } {
    return { linksOf: path => (links[path] ?? []).map((to, _, all) => ({ path: workspacePath(to), weight: 1 / all.length })) };
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
