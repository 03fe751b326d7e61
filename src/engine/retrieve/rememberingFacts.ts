import type { WorkspacePath } from '../../protocol/text.ts';
import type { SymbolTable } from '../ports.ts';

/** The facts of a file are packed in the index; a question asks for those of the same few files again and again. To be thrown away with it. */
export function rememberingFacts(symbols: SymbolTable): SymbolTable {
    const known = new Map<WorkspacePath, ReturnType<SymbolTable['factsOf']>>();
    return {
        definitionsOf: name => symbols.definitionsOf(name),
        definitionsLike: name => symbols.definitionsLike(name),
        tellDefinitionsLike: (name, tell) => {
            symbols.tellDefinitionsLike(name, tell);
        },
        referencesTo: name => symbols.referencesTo(name),
        importersOf: path => symbols.importersOf(path),
        linksOf: path => symbols.linksOf(path),
        factsOf: path => {
            if (!known.has(path)) known.set(path, symbols.factsOf(path));
            return known.get(path);
        },
    };
}
