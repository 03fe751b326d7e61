import { baseName } from '../../protocol/text.ts';
import type { FileChanges } from '../../protocol/indexing.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import { HotPaths } from './hotPaths.ts';

/** What has gathered since the last look. */
export type GatheredChanges =
    /** Look at these, whatever they were said to be: one may have been removed and written again within a burst. */
    | { readonly kind: 'paths'; readonly paths: ReadonlySet<WorkspacePath> }
    /** A rule has changed, or so many paths that a scan is cheaper. The paths are suspects all the same. */
    | { readonly kind: 'everything'; readonly paths: ReadonlySet<WorkspacePath> };

/** Folds bursts of changes into one piece of work, for as long as an earlier piece is being done. */
export class ChangeQueue {
    private paths = new Set<WorkspacePath>();
    private isEverything = false;
    private readonly hot: HotPaths;

    constructor(hot: HotPaths = new HotPaths()) {
        this.hot = hot;
    }

    /** Nothing is to be looked at now; what rests may be, later. */
    get isEmpty(): boolean {
        return !this.isEverything && !this.hasRules() && this.due().next().done === true;
    }

    /** Milliseconds until something that rests may be looked at; undefined when nothing does. */
    get restsFor(): number | undefined {
        const rests = [...this.paths].map(path => this.hot.restOf(path)).filter(rest => rest > 0);
        return rests.length === 0 ? undefined : Math.min(...rests);
    }

    /** Nothing rests any longer. */
    wake(): void {
        this.hot.wake();
    }

    /** A few files, as somebody saves them, none of them a file of rules. */
    get isSmall(): boolean {
        return !this.isEmpty && !this.isEverything && this.paths.size <= FEW_PATHS && !this.hasRules();
    }

    /** The whole workspace is to be looked at, because an earlier look was broken off. */
    addEverything(): void {
        this.isEverything = true;
    }

    add({ changed, removed }: FileChanges): void {
        for (const path of changed) this.paths.add(path);
        for (const path of removed) this.paths.add(path);
    }

    /** Work that was taken and not done. */
    putBack(changes: GatheredChanges): void {
        for (const path of changes.paths) this.paths.add(path);
        this.isEverything ||= changes.kind === 'everything';
    }

    take(): GatheredChanges {
        const isWide = this.isEverything || this.paths.size > MANY_PATHS || this.hasRules();
        const paths = isWide ? this.paths : new Set(this.due());
        this.paths = isWide ? new Set() : new Set([...this.paths].filter(path => !paths.has(path)));
        this.isEverything = false;
        if (!isWide) this.hot.noteTaken(paths);
        return { kind: isWide ? 'everything' : 'paths', paths };
    }

    private *due(): Generator<WorkspacePath> {
        for (const path of this.paths) if (this.hot.restOf(path) === 0) yield path;
    }

    private hasRules(): boolean {
        return [...this.paths].some(isRuleFile);
    }
}

/** True when one of them says which files belong to the workspace. */
export function hasRules({ changed, removed }: FileChanges): boolean {
    return [...changed, ...removed].some(isRuleFile);
}

/** A clone's own rules have a name that says nothing without its folder. */
function isRuleFile(path: WorkspacePath): boolean {
    return RULE_FILES.has(baseName(path)) || path.endsWith('.git/info/exclude');
}

const FEW_PATHS = 50;
const RULE_FILES: ReadonlySet<string> = new Set(['.gitignore', '.footnoteignore', '.gitmodules']);

/** Looking at a path costs one call to the disk, a scan about as much for each file of the workspace: a branch switch is a scan. */
const MANY_PATHS = 2000;
