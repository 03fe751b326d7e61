/**
 * What an answer costs: tokens in and out, what they are made of, and the price, as plain data and in words.
 * A price that is not known is said to be unknown and is never taken for zero.
 */
import { numberText, plural, t, textTable } from './l10n.ts';

/** What a request to a model is for. */
export type RequestPurpose = 'rewrite' | 'order' | 'round' | 'answer' | 'title';

/** What somebody pays for tokens, in US dollars. */
export type Cost =
    /** By the table or the user's own prices. */
    | { readonly type: 'priced'; readonly usd: number }
    /** A model on this machine. */
    | { readonly type: 'local' }
    /** A model of the editor: what it costs is between its provider and the user. */
    | { readonly type: 'lent' }
    | { readonly type: 'unknown' };

/** One request that went to a model. */
export interface RequestCost {
    readonly purpose: RequestPurpose;
    /** The name of the model that was asked. */
    readonly model: string;
    readonly inputTokens: number;
    readonly outputTokens: number;
    /** True where the server did not say what it counted. */
    readonly isEstimated: boolean;
    readonly cost: Cost;
}

/** A part of what was sent: `instructions`, `evidence 3`, `question`. */
export interface PromptPart {
    readonly part: string;
    readonly tokens: number;
}

export interface AnswerCost {
    /** In the order in which they were sent. */
    readonly requests: readonly RequestCost[];
    /** What all requests together were made of; an estimate where the server counts otherwise. */
    readonly parts: readonly PromptPart[];
    /** What is spent in this month, this answer included, and what may be; undefined where nothing is kept. */
    readonly month?: MonthlySpending | undefined;
}

/** What the user's models have cost since the month began, over all windows, folders and command lines. */
export interface MonthlySpending {
    /** `2026-11`, in local time. */
    readonly month: string;
    readonly usd: number;
    /** Requests whose price was not known, and which are therefore not in `usd`. */
    readonly unpriced: number;
    /** `footnote.cost.monthlyLimit`; 0 for none. */
    readonly limitUsd: number;
}

/** US dollars for a million tokens, of a model at a server. */
export interface ModelPrice {
    /** The model's name; `*` stands for anything. */
    readonly model: string;
    /** The host of its server, such as `llm.example.com`; every host when absent. `*` stands for anything. */
    readonly host?: string | undefined;
    readonly inputUsd: number;
    readonly outputUsd: number;
}

/** How the engine is to count. */
export interface CostOptions {
    /** US dollars a month; 0 for no limit. */
    readonly monthlyLimitUsd: number;
    /** The user's own prices, which come before the table's. */
    readonly prices: readonly ModelPrice[];
}

export const noCostLimit: CostOptions = { monthlyLimitUsd: 0, prices: [] };

/** Of several requests: unknown as soon as one is, and without a price only where none has one. */
export function totalCost(requests: readonly Pick<RequestCost, 'cost'>[]): Cost {
    const costs = requests.map(({ cost }) => cost);
    if (costs.some(({ type }) => type === 'unknown')) return { type: 'unknown' };
    const usd = costs.reduce((sum, cost) => sum + (cost.type === 'priced' ? cost.usd : 0), 0);
    if (costs.some(({ type }) => type === 'priced')) return { type: 'priced', usd };
    return costs.some(({ type }) => type === 'lent') ? { type: 'lent' } : { type: 'local' };
}

export function totalTokens({ requests }: Pick<AnswerCost, 'requests'>): {
    readonly input: number;
    readonly output: number;
    readonly isEstimated: boolean;
} {
    return {
        input: requests.reduce((sum, { inputTokens }) => sum + inputTokens, 0),
        output: requests.reduce((sum, { outputTokens }) => sum + outputTokens, 0),
        isEstimated: requests.some(({ isEstimated }) => isEstimated),
    };
}

/** `about 4,210 tokens in, 180 out · $0.0072`, for the line below an answer. */
export function costLabel(cost: Pick<AnswerCost, 'requests'>): string {
    const { input, output, isEstimated } = totalTokens(cost);
    const tokens = isEstimated ? t('about {0} tokens in, {1} out', input, output) : t('{0} tokens in, {1} out', input, output);
    return `${tokens} · ${priceLabel(totalCost(cost.requests))}`;
}

/** `$0.0072`, `no cost: on this machine`, `price unknown`. */
export function priceLabel(cost: Cost): string {
    switch (cost.type) {
        case 'priced':
            return usdLabel(cost.usd);
        case 'local':
            return t('no cost: on this machine');
        case 'lent':
            return t("cost as agreed with the model's provider");
        case 'unknown':
            return t('price unknown');
    }
}

/** Dollars as people read them: cents from ten cents on, and below that as many digits as tell something. */
export function usdLabel(usd: number): string {
    if (usd === 0) return '$0';
    if (usd < 0.0001) return t('less than {0}', `$${numberText(0.0001, { maximumFractionDigits: 4 })}`);
    const digits = usd < 0.1 ? 4 : 2;
    return `$${numberText(usd, { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

/** `$12.30 of $670.00 this month`, or what stands for it without a limit. */
export function monthLabel({ usd, limitUsd, unpriced }: MonthlySpending): string {
    const spent = limitUsd > 0 ? t('{0} of {1} this month', usdLabel(usd), usdLabel(limitUsd)) : t('{0} this month', usdLabel(usd));
    const others = plural(unpriced, '{0} request without a known price', '{0} requests without a known price');
    return unpriced === 0 ? spent : t('{0}, and {text1}', spent, others);
}

const PURPOSE_WORDS: Readonly<Record<RequestPurpose, string>> = textTable({
    rewrite: 'words for the search',
    order: 'order of the files',
    round: 'what else is needed',
    answer: 'the answer',
    title: 'a title',
});

/** The account as lines to read: what was asked for what, what it was made of, and where the month stands. */
export function costLines({ requests, parts, month }: AnswerCost, isForecast = false): readonly string[] {
    if (requests.length === 0) return [];
    const whole = costLabel({ requests });
    return [
        isForecast ? t('Would cost at most: {0}', whole) : t('Cost: {0}', whole),
        ...requests.map(request => `  ${t(PURPOSE_WORDS[request.purpose])} (${request.model}): ${costLabel({ requests: [request] })}`),
        ...(parts.length === 0 ? [] : [t('Made of, in tokens as estimated here: {0}', partsLabel(parts))]),
        ...(month && (month.usd > 0 || month.limitUsd > 0 || month.unpriced > 0) ? [t('Spent: {0}', monthLabel(month))] : []),
    ];
}

/** `instructions 410, evidence 1 320, question 12`; the names are those of the prompt itself. */
export function partsLabel(parts: readonly PromptPart[]): string {
    return parts.map(({ part, tokens }) => `${part} ${numberText(tokens)}`).join(', ');
}
