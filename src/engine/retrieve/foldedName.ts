/** A name as `SymbolTable.definitionsLike` knows it: lower case, without `_`, `-` and `$`; `retry_build` and `retryBuild` are one. */
export function foldedName(name: string): string {
    return name.replace(/[_$-]/g, '').toLowerCase();
}
