/** Copies grammars, runtime and queries into `target` (`dist/grammars` when absent); returns the names of the files. */
export function copyGrammars(target?: string): Promise<readonly string[]>;

/** The packages that the grammars come from, whose licences go with them. */
export const grammarPackages: readonly string[];
