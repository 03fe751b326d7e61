import type { Meter, TokenUsage } from '../modelPorts.ts';
import type { CostOptions, RequestCost, RequestPurpose } from '../../protocol/cost.ts';
import type { Spending } from './spendingLedger.ts';
import { fail, FailureError } from '../../protocol/failure.ts';
import { estimateTokens } from '../answer/fitPassages.ts';
import { costOf, priceOf } from './priceOf.ts';

export interface MeterParts {
    readonly purpose: RequestPurpose;
    readonly destination: string;
    readonly cost: CostOptions;
    readonly spending: Spending;
    /** The longest reply to reckon with, in tokens. */
    readonly mostOutputTokens: number;
    /** Told of each request when it has ended. */
    readonly onRequest: (request: RequestCost) => void;
}

/**
 * The meter for requests of one purpose. What the server counts is believed; where it says nothing, tokens are estimated, rather too many
 * than too few. The limit of the month holds before a request, by the most that it may cost, and in the middle of its reply as well.
 */
export function meterFor({ purpose, destination, cost, spending, mostOutputTokens, onRequest }: MeterParts): Meter {
    return {
        async begin(model, messages) {
            const price = priceOf(model, destination, cost.prices);
            const input = estimateTokens(messages.map(({ content }) => content).join(''));
            const usdOf = (tokens: { readonly input: number; readonly output: number }): number | undefined => {
                const paid = costOf(price, tokens);
                return paid.type === 'priced' ? paid.usd : undefined;
            };
            const isCounted = price.type === 'priced' || price.type === 'unknown';
            const reservation = isCounted
                ? await spending.reserve({ usd: usdOf({ input, output: mostOutputTokens }), model, destination })
                : undefined;
            let characters = 0;
            let usage: TokenUsage | undefined;
            return {
                said(text) {
                    characters += text.length;
                    const soFar = usdOf({ input, output: tokensOf(characters) });
                    if (reservation && soFar !== undefined && soFar > reservation.leftUsd)
                        fail({ kind: 'answer-incomplete', model, detail: 'the limit of footnote.cost.monthlyLimit is reached' });
                },
                counted(told) {
                    usage = told;
                },
                async end(error) {
                    // A refusal, or a server that was not there, is not charged for.
                    const isFree = error instanceof FailureError && characters === 0 && usage === undefined;
                    const tokens = isFree ? { input: 0, output: 0 } : (usage ?? { input, output: tokensOf(characters) });
                    await reservation?.settle(usdOf(tokens));
                    if (isFree) return;
                    onRequest({
                        purpose,
                        model,
                        inputTokens: tokens.input,
                        outputTokens: tokens.output,
                        isEstimated: usage === undefined,
                        cost: costOf(price, tokens),
                    });
                },
            };
        },
    };
}

/** As `estimateTokens` has it, for text that is not kept. */
function tokensOf(characters: number): number {
    return Math.ceil(characters / 3);
}
