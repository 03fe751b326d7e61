import type { Cost, ModelPrice } from '../../protocol/cost.ts';
import { isOnThisMachine } from '../../protocol/destination.ts';
import { vendorPrices } from './priceTable.ts';

/** What a million tokens cost, or why that is not a number. */
export type TokenPrice =
    | { readonly type: 'priced'; readonly inputUsd: number; readonly outputUsd: number }
    | { readonly type: 'local' }
    | { readonly type: 'lent' }
    | { readonly type: 'unknown' };

/**
 * The price of a model at a place, as `destinationOf` names it. The user's own prices come first, and the first that fits counts: they may
 * give a price to a model of the editor and to one on this machine as well. What runs on this machine is free otherwise; the table knows
 * models at the servers of their vendors alone, since the same name elsewhere may cost something else.
 */
export function priceOf(model: string, destination: string, own: readonly ModelPrice[]): TokenPrice {
    const url = URL.parse(destination);
    const host = url?.hostname ?? '';
    const stated = own.find(price => fits(price.model, model) && (price.host === undefined || fits(price.host, host)));
    if (stated) return { type: 'priced', inputUsd: stated.inputUsd, outputUsd: stated.outputUsd };
    if (url === null) return { type: 'lent' };
    if (isOnThisMachine(destination)) return { type: 'local' };
    const listed = vendorPrices.find(({ hosts }) => hosts.includes(host))?.models;
    const name = undated(model);
    const price = listed && Object.hasOwn(listed, name) ? listed[name] : undefined;
    return price ? { type: 'priced', inputUsd: price[0], outputUsd: price[1] } : { type: 'unknown' };
}

/** What so many tokens cost. */
export function costOf(price: TokenPrice, tokens: { readonly input: number; readonly output: number }): Cost {
    return price.type === 'priced'
        ? { type: 'priced', usd: (tokens.input * price.inputUsd + tokens.output * price.outputUsd) / MILLION }
        : price;
}

const MILLION = 1_000_000;

/** `gpt-4.1-2025-04-14`, `claude-sonnet-4-5-20250929` and `claude-3-5-haiku-latest` cost what the name before the date does. */
function undated(model: string): string {
    return model.toLowerCase().replace(/-(?:latest|\d{8}|\d{4}-\d{2}-\d{2})$/, '');
}

function fits(pattern: string, text: string): boolean {
    const parts = pattern
        .toLowerCase()
        .split('*')
        .map(part => part.replaceAll(/[\\^$.|?+()[\]{}]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`).test(text.toLowerCase());
}
