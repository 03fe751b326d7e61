import { ServerRefusal } from './modelServer.ts';

/** What of a request not every server takes: the wish for a count of tokens, and tools. */
export type OptionalField = 'usage' | 'tools';

export interface ServerDialect {
    /** Asks with what the server is not known to refuse; when it refuses one of these by name, asks again without it, and remembers that. */
    ask<Result>(request: (takes: (field: OptionalField) => boolean) => Promise<Result>): Promise<Result>;
    takes(field: OptionalField): boolean;
}

/**
 * What a model of a server is known not to take, as long as this process runs. Every server speaks the chat API a little differently, and
 * none says which of it: so the whole is tried first, and a refusal that names a field is believed.
 */
export function dialectOf({ baseUrl, model }: { readonly baseUrl: string; readonly model: string }): ServerDialect {
    const key = `${baseUrl} ${model}`;
    const refused = knownRefusals.get(key) ?? new Set<OptionalField>();
    const takes = (field: OptionalField): boolean => !refused.has(field);
    return {
        takes,
        async ask(request) {
            for (;;) {
                const offered = new Set<OptionalField>();
                try {
                    return await request(field => {
                        if (takes(field)) offered.add(field);
                        return takes(field);
                    });
                } catch (error) {
                    const field = error instanceof ServerRefusal ? refusedField(error, offered) : undefined;
                    if (field === undefined) throw error;
                    refused.add(field);
                    knownRefusals.set(key, refused);
                }
            }
        },
    };
}

const knownRefusals = new Map<string, Set<OptionalField>>();

/** Of the fields that were offered, the one that the server's own words are about. */
function refusedField({ status, failure }: ServerRefusal, offered: ReadonlySet<OptionalField>): OptionalField | undefined {
    if (!OF_THE_REQUEST.has(status) || !('detail' in failure)) return undefined;
    return [...offered].find(field => WORDS[field].test(failure.detail));
}

/** llama.cpp answers 500 to tools without its `--jinja`; some gateways 501. */
const OF_THE_REQUEST: ReadonlySet<number> = new Set([400, 404, 405, 422, 500, 501]);

const WORDS: Readonly<Record<OptionalField, RegExp>> = {
    usage: /stream_options|include_usage/i,
    tools: /\btools?\b|tool[_ -]?(?:choice|call|use)|function[_ -]?call/i,
};
