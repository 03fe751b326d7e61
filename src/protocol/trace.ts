import { listText, plural, retold, t } from './l10n.ts';

/** One step of a model before it answers, as the user may look at it: evidence that it asked for, or the order it put files in. */
export interface TraceStep {
    /** From 1; 0 for the order of files, which comes first. */
    readonly round: number;
    readonly tool: EvidenceTool | 'order' | 'rewrite';
    /** What the model asked for, word for word, cut to a line; with `order`, what it was asked. */
    readonly asked: string;
    /** What came of it: `2 passages`, `already shown`, `not in this folder`. */
    readonly found: string;
    readonly tookMs: number;
    /** What the model read and wrote in this round, an upper estimate; on the first step of a round. */
    readonly tokens?: number;
}

export const evidenceTools = ['search', 'read', 'outline', 'references', 'list', 'history'] as const;
export type EvidenceTool = (typeof evidenceTools)[number];

/** `2. read src/cart.ts:10-40 → 1 passage (3 ms)`. */
export function traceLine({ round, tool, asked, found, tookMs, tokens }: TraceStep): string {
    const cost = [
        t('{0} ms', Math.round(tookMs)),
        ...(tokens === undefined ? [] : [plural(tokens, 'about {0} token', 'about {0} tokens')]),
    ];
    return `${round === 0 ? t('before') : t('round {0}', round)}: ${tool} ${asked} → ${retold(found)} (${listText(cost)})`;
}
