import type { FileKind } from '../../protocol/code.ts';
import type { Intent } from './intent.ts';
import { isWanted, tellsPurpose } from './intent.ts';

/**
 * How far a file is moved up or down for what it is: tests, documents and configuration repeat the words of the code that a question is after,
 * and would otherwise stand above it. Soft, in units of the fused score: where no code fits, they still come first.
 */
export function kindPrior(kind: FileKind, path: string, intent: Intent): number {
    if (intent === 'code') return isSideCode(kind, path) ? SIDE_CODE : UNWANTED[kind];
    if (isWanted(kind, path, intent)) return intent === 'purpose' && tellsPurpose(path) ? 2 * WANTED_BONUS : WANTED_BONUS;
    return kind === 'generated' || kind === 'data' ? UNWANTED[kind] : 0;
}

/** Says the prior in words, for the list of reasons. */
export function describePrior(kind: FileKind, path: string, prior: number): string {
    const what = isSideCode(kind, path) ? 'declarations, markup or a copied library' : KIND_WORDS[kind];
    return prior < 0 ? `is ${what}, and code was asked for` : `is ${what}, which was asked for`;
}

/** Declarations and markup say what there is and how it looks, seldom how it works; a library that was copied in is nobody's work here. */
function isSideCode(kind: FileKind, path: string): boolean {
    return kind === 'code' && (/\.(?:d\.[cm]?ts|pyi|css|scss|sass|less|html?|svg)$/.test(path) || COPIED_LIBRARY.test(path));
}

/** `jquery-3.4.1.js`, `bootstrap-4.3.bundle.js`. */
const COPIED_LIBRARY = /-v?\d+\.\d+(?:\.\d+)*(?:[.-]\w+)*\.(?:js|mjs|css)$/;

const UNWANTED: Readonly<Record<FileKind, number>> = { code: 0, test: -2, docs: -2, config: -2, build: -2, generated: -2, data: -2 };
const SIDE_CODE = -1.5;
const WANTED_BONUS = 1;

const KIND_WORDS: Readonly<Record<FileKind, string>> = {
    code: 'code',
    test: 'a test',
    docs: 'documentation',
    config: 'configuration',
    build: 'part of the build',
    generated: 'generated',
    data: 'data',
};
