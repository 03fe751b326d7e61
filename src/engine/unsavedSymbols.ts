import type { CodeSymbol, FileFacts, SymbolReference } from '../protocol/code.ts';
import type { WorkspacePath } from '../protocol/text.ts';
import type { SymbolTable } from './ports.ts';
import { foldedName } from './retrieve/foldedName.ts';

/** The symbols of the index, with those of unsaved texts in place of what the disk has; unsaved texts are few. */
export function withUnsavedSymbols(stored: SymbolTable, unsaved: ReadonlyMap<WorkspacePath, FileFacts>): SymbolTable {
    function definitions(found: readonly CodeSymbol[], isMeant: (name: string) => boolean): readonly CodeSymbol[] {
        if (unsaved.size === 0) return found;
        const typed = [...unsaved].flatMap(([path, facts]) =>
            facts.definitions.filter(({ name }) => isMeant(name)).map(symbol => ({ ...symbol, path })),
        );
        return [...found.filter(({ path }) => !unsaved.has(path)), ...typed];
    }
    function references(found: readonly SymbolReference[], name: string): readonly SymbolReference[] {
        if (unsaved.size === 0) return found;
        const typed = [...unsaved].flatMap(([path, facts]) =>
            facts.references.filter(reference => reference.name === name).flatMap(({ lines }) => lines.map(line => ({ path, name, line }))),
        );
        return [...found.filter(({ path }) => !unsaved.has(path)), ...typed];
    }
    return {
        definitionsOf: name => definitions(stored.definitionsOf(name), other => other === name),
        definitionsLike: folded => definitions(stored.definitionsLike(folded), other => foldedName(other) === folded),
        tellDefinitionsLike: (folded, tell) => {
            stored.tellDefinitionsLike(folded, (path, name, kind, isInner) => {
                if (!unsaved.has(path)) tell(path, name, kind, isInner);
            });
            for (const [path, { definitions: typed }] of unsaved)
                for (const { name, kind, container } of typed) if (foldedName(name) === folded) tell(path, name, kind, container !== '');
        },
        referencesTo: name => references(stored.referencesTo(name), name),
        factsOf: path => unsaved.get(path) ?? stored.factsOf(path),
        importersOf: path => stored.importersOf(path),
        linksOf: path => stored.linksOf(path),
    };
}
