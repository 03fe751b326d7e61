import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** Lines of a list of the training corpus, cut at tabs; comments left out. */
function rowsOf(name: string): string[][] {
    const text = readFileSync(path.resolve(import.meta.dirname, '../../training/corpus', name), 'utf8');
    const lines = text.split('\n').filter(line => line !== '' && !line.startsWith('#'));
    return lines.map(line => line.split('\t'));
}

const licences = rowsOf('licences.tsv').map(
    ([registry = '', name = '', version = '', , split = '', verdict = '', licence = '', evidence = '']) => ({
        id: `${registry} ${name} ${version}`,
        name,
        split,
        verdict,
        licence,
        evidence,
    }),
);

test('every package of the corpus was looked at', () => {
    const listed = rowsOf('packages.tsv').map(([registry = '', name = '', version = '']) => `${registry} ${name} ${version}`);
    expect(listed.length).toBeGreaterThan(800);
    expect(licences.map(({ id }) => id)).toEqual(listed);
    expect(licences.filter(({ evidence }) => evidence === 'not fetched')).toEqual([]);
});

test('nothing that is trained on is under copyleft alone, or under terms that nobody could read', () => {
    const kept = licences.filter(({ verdict }) => verdict === 'kept');
    expect(kept.length).toBeGreaterThan(700);
    const doubtful = kept.filter(
        ({ licence }) =>
            licence === '' || /unknown|SEE LICEN/i.test(licence) || (/GPL|MPL|EPL|CDDL/i.test(licence) && !/\bor\b|\//i.test(licence)),
    );
    expect(doubtful).toEqual([]);
});

test('what the model is measured on is not trained on, and neither are the projects of public benchmarks', () => {
    const trained = new Set(licences.filter(({ split }) => split === 'train').map(({ name }) => name));
    expect(licences.filter(({ split, name }) => split === 'test' && trained.has(name))).toEqual([]);
    const excluded = rowsOf('excluded-projects.txt').flatMap(([line = '']) => line.split(/\s+/));
    const called = (project: string): string[] => [
        project,
        `python3-${project}`,
        `librust-${project}-dev`,
        `golang-github-${project}-${project}-dev`,
    ];
    expect(excluded.flatMap(called).filter(name => trained.has(name))).toEqual([]);
    expect(excluded).toEqual(expect.arrayContaining(['sphinx', 'caddy', 'prometheus', 'tokio', 'gson', 'preact', 'vite']));
});
