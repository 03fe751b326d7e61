/** Copies grammars, runtime and queries into `target` (`dist/grammars` when absent); returns the names of the files. */
export function copyGrammars(target?: string): Promise<readonly string[]>;
