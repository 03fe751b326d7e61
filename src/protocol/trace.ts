/** One step of the search for evidence that a model asked for, as the user may look at it. */
export interface TraceStep {
    /** From 1. */
    readonly round: number;
    readonly tool: EvidenceTool;
    /** What the model asked for, word for word, cut to a line. */
    readonly asked: string;
    /** What came of it: `2 passages`, `already shown`, `not in this folder`. */
    readonly found: string;
    readonly tookMs: number;
    /** What the model read and wrote in this round, an upper estimate; on the first step of a round. */
    readonly tokens?: number;
}

export const evidenceTools = ['search', 'read', 'outline', 'references', 'list'] as const;
export type EvidenceTool = (typeof evidenceTools)[number];

/** `2. read src/cart.ts:10-40 → 1 passage (3 ms)`. */
export function traceLine({ round, tool, asked, found, tookMs, tokens }: TraceStep): string {
    const cost = [`${String(Math.round(tookMs))} ms`, ...(tokens === undefined ? [] : [`about ${tokens.toLocaleString('en')} tokens`])];
    return `round ${String(round)}: ${tool} ${asked} → ${found} (${cost.join(', ')})`;
}
