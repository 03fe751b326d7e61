import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { JudgedQuery, Prediction } from './score.ts';

/** The judged questions, the trees they are about, and what other engines answered. */
export interface Pack {
    readonly repos: readonly PackRepo[];
    readonly queries: readonly JudgedQuery[];
    /** Our own questions that want tests, documents, configuration or the build, or only sound so; they hold the demotion of such files honest. */
    readonly sides: readonly JudgedQuery[];
    /** As many again, written and put aside before the reading of intents was worked on; see the report for their first figure. */
    readonly heldBack: readonly JudgedQuery[];
    /** 48 more, by writers who knew nothing of how questions are read, in plain words; see the report for their first figure. */
    readonly plainWords: readonly JudgedQuery[];
    /** Three times 48 more of the same sort, each asked once before anybody worked on it; see the report for what it had then. */
    readonly later: readonly JudgedQuery[];
}

export interface PackRepo {
    readonly id: string;
    readonly github: string;
    readonly commit: string;
    readonly license: string;
    /** Where the same files can be had without the project's history. */
    readonly alternative?: PackAlternative;
}

export interface PackAlternative {
    readonly kind: string;
    readonly [detail: string]: unknown;
}

const folder = path.join(import.meta.dirname, 'pack');

export function readPack(): Pack {
    const { repos } = JSON.parse(readFileSync(path.join(folder, 'pack.json'), 'utf8')) as { repos: PackRepo[] };
    return {
        repos,
        queries: readLines('queries.jsonl') as readonly JudgedQuery[],
        sides: readLines('sides.jsonl') as readonly JudgedQuery[],
        heldBack: readLines('sidesHeldBack.jsonl') as readonly JudgedQuery[],
        plainWords: readLines('sidesUnseen.jsonl') as readonly JudgedQuery[],
        later: ['sidesSecond.jsonl', 'sidesThird.jsonl', 'sidesFourth.jsonl'].flatMap(readLines) as readonly JudgedQuery[],
    };
}

/** Engines whose lists are kept for comparison, with the name they go by in the report. */
export const BASELINES: Readonly<Record<string, string>> = {
    'bm25-chunks': 'BM25, 40-line chunks',
    'copilot-tfidf': 'Copilot Chat, local TF-IDF',
    'continue-fts': 'Continue, FTS5 trigram',
    rg: 'ripgrep, question words',
};

export function readBaseline(name: string): readonly Prediction[] {
    return readLines(`baselines/${name}.jsonl.gz`) as readonly Prediction[];
}

/** Only what can be asked: queries whose tree lies in the folder. */
export function reposIn(trees: string, pack: Pack): readonly PackRepo[] {
    return pack.repos.filter(({ id }) => existsSync(path.join(trees, id)));
}

/** One JSON value a line; the files are our own and read as what they are. */
function readLines(name: string): readonly unknown[] {
    const bytes = readFileSync(path.join(folder, name));
    const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
    return text
        .split('\n')
        .filter(line => line !== '')
        .map(line => JSON.parse(line) as unknown);
}
