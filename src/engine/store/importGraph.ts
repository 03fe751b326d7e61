import { baseName, folderName } from '../../protocol/text.ts';
import type { WorkspacePath } from '../../protocol/text.ts';

/**
 * Who imports whom, by name alone: no build file is read, so a specifier is matched with the files whose path ends like it.
 * Relative ones are resolved exactly; dotted and slashed ones match the end of a file's path or of its folder (a package).
 */
export class ImportGraph {
    private readonly importers = new Map<WorkspacePath, Set<WorkspacePath>>();
    private readonly filesByTail = new Map<string, WorkspacePath[]>();

    constructor(files: Iterable<ImportingFile>) {
        const all = [...files];
        for (const { path } of all) for (const tail of tailsOf(path)) addTo(this.filesByTail, tail, path);
        for (const { path, modules } of all) {
            for (const module of modules) {
                for (const target of this.targetsOf(module, path)) {
                    if (target === path) continue;
                    const known = this.importers.get(target);
                    if (known) known.add(path);
                    else this.importers.set(target, new Set([path]));
                }
            }
        }
    }

    importersOf(path: WorkspacePath): readonly WorkspacePath[] {
        return [...(this.importers.get(path) ?? [])];
    }

    /** The files a specifier may mean; empty for what comes from outside the workspace, and for what would match half of it. */
    targetsOf(module: string, importer: WorkspacePath): readonly WorkspacePath[] {
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
                const found = (this.filesByTail.get(tailKey(wanted)) ?? []).filter(path => endsLike(path, wanted));
                if (found.length > 0 && found.length <= MAX_TARGETS) return found;
            }
        }
        return [];
    }
}

export interface ImportingFile {
    readonly path: WorkspacePath;
    /** As written. */
    readonly modules: readonly string[];
}

/** A package of more files is imported by too many to tell anything. */
const MAX_TARGETS = 60;

/** Names that stand for their folder: `pkg/__init__.py` is `pkg`. */
const FOLDER_FILES = new Set(['index', '__init__', 'mod', 'lib', 'main']);

/** The path a relative specifier means, without guessing its extension; undefined for one that is not relative. */
function wholePath(module: string, importer: WorkspacePath): string | undefined {
    const folder = folderName(importer);
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
    const cleaned = module.replace(/^(crate|super|self)::/, '').replace(/[;<>"']/g, '');
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

function tailKey(path: string): string {
    return baseName(path);
}

/** `src/cart` means `src/cart.ts`, `src/cart/index.ts` and, where folders are packages, nothing else of `src/cart/`. */
function isAt(path: WorkspacePath, whole: string): boolean {
    const bare = withoutExtension(path);
    const wanted = withoutExtension(whole);
    return path === whole || bare === whole || bare === wanted || (folderName(path) === whole && FOLDER_FILES.has(baseName(bare)));
}

/** `a/b` means `…/a/b.py`, and each file of the folder `…/a/b`, which is a package in Go and Java. */
function endsLike(path: WorkspacePath, wanted: string): boolean {
    return [withoutExtension(path), folderName(path)].some(end => end === wanted || end.endsWith(`/${wanted}`));
}

function withoutExtension(path: string, isPath = true): string {
    return isPath
        ? path.replace(
              /\.(d\.ts|[cm]?[jt]sx?|py|pyi|go|java|kt|rs|rb|php|cs|scala|swift|vue|svelte|h|hpp|c|cc|cpp|css|scss|less|json)$/,
              '',
          )
        : path;
}

function addTo<K, V>(map: Map<K, V[]>, key: K, value: V): void {
    const known = map.get(key);
    if (known) known.push(value);
    else map.set(key, [value]);
}
