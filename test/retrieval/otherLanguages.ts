/**
 * How questions in other languages are found: the same questions in English, as asked, and by their words in English, over the trees of the
 * pack. `node test/retrieval/otherLanguages.ts <trees> <data> [--held-back] [--each]`; prints recall at 5 and 10, and how often a question is answered in the tree it is
 * about and in the other one.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Question } from '../../src/protocol/answer.ts';
import type { Engine } from '../../src/protocol/engineContract.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { createLogger } from '../../src/engine/log.ts';
import { inEnglish } from '../../src/engine/answer/language/inEnglish.ts';
import { workspaceAt } from './indexedTree.ts';
import { readPack } from './pack.ts';

interface Asked {
    readonly language: string;
    readonly text: string;
    readonly repo: string;
    readonly gold: readonly string[];
}

const trees = process.argv[2] ?? '';
const pack = readPack();
const judged = new Map(
    [...pack.queries, ...pack.sides, ...pack.heldBack, ...pack.plainWords, ...pack.later].map(query => [query.id, query]),
);

/** The pack's questions, translated by us; each line says which one it is. Those held back were written when the glossary stood. */
const file = process.argv.includes('--held-back') ? 'otherLanguagesHeldBack.jsonl' : 'otherLanguages.jsonl';

function readAsked(): readonly Asked[] {
    return readFileSync(path.join(import.meta.dirname, 'pack', file), 'utf8')
        .split('\n')
        .filter(line => line !== '')
        .flatMap(line => {
            const { of, ...texts } = JSON.parse(line) as { readonly of: string } & Readonly<Record<string, string>>;
            const original = judged.get(of);
            if (!original) throw new Error(`${of} is not in the pack`);
            const { repo, gold, query } = original;
            return [
                { language: 'en', text: query, repo, gold },
                ...Object.entries(texts).map(([language, text]) => ({ language, text, repo, gold })),
            ];
        });
}

async function recallAt(engine: Engine, text: string, gold: readonly string[]): Promise<readonly [number, number]> {
    const { files } = await engine.search({ text, limit: 10 });
    const share = (limit: number): number => {
        const found = new Set<string>(files.slice(0, limit).map(file => file.path));
        return gold.filter(file => found.has(file)).length / gold.length;
    };
    return [share(5), share(10)];
}

async function isAnswered(engine: Engine, text: string): Promise<boolean> {
    const question: Question = { text };
    for await (const event of engine.ask(question)) if (event.type === 'finished') return event.answer.isAnswered;
    return false;
}

const asked = readAsked();
const sums = new Map<string, number[]>();
const add = (name: string, values: readonly number[]): void => {
    const known = sums.get(name) ?? [0, ...values.map(() => 0)];
    sums.set(name, [(known[0] ?? 0) + 1, ...values.map((value, at) => (known[at + 1] ?? 0) + value)]);
};
const data = process.argv[3] ?? '';
if (trees === '' || data === '') throw new Error('node test/retrieval/otherLanguages.ts <trees> <data> [--held-back] [--each]');
for (const repo of [...new Set(asked.map(each => each.repo))]) {
    const engine = createEngine({ log: createLogger(line => process.stderr.write(line), 'error') });
    await engine.open(await workspaceAt(path.join(trees, repo), path.join(data, repo)));
    await engine.index('update');
    for (const { language, text, repo: own, gold } of asked) {
        const answered = Number(await isAnswered(engine, text));
        add(`${language} answered ${own === repo ? 'at home' : 'elsewhere'}`, [answered]);
        if (own !== repo) continue;
        const found = await recallAt(engine, text, gold);
        add(`${language} recall at 5 and 10`, found);
        const glossed = inEnglish(text, { rowsWith: () => 0 });
        if (process.argv.includes('--each')) console.log(language, found[0], answered, text, '=>', glossed ?? '');
    }
    await engine.close();
}
for (const [name, [count = 0, ...values]] of [...sums].sort(([one], [other]) => (one < other ? -1 : 1)))
    console.log(`${name} (${String(count)}): ${values.map(value => ((value / count) * 100).toFixed(1)).join(' ')}`);
