import type { FileKind } from '../../protocol/code.ts';
import type { Intent, IntentShares } from './intent.ts';
import { INTENTS } from './intent.ts';

/**
 * Where it is open whether code is wanted or something else, the first passages hold both: the best of the code, and the best of the
 * likeliest other kind. An answer that is written from six passages must not miss what was meant because it was guessed wrongly.
 * `passages` are in the order in which they would be shown; nothing is added or taken away.
 */
export function withBothKinds<Found extends { readonly kind: FileKind }>(
    passages: readonly Found[],
    wants: IntentShares,
): readonly Found[] {
    if (wants.code < LEAST_DOUBT || wants.code > MOST_DOUBT) return passages;
    const other = INTENTS.reduce<Intent>((best, intent) => (intent !== 'code' && wants[intent] > wants[best] ? intent : best), 'tests');
    const ordered = [...passages];
    for (const kinds of [KINDS_OF.code, KINDS_OF[other]]) {
        const at = ordered.findIndex(({ kind }) => kinds.includes(kind));
        if (at < KEPT) continue;
        const [kept] = ordered.splice(at, 1);
        if (kept) ordered.splice(KEPT - 1, 0, kept);
    }
    return ordered;
}

/** As likely as this, code is worth a place; beyond the other bound it has them all. */
const LEAST_DOUBT = 0.3;
const MOST_DOUBT = 0.8;

/** As many passages are shown to the model as found, whatever else is gathered. */
const KEPT = 6;

const KINDS_OF: Readonly<Record<Intent, readonly FileKind[]>> = {
    code: ['code'],
    tests: ['test'],
    docs: ['docs'],
    purpose: ['docs'],
    config: ['config', 'build'],
    build: ['build', 'config'],
};
