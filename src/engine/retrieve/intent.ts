import { baseName } from '../../protocol/text.ts';

/** What kind of file a question wants to see. `purpose`: what the project is for and why it is built as it is. */
export type Intent = 'code' | 'tests' | 'docs' | 'config' | 'build' | 'purpose';

/** In the order in which weights and probabilities are kept. */
export const INTENTS = ['code', 'tests', 'docs', 'config', 'build', 'purpose'] as const satisfies readonly Intent[];

/** How likely each intent is; they add up to 1. */
export type IntentShares = Readonly<Record<Intent, number>>;

/** A question that is known to want this, and nothing else. */
export function certainly(intent: Intent): IntentShares {
    return { code: 0, tests: 0, docs: 0, config: 0, build: 0, purpose: 0, [intent]: 1 };
}

export function likeliest(shares: IntentShares): Intent {
    return INTENTS.reduce((best, intent) => (shares[intent] > shares[best] ? intent : best), 'code');
}

/** Whether it is written in a programming language and part of how the project is built all the same: `scripts/release.ts`, `.eslintrc.cjs`. */
export function isBuildCode(path: string): boolean {
    return BUILD_CODE.test(path);
}

const BUILD_CODE = /(?:^|\/)(?:scripts?|tools?|hack|ci|build)\/|\.(?:sh|bash|ps1|bat)$|(?:^|\/)\.[\w-]+rc\.[cm]?[jt]s$/;

/** Documents that say what a project is for: they come first where that is asked. */
export function tellsPurpose(path: string): boolean {
    const name = baseName(path).toLowerCase();
    return (
        /^(?:prd|architecture|vision|scope|roadmap|rationale|goals|overview)\b|design|requirements?\.(?:md|rst|adoc)$|^readme\b/.test(
            name,
        ) || /(?:^|\/)(?:decisions|adrs?|rfcs?)\//.test(path.toLowerCase())
    );
}
