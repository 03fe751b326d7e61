import { termsOf } from '../retrieve/terms.ts';

/**
 * Words that code uses for what a question says: a server "starts up" in `cmdRun`, "configuration" is read by `loadConfig`.
 * All as terms of the index.
 */
export function kindredTerms(term: string): ReadonlySet<string> {
    return KINDRED.get(term) ?? NONE;
}

const NONE: ReadonlySet<string> = new Set();

/** Only words that stand for each other in names of functions, whatever the repository. */
const GROUPS: readonly string[] = [
    'start startup run launch boot main',
    'config configuration configure settings options',
    'stop shutdown close exit',
    'delete remove',
    'create new make',
    'check validate verify',
    'read load parse',
    'fail failure error malformed invalid',
    'send emit write',
    'wait await',
    'authentication auth login',
    'directory dir folder',
    'parameter param argument arg',
    'reload restart',
    'rebuild outdated',
    'initialize init setup',
];

const KINDRED: ReadonlyMap<string, ReadonlySet<string>> = new Map(
    GROUPS.flatMap(group => {
        const terms = new Set(termsOf(group));
        return [...terms].map(term => [term, terms] as const);
    }),
);
