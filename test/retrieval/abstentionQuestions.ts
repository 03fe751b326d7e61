import type { JudgedQuery } from './score.ts';
import { createHash } from 'node:crypto';
import { baseName } from '../../src/protocol/text.ts';

/** Trees of one project, which must not teach one another. */
export function projectOf(repo: string): string {
    return repo.replace(/-(?:qa|nl)$/, '');
}

/**
 * Questions that a tree cannot answer: asked of a repository in another language whose gold files have no namesake here. Which of them
 * are taken is decided by a hash, so that nobody chooses.
 */
export function unanswerableIn(tree: string, names: ReadonlySet<string>, queries: readonly JudgedQuery[]): readonly JudgedQuery[] {
    const order = (query: JudgedQuery): string => createHash('sha256').update(`${tree} ${query.id}`).digest('hex');
    const foreign = queries
        .filter(({ repo, gold }) => LANGUAGES[repo] !== LANGUAGES[tree] && !gold.some(file => names.has(baseName(file))))
        .sort((a, b) => (order(a) < order(b) ? -1 : 1));
    return Object.entries(OF_EACH_KIND).flatMap(([kind, most]) => foreign.filter(query => query.kind === kind).slice(0, most));
}

/** The main language of each tree. */
const LANGUAGES: Readonly<Record<string, string>> = {
    sphinx: 'python',
    'sphinx-qa': 'python',
    caddy: 'go',
    prometheus: 'go',
    tokio: 'rust',
    'tokio-nl': 'rust',
    gson: 'java',
    'gson-nl': 'java',
    preact: 'javascript',
    vite: 'javascript',
};

/** About as many questions that people ask as texts of issues and commits, in each tree. */
const OF_EACH_KIND: Readonly<Record<string, number>> = { 'repo-qa': 14, nl: 12, symbol: 6, issue: 12, change: 16 };
