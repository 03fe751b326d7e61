import { baseName, folderName, workspacePath } from '../../protocol/text.ts';
import type { WorkspacePath } from '../../protocol/text.ts';

/**
 * Who imports whom, by name alone: no build file is read, so a specifier is matched with the files whose path ends like it.
 * Relative ones are resolved exactly; dotted and slashed ones match the end of a file's path or of its folder (a package).
 * A file comes and goes by itself: what a specifier means is looked up when it is asked, among the few files with such a name,
 * so that a save never costs more than its own file. Files and specifiers are only noted when they come, and taken in with the next question,
 * so that opening an index does not wait for it; a specifier is looked at once, however many files have it.
 */
export class ImportGraph {
    private readonly source: ImportSource;
    private readonly filesByTail = new Map<string, WorkspacePath[]>();
    /** Specifiers that end in this name, and so may mean a file of this name. */
    private readonly modulesByTail = new Map<string, number[]>();
    /** Specifiers like `..`, whose end depends on who has them. */
    private readonly modulesOfFolders: number[] = [];
    /** Not taken in yet. */
    private readonly unnamed = new Set<WorkspacePath>();
    private unread: number[] = [];

    constructor(source: ImportSource) {
        this.source = source;
    }

    /** Takes a file in; nothing to do when only its imports are others. */
    add(path: WorkspacePath): void {
        this.unnamed.add(path);
    }

    /** To be told of each specifier once, by its number. */
    addModule(module: number): void {
        this.unread.push(module);
    }

    delete(path: WorkspacePath): void {
        if (this.unnamed.delete(path)) return;
        for (const tail of tailsOf(path)) {
            const left = (this.filesByTail.get(tail) ?? []).filter(other => other !== path);
            if (left.length > 0) this.filesByTail.set(tail, left);
            else this.filesByTail.delete(tail);
        }
    }

    importersOf(path: WorkspacePath): readonly WorkspacePath[] {
        this.readModules();
        const importers = new Set<WorkspacePath>();
        for (const tail of tailsOf(path)) {
            const found = new Set<number>();
            for (const module of [...(this.modulesByTail.get(tail) ?? []), ...this.modulesOfFolders])
                for (const file of this.source.filesWith(module))
                    if (!found.has(file) && this.isMeant(file, module, tail, path)) found.add(file);
            for (const file of [...found].sort((one, other) => one - other)) {
                const importer = this.source.pathOf(file);
                if (importer !== undefined && importer !== path) importers.add(importer);
            }
        }
        return [...importers];
    }

    /** Whether the specifier means the path, named by this tail, in this file. */
    private isMeant(file: number, module: number, tail: string, path: WorkspacePath): boolean {
        const importer = this.source.pathOf(file);
        if (importer === undefined) return false;
        const text = this.source.textOf(module);
        return tailsOfModule(text, importer).includes(tail) && this.targetsOf(text, importer).includes(path);
    }

    /** The files of the workspace that a file imports. */
    importsOf(path: WorkspacePath): readonly WorkspacePath[] {
        const found = new Set(this.source.modulesOf(path).flatMap(module => this.targetsOf(this.source.textOf(module), path)));
        found.delete(path);
        return [...found];
    }

    /** The files a specifier may mean; empty for what comes from outside the workspace, and for what would match half of it. */
    targetsOf(module: string, importer: WorkspacePath): readonly WorkspacePath[] {
        this.readNames();
        const whole = wholePath(module, importer);
        if (whole !== undefined) return (this.filesByTail.get(tailKey(withoutExtension(whole))) ?? []).filter(path => isAt(path, whole));
        const segments = segmentsOf(module);
        // `crate::net::tcp::TcpStream` and `from pkg.mod import name` end with a name inside the file, so the last segment may go;
        // a Go path begins with the module's own name, so leading segments may go, as long as two remain or nothing was dropped.
        for (const end of [segments.length, segments.length - 1]) {
            for (let start = 0; start < end; start++) {
                const kept = segments.slice(start, end);
                if (kept.length < 2 && (start > 0 || end < segments.length)) continue;
                const wanted = kept.join('/');
                const found = this.filesLike(wanted, importer);
                if (found.length > 0 && found.length <= MAX_TARGETS) return found;
            }
        }
        return [];
    }

    private filesLike(wanted: string, importer: WorkspacePath): readonly WorkspacePath[] {
        for (const spelt of SPELLS_OTHERWISE.test(importer) ? spellingsOf(wanted) : [wanted]) {
            const found = (this.filesByTail.get(tailKey(spelt)) ?? []).filter(path => endsLike(path, spelt));
            const files = FILE_IS_MODULE.test(importer) ? found.filter(path => isFileLike(path, spelt)) : found;
            if (files.length > 0) return files;
        }
        return [];
    }

    private readNames(): void {
        for (const path of this.unnamed) for (const tail of tailsOf(path)) addTo(this.filesByTail, tail, path);
        this.unnamed.clear();
    }

    private readModules(): void {
        for (const module of this.unread) {
            // In a file of the root, what ends in the name of a folder above ends in nothing.
            const tails = tailsOfModule(this.source.textOf(module), AT_ROOT);
            if (tails.includes('')) this.modulesOfFolders.push(module);
            else for (const tail of new Set(tails)) addTo(this.modulesByTail, tail, module);
        }
        this.unread = [];
    }
}

/** Specifiers and files by number; files in the order in which they came. */
export interface ImportSource {
    /** What a file imports. */
    modulesOf(path: WorkspacePath): readonly number[];
    /** As written. */
    textOf(module: number): string;
    /** The files that have this specifier, some that are gone among them. */
    filesWith(module: number): Iterable<number>;
    /** Undefined for one that is gone. */
    pathOf(file: number): WorkspacePath | undefined;
}

const AT_ROOT = workspacePath('file');

/** A package of more files is imported by too many to tell anything. */
const MAX_TARGETS = 60;

/** Names that stand for their folder: `pkg/__init__.py` is `pkg`. */
const FOLDER_FILES = new Set(['index', '__init__', 'mod', 'lib', 'main']);
/** The same, where only files of one language are called so. */
const FOLDER_FILE_NAMES = new Set(['init.lua', 'default.nix']);

/** The path a relative specifier means, without guessing its extension; undefined for one that is not relative. */
function wholePath(module: string, importer: WorkspacePath): string | undefined {
    const folder = folderName(importer);
    // Files that are named as such are meant from where they are named: `money.zig`, `src/cart.dart`, `$PSScriptRoot\\Lines.ps1`.
    if (/^[^:]*\.(?:zig|dart|jl|psm?1)$/.test(module)) return joined(folder, module.replace(/^\$PSScriptRoot[\\/]/i, '').split(/[\\/]/));
    if (/^\.\.?(\/|$)/.test(module)) return joined(folder, module.split('/'));
    // Python: one dot is the package itself, each further dot one package up.
    const dots = /^(\.+)([\w.]*)$/.exec(module);
    if (!dots) return undefined;
    const [, up = '', rest = ''] = dots;
    return joined(folder, [...Array.from({ length: up.length - 1 }, () => '..'), ...rest.split('.')]);
}

function joined(folder: string, steps: readonly string[]): string {
    const segments = folder === '' ? [] : folder.split('/');
    for (const step of steps) {
        if (step === '..') segments.pop();
        else if (step !== '.' && step !== '') segments.push(step);
    }
    return segments.join('/');
}

function segmentsOf(module: string): string[] {
    // A package of Dart has its libraries in `lib`.
    const cleaned = module
        .replace(/^(crate|super|self)::/, '')
        .replace(/^package:[^/]+/, 'lib')
        .replace(/[;<>"']/g, '');
    const separator = cleaned.includes('/') ? '/' : cleaned.includes('::') ? '::' : '.';
    return withoutExtension(cleaned, separator === '/')
        .split(separator)
        .map(segment => segment.trim())
        .filter(segment => segment !== '' && segment !== '*' && segment !== '@');
}

/** The names under which a file can be found: its own, and that of its folder. */
function tailsOf(path: WorkspacePath): string[] {
    const own = tailKey(withoutExtension(path));
    const folder = tailKey(folderName(path));
    return folder === '' || folder === own ? [own] : [own, folder];
}

/** The names that a file meant by a specifier may be found under. */
function tailsOfModule(module: string, importer: WorkspacePath): string[] {
    const whole = wholePath(module, importer);
    return whole === undefined ? segmentsOf(module).slice(-2).flatMap(spellingsOf) : [tailKey(withoutExtension(whole))];
}

/** Where a module is one file, what lies in a folder of its name is something else. */
const FILE_IS_MODULE = /\.(?:exs?|mli?|clj[cs]?|hs|lua|p[lm]|t)$/;

function isFileLike(path: WorkspacePath, wanted: string): boolean {
    const end = FOLDER_FILE_NAMES.has(baseName(path)) ? folderName(path) : withoutExtension(path);
    return end === wanted || end.endsWith(`/${wanted}`);
}

const SPELLS_OTHERWISE = /\.(?:exs?|mli?|clj[cs]?)$/;

/** As it is written, and as the files of some languages are called: `Plug.Conn` is in `plug/conn.ex`, `ring.content-type` in `ring/content_type.clj`. */
function spellingsOf(name: string): readonly string[] {
    const spelt = name
        .replace(/([a-z\d])([A-Z])/g, '$1_$2')
        .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
        .replaceAll('-', '_')
        .toLowerCase();
    return spelt === name ? [name] : [name, spelt];
}

function tailKey(path: string): string {
    return baseName(path);
}

/** `src/cart` means `src/cart.ts`, `src/cart/index.ts` and, where folders are packages, nothing else of `src/cart/`. */
function isAt(path: WorkspacePath, whole: string): boolean {
    const bare = withoutExtension(path);
    const wanted = withoutExtension(whole);
    return (
        path === whole ||
        bare === whole ||
        bare === wanted ||
        (folderName(path) === whole && (FOLDER_FILES.has(baseName(bare)) || FOLDER_FILE_NAMES.has(baseName(path))))
    );
}

/** `a/b` means `…/a/b.py`, and each file of the folder `…/a/b`, which is a package in Go and Java. */
function endsLike(path: WorkspacePath, wanted: string): boolean {
    return [withoutExtension(path), folderName(path)].some(end => end === wanted || end.endsWith(`/${wanted}`));
}

function withoutExtension(path: string, isPath = true): string {
    return isPath
        ? path.replace(
              /\.(d\.ts|[cm]?[jt]sx?|py|pyi|go|java|kt|rs|rb|php|cs|scala|swift|vue|svelte|h|hpp|c|cc|cpp|css|scss|less|json|dart|lua|exs?|hs|zig|p[lm]|clj[cs]?|mli?|jl|nix|tf|psm?1|elm|gleam|gd)$/,
              '',
          )
        : path;
}

function addTo<K, V>(map: Map<K, V[]>, key: K, value: V): void {
    const known = map.get(key);
    if (known) known.push(value);
    else map.set(key, [value]);
}
