import type { FileKind } from '../../protocol/code.ts';
import type { IntentShares } from './intent.ts';
import { isBuildCode, tellsPurpose } from './intent.ts';

/**
 * How far a file is moved up or down for what it is: tests, documents and configuration repeat the words of the code that a question is after,
 * and would otherwise stand above it. It is what each intent would move the file by, times how likely the intent is: where the question
 * leaves it open what is wanted, little is moved. In units of the fused score; where no code fits, the others still come first.
 */
export function kindPrior(kind: FileKind, path: string, wants: IntentShares): number {
    switch (kind) {
        case 'code': {
            const side = isSideCode(kind, path) ? SIDE_CODE * wants.code : 0;
            const build = wants.config + wants.build;
            return side + (build >= LEAST_BUILD && isBuildCode(path) ? WANTED_BONUS * build : 0);
        }
        case 'test':
            return demotion(wants.code) + WANTED_BONUS * wants.tests;
        case 'docs':
            return demotion(wants.code) + WANTED_BONUS * (wants.docs + (tellsPurpose(path) ? 2 : 1) * wants.purpose);
        case 'config':
        case 'build':
            return demotion(wants.code) + WANTED_BONUS * (wants.config + wants.build);
        case 'generated':
        case 'data':
            return UNWANTED;
    }
}

/** More than this no file is moved up. */
export function mostPrior(wants: IntentShares): number {
    const build = wants.config + wants.build;
    const wanted = [wants.tests, wants.docs + 2 * wants.purpose, build].map(share => demotion(wants.code) + WANTED_BONUS * share);
    return Math.max(0, WANTED_BONUS * (build >= LEAST_BUILD ? build : 0), ...wanted);
}

/** Says the prior in words, for the list of reasons. */
export function describePrior(kind: FileKind, path: string, prior: number): string {
    const what = isSideCode(kind, path) ? 'declarations, markup or a copied library' : kind === 'code' ? 'a script' : KIND_WORDS[kind];
    return prior < 0 ? `is ${what}, and other files seem to be asked for` : `is ${what}, which seems to be asked for`;
}

/** Declarations and markup say what there is and how it looks, seldom how it works; a library that was copied in is nobody's work here. */
function isSideCode(kind: FileKind, path: string): boolean {
    return kind === 'code' && (/\.(?:d\.[cm]?ts|pyi|css|scss|sass|less|html?|svg)$/.test(path) || COPIED_LIBRARY.test(path));
}

/** `jquery-3.4.1.js`, `bootstrap-4.3.bundle.js`. */
const COPIED_LIBRARY = /-v?\d+\.\d+(?:\.\d+)*(?:[.-]\w+)*\.(?:js|mjs|css)$/;

/** In doubt little is moved; who surely wants code is not shown a section of the manual that says the same in the same words. */
function demotion(code: number): number {
    return UNWANTED * code + SURELY_UNWANTED * code ** 10;
}

/** Between 1 and 2 the judged questions are answered alike. */
const UNWANTED = -1.5;
const SURELY_UNWANTED = -0.5;
const SIDE_CODE = -1.5;
const WANTED_BONUS = 1;
/** Below this the name of a folder, such as `tools`, does not yet set code apart from other code. */
const LEAST_BUILD = 0.25;

const KIND_WORDS: Readonly<Record<FileKind, string>> = {
    code: 'code',
    test: 'a test',
    docs: 'documentation',
    config: 'configuration',
    build: 'part of the build',
    generated: 'generated',
    data: 'data',
};
