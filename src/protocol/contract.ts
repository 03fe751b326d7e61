/** Asked once, answered once. */
export interface RequestShape<Input, Output> {
    readonly kind: 'request';
    readonly __types?: (input: Input) => Output;
}

/** Asked once, answered with a series of items. */
export interface StreamShape<Input, Item> {
    readonly kind: 'stream';
    readonly __types?: (input: Input) => Item;
}

export type Contract = Readonly<Record<string, RequestShape<never, unknown> | StreamShape<never, unknown>>>;

export function request<Input, Output>(): RequestShape<Input, Output> {
    return { kind: 'request' };
}

export function stream<Input, Item>(): StreamShape<Input, Item> {
    return { kind: 'stream' };
}

export interface CallOptions {
    readonly signal?: AbortSignal;
}

/** Both ends of a contract: the caller holds one, the callee is one; whether a process lies between is nobody's business. */
export type Endpoint<C extends Contract> = {
    readonly [Name in keyof C]: C[Name] extends RequestShape<infer Input, infer Output>
        ? (input: Input, options?: CallOptions) => Promise<Output>
        : C[Name] extends StreamShape<infer Input, infer Item>
          ? (input: Input, options?: CallOptions) => AsyncIterable<Item>
          : never;
};
