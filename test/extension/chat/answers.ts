/** Small, whole answers for the tests of conversations. */
import type { Answer, AnswerEvent, Citation, Evidence } from '../../../src/protocol/answer.ts';
import { workspacePath } from '../../../src/protocol/text.ts';

export const coverage = { searchedFiles: 3, totalFiles: 4, skippedFiles: 1, isPartial: false, hasMeaning: true };

export const evidence: Evidence = {
    number: 1,
    role: 'definition',
    passage: {
        path: workspacePath('src/cart.ts'),
        range: { startLine: 3, endLine: 5 },
        language: 'typescript',
        kind: 'code',
        symbol: { name: 'addItem', kind: 'function', container: '' },
        text: 'export function addItem() {\n    items.push(1);\n}',
        hash: 'h1',
        score: 0.9,
        origins: [{ signal: 'symbol', contribution: 0.5, detail: 'defines addItem' }],
    },
};

export const citation: Citation = {
    mark: '1:4',
    number: 1,
    path: workspacePath('src/cart.ts'),
    range: { startLine: 4, endLine: 4 },
    hash: 'h2',
    state: 'verified',
};

export const answer: Answer = {
    text: 'Items are added by `addItem` [1:4].',
    citations: [citation],
    evidence: [evidence],
    coverage,
    answeredBy: 'Quotes',
    isAnswered: true,
    tookMs: 12,
};

export const events: readonly AnswerEvent[] = [
    { type: 'searching' },
    { type: 'evidence', evidence: [evidence], coverage, tookMs: 5 },
    { type: 'text', text: 'Items are added ' },
    { type: 'text', text: 'by `addItem` [1:4].' },
    { type: 'citation', citation },
    { type: 'finished', answer },
];
