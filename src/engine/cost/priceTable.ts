/**
 * List prices of models at the servers of those who sell them, in US dollars for a million tokens: input, output.
 * Data, not code: a row is added or changed here, or by the user in `footnote.cost.prices`, which comes first. A model that is not here, or
 * that is served by somebody else, has no known price.
 *
 * As published by the vendors, gathered on 2026-11-06 at the latest (https://developers.openai.com/api/docs/pricing,
 * https://platform.claude.com/docs/en/about-claude/pricing, https://ai.google.dev/gemini-api/docs/pricing, and the collection at
 * https://github.com/simonw/llm-prices). Prices of short prompts: Footnote sends a fraction of the 200,000 tokens beyond which some cost more.
 * Cached input, which is cheaper, counts in full: what is shown is the most it can be.
 */
export const vendorPrices: readonly VendorPrices[] = [
    {
        hosts: ['api.openai.com'],
        asOf: '2026-11-06',
        models: {
            'gpt-5.5': [5, 30],
            'gpt-5.5-pro': [30, 180],
            'gpt-5.4': [2.5, 15],
            'gpt-5.4-mini': [0.75, 4.5],
            'gpt-5.4-nano': [0.2, 1.25],
            'gpt-5.4-pro': [30, 180],
            'gpt-5.2': [1.75, 14],
            'gpt-5.2-pro': [21, 168],
            'gpt-5.1': [1.25, 10],
            'gpt-5.1-codex': [1.25, 10],
            'gpt-5.1-codex-mini': [0.25, 2],
            'gpt-5': [1.25, 10],
            'gpt-5-mini': [0.25, 2],
            'gpt-5-nano': [0.05, 0.4],
            'gpt-5-pro': [15, 120],
            'gpt-4.1': [2, 8],
            'gpt-4.1-mini': [0.4, 1.6],
            'gpt-4.1-nano': [0.1, 0.4],
            'gpt-4o': [2.5, 10],
            'gpt-4o-mini': [0.15, 0.6],
            'gpt-4-turbo': [10, 30],
            'gpt-4': [30, 60],
            'gpt-3.5-turbo': [0.5, 1.5],
            o1: [15, 60],
            'o3-mini': [1.1, 4.4],
            'o4-mini': [1.1, 4.4],
        },
    },
    {
        hosts: ['api.anthropic.com'],
        asOf: '2026-10-01',
        models: {
            'claude-opus-5-5': [4, 20],
            'claude-opus-5': [5, 25],
            'claude-opus-4-8': [5, 25],
            'claude-opus-4-7': [5, 25],
            'claude-opus-4-6': [5, 25],
            'claude-opus-4-5': [5, 25],
            'claude-opus-4-1': [15, 75],
            'claude-opus-4': [15, 75],
            'claude-sonnet-5-5': [2, 10],
            'claude-sonnet-5': [2, 10],
            'claude-sonnet-4-6': [3, 15],
            'claude-sonnet-4-5': [3, 15],
            'claude-sonnet-4': [3, 15],
            'claude-3-7-sonnet': [3, 15],
            'claude-3-5-sonnet': [3, 15],
            'claude-haiku-4-5': [1, 5],
            'claude-3-5-haiku': [0.8, 4],
            'claude-3-haiku': [0.25, 1.25],
            'claude-3-opus': [15, 75],
        },
    },
    {
        hosts: ['generativelanguage.googleapis.com'],
        asOf: '2026-10-01',
        models: {
            'gemini-3.6-flash': [1.5, 7.5],
            'gemini-3.5-flash': [1.5, 9],
            'gemini-3.5-flash-lite': [0.3, 2.5],
            'gemini-3-pro-preview': [2, 12],
            'gemini-3-flash-preview': [0.5, 3],
            'gemini-2.5-pro': [1.25, 10],
            'gemini-2.5-flash': [0.3, 2.5],
            'gemini-2.5-flash-lite': [0.1, 0.4],
            'gemini-2.0-flash': [0.1, 0.4],
        },
    },
];

export interface VendorPrices {
    readonly hosts: readonly string[];
    /** When the prices were looked up. */
    readonly asOf: string;
    /** By the model's name without date and vendor. */
    readonly models: Readonly<Record<string, readonly [inputUsd: number, outputUsd: number]>>;
}
