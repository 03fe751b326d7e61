import type { WorkspacePath } from '../../protocol/text.ts';
import type { StopOptions } from '../ports.ts';
import type { EveryPlace, EveryPlacePorts, NamePlace } from './everyPlace.ts';
import { baseName } from '../../protocol/text.ts';
import { filesWithWords, findEveryPlace } from './everyPlace.ts';

/**
 * Every import of what a name stands for: a file of the workspace (`cart.ts`, `src/cart`), a module as imports write it (`lodash`,
 * `os.path`), or a definition that import lines name. A path that is imported under an alias counts through the import graph; its place then has line 0.
 */
export async function findEveryImport(name: string, ports: EveryPlacePorts, { signal }: StopOptions = {}): Promise<EveryPlace> {
    const places = new Map<string, NamePlace>();
    const add = (path: WorkspacePath, line: number): void => {
        places.set(`${path}:${String(line)}`, { path, line, kind: ports.fileTable.kindOf(path) ?? 'code', role: 'import' });
    };
    for (const file of filesCalled(name, ports)) {
        for (const path of ports.symbols.importersOf(file)) {
            const line = ports.symbols.factsOf(path)?.imports.find(({ module }) => isSpecifierOf(module, file))?.line;
            add(path, line ?? 0);
        }
    }
    for (const path of await filesWithWords(name, ports.store, signal)) {
        for (const { module, line } of ports.symbols.factsOf(path)?.imports ?? []) if (isModule(module, name)) add(path, line);
    }
    const named = /[/]|\.\w+$/.test(name) ? { places: [], unread: [] } : await findEveryPlace(name, ports, { signal });
    for (const { path, line, role } of named.places) if (role === 'import') add(path, line);
    const sorted = [...places.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line));
    return { places: sorted, unread: named.unread };
}

/** Files whose path ends with the name, with or without its ending; a bare word is no file. */
function filesCalled(name: string, { fileTable }: EveryPlacePorts): readonly WorkspacePath[] {
    if (!/[/.]/.test(name)) return [];
    const wanted = name.replace(/^\.\//, '');
    const found: WorkspacePath[] = [];
    for (const { path } of fileTable.files()) {
        if (isEnding(path, wanted) || isEnding(withoutEnding(path), wanted)) found.push(path);
    }
    return found;
}

function isEnding(path: string, wanted: string): boolean {
    return path === wanted || path.endsWith(`/${wanted}`);
}

function withoutEnding(path: string): string {
    return path.replace(/\.\w+$/, '');
}

/** True for `./cart`, `../shop/cart.ts`, `shop.cart` and `crate::cart` of the file `shop/cart.…`. */
function isSpecifierOf(module: string, file: WorkspacePath): boolean {
    const last =
        withoutEnding(module.replace(/\.[cm]?[jt]sx?$/, ''))
            .split(/[/.]|::/)
            .at(-1) ?? '';
    const lastDotted =
        module
            .replace(/\.[cm]?[jt]sx?$/, '')
            .split(/[/.]|::/)
            .at(-1) ?? '';
    const own = withoutEnding(baseName(file));
    return last === own || lastDotted === own;
}

/** True for the module itself and what lies in it: `os`, `os.path`; `lodash`, `lodash/merge`. */
function isModule(module: string, name: string): boolean {
    return module === name || (module.startsWith(name) && /^[./:]/.test(module.slice(name.length)));
}
