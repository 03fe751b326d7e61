import type { FileKind } from '../../protocol/code.ts';
import type { Intent } from './intent.ts';
import { wantedKinds } from './intent.ts';

/**
 * How far a file is moved up or down for what it is: tests, documents and configuration repeat the words of the code that a question is after,
 * and would otherwise stand above it. Soft, in units of the fused score: a test that fits far better than any code still comes first.
 */
export function kindPrior(kind: FileKind, intent: Intent): number {
    if (wantedKinds(intent).includes(kind)) return intent === 'code' ? 0 : WANTED_BONUS;
    if (intent !== 'code') return kind === 'generated' || kind === 'data' ? UNWANTED.data : 0;
    return UNWANTED[kind];
}

/** Says the prior in words, for the list of reasons. */
export function describePrior(kind: FileKind, prior: number): string {
    return prior < 0 ? `is ${KIND_WORDS[kind]}, and code was asked for` : `is ${KIND_WORDS[kind]}, which was asked for`;
}

const WANTED_BONUS = 0.75;

const UNWANTED: Readonly<Record<FileKind, number>> = {
    code: 0,
    test: -1.5,
    docs: -1.5,
    config: -1.5,
    build: -1.5,
    generated: -1.5,
    data: -1.5,
};

const KIND_WORDS: Readonly<Record<FileKind, string>> = {
    code: 'code',
    test: 'a test',
    docs: 'documentation',
    config: 'configuration',
    build: 'part of the build',
    generated: 'generated',
    data: 'data',
};
