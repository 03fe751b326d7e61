/**
 * The two names of the platform that the protocol mentions. Node and browsers both declare them in full; here they are opaque,
 * so that the protocol compiles with the libraries of neither.
 */
interface AbortSignal {
    readonly aborted: boolean;
}

declare const URL: {
    parse(address: string): { readonly origin: string } | null;
};
