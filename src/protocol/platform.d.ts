/**
 * The one name of the platform that the protocol mentions. Node and browsers both declare it in full; here it is opaque,
 * so that the protocol compiles with the libraries of neither.
 */
interface AbortSignal {
    readonly aborted: boolean;
}
