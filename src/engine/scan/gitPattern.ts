/**
 * One line of an ignore file, matched exactly as git matches it.
 * The matcher is git's own (`wildmatch.c` and `match_pathname` in `dir.c`) rather than a translation to regular expressions:
 * the odd cases come out the same, and a hostile pattern costs a bounded number of steps instead of exponential backtracking.
 */
export interface GitPattern {
    /** As written, for people. */
    readonly source: string;
    /** `!pattern`: lets a path in again. */
    readonly isNegative: boolean;
    readonly isFolderOnly: boolean;
    /** True when the pattern itself matches, whatever the parents are; `path` is relative to the folder of the ignore file. */
    matches(path: string, isFolder: boolean): boolean;
}

export interface PatternOptions {
    /** As `core.ignorecase`, which git sets on disks that fold case. */
    readonly ignoreCase: boolean;
}

/** Undefined for blank lines and comments. */
export function parseGitPattern(line: string, options: PatternOptions): GitPattern | undefined {
    const source = trimTrailingBlanks(line.endsWith('\r') ? line.slice(0, -1) : line);
    if (source === '' || source.startsWith('#')) return undefined;
    const isNegative = source.startsWith('!');
    let body = comparable(isNegative ? source.slice(1) : source, options);
    const isFolderOnly = body.endsWith('/');
    if (isFolderOnly) body = body.slice(0, -1);
    if (body === '') return undefined;
    const matchesPath = body.includes('/') ? pathMatcher(body) : nameMatcher(body);
    return {
        source,
        isNegative,
        isFolderOnly,
        matches: (path, isFolder) => (isFolder || !isFolderOnly) && matchesPath(comparable(path, options)),
    };
}

/** A glob as in `files.exclude`: always relative to the root, with `{a,b}`; the folder and all below it are meant. */
export function parseGlob(glob: string, options: PatternOptions): (path: string) => boolean {
    const matchers = expandBraces(glob.replace(/^\.?\//, '').replace(/\/(\*\*)?$/, '')).map(plain =>
        pathMatcher(comparable(plain, options)),
    );
    return path => matchers.some(matches => matches(comparable(path, options)));
}

/** A pattern without a slash is compared with the last segment alone. */
function nameMatcher(pattern: string): (path: string) => boolean {
    const literal = literalLength(pattern);
    const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
    if (literal === pattern.length) return path => nameOf(path) === pattern;
    const suffix = pattern.slice(1);
    if (literal === 0 && pattern.startsWith('*') && literalLength(suffix) === suffix.length) return path => nameOf(path).endsWith(suffix);
    return path => wildmatch(pattern, nameOf(path));
}

/** A pattern with a slash is compared with the whole path. The literal beginning goes first, as in git, where `a**` before a slash shows it. */
function pathMatcher(pattern: string): (path: string) => boolean {
    const anchored = pattern.startsWith('/') ? pattern.slice(1) : pattern;
    const prefix = anchored.slice(0, literalLength(anchored));
    const rest = anchored.slice(prefix.length);
    if (rest === '') return path => path === prefix;
    return path => path.startsWith(prefix) && wildmatch(rest, path.slice(prefix.length));
}

function literalLength(pattern: string): number {
    const special = pattern.search(/[*?[\\]/);
    return special < 0 ? pattern.length : special;
}

/** Git removes blanks at the end unless a backslash stands before them. */
function trimTrailingBlanks(line: string): string {
    let end = line.length;
    while (end > 0 && line[end - 1] === ' ') end--;
    const backslashes = /\\*$/.exec(line.slice(0, end))?.[0].length ?? 0;
    return backslashes % 2 === 1 && end < line.length ? line.slice(0, end + 1) : line.slice(0, end);
}

/** Git compares bytes, so `?` is one byte; a string of bytes keeps that and leaves ASCII as it is. */
function comparable(text: string, { ignoreCase }: PatternOptions): string {
    const folded = ignoreCase ? text.toLowerCase() : text;
    return /[^\0-\x7f]/.test(folded) ? Buffer.from(folded, 'utf8').toString('latin1') : folded;
}

/** `a.{b,c{d,e}}` to `a.b`, `a.cd`, `a.ce`; at most 256 of them, since braces multiply. */
function expandBraces(glob: string): readonly string[] {
    const found = /^(.*?)\{([^{}]*)\}(.*)$/.exec(glob);
    if (!found) return [glob];
    const [, before = '', choices = '', after = ''] = found;
    return choices
        .split(',')
        .flatMap(choice => expandBraces(before + choice + after))
        .slice(0, 256);
}

type Outcome = 'match' | 'no-match' | 'abort-all' | 'abort-to-starstar';

/** Far more than any real rule needs on any real path; a rule that needs more is taken not to match. */
const MAX_STEPS = 20_000;

/** `wildmatch(pattern, text, WM_PATHNAME)` of git 2.39: `*` and `?` stop at `/`, `**` between slashes does not. */
export function wildmatch(pattern: string, text: string): boolean {
    return step(pattern, 0, text, 0, { left: MAX_STEPS }) === 'match';
}

function step(pattern: string, start: number, text: string, at: number, budget: { left: number }): Outcome {
    let p = start;
    let t = at;
    for (; p < pattern.length; p++, t++) {
        if (--budget.left < 0) return 'abort-all';
        const expected = pattern[p] ?? '';
        const char = text[t];
        if (char === undefined && expected !== '*') return 'abort-all';
        switch (expected) {
            case '\\':
                p++;
                if (char !== pattern[p]) return 'no-match';
                break;
            case '?':
                if (char === '/') return 'no-match';
                break;
            case '[': {
                const set = matchSet(pattern, p, char ?? '');
                if (set === undefined) return 'abort-all';
                if (!set.isMatch || char === '/') return 'no-match';
                p = set.end;
                break;
            }
            case '*': {
                let crossesSlashes = false;
                const first = p;
                while (pattern[p + 1] === '*') p++;
                p++;
                if (p - first > 1) {
                    const opensSegment = first - start < 1 || pattern[first - 1] === '/';
                    const closesSegment = p >= pattern.length || pattern[p] === '/' || (pattern[p] === '\\' && pattern[p + 1] === '/');
                    if (opensSegment && closesSegment) {
                        // `**/` may stand for nothing at all.
                        if (pattern[p] === '/' && step(pattern, p + 1, text, t, budget) === 'match') return 'match';
                        crossesSlashes = true;
                    }
                }
                if (p >= pattern.length) return crossesSlashes || !text.includes('/', t) ? 'match' : 'no-match';
                if (!crossesSlashes && pattern[p] === '/') {
                    const slash = text.indexOf('/', t);
                    if (slash < 0) return 'no-match';
                    t = slash;
                    break;
                }
                return matchRest(pattern, p, text, t, crossesSlashes, budget);
            }
            default:
                if (char !== expected) return 'no-match';
        }
    }
    return t < text.length ? 'no-match' : 'match';
}

/** What follows a star, tried at each place where it could begin. */
function matchRest(pattern: string, p: number, text: string, from: number, crossesSlashes: boolean, budget: { left: number }): Outcome {
    const next = pattern[p] ?? '';
    const isLiteral = !'*?[\\'.includes(next);
    for (let t = from; t < text.length; t++) {
        if (isLiteral) {
            while (t < text.length && text[t] !== next && (crossesSlashes || text[t] !== '/')) t++;
            if (text[t] !== next) return 'no-match';
        }
        const outcome = step(pattern, p, text, t, budget);
        if (outcome !== 'no-match') {
            if (!crossesSlashes || outcome !== 'abort-to-starstar') return outcome;
        } else if (!crossesSlashes && text[t] === '/') {
            return 'abort-to-starstar';
        }
    }
    return 'abort-all';
}

/** `[a-z]`, `[!x]`, `[[:digit:]]` from `pattern[open]` on; undefined when it never ends or names an unknown class. */
function matchSet(pattern: string, open: number, char: string): { readonly isMatch: boolean; readonly end: number } | undefined {
    let p = open + 1;
    const isNegated = pattern[p] === '!' || pattern[p] === '^';
    if (isNegated) p++;
    let isIn = false;
    let previous = '';
    for (let isFirst = true; isFirst || pattern[p] !== ']'; isFirst = false, p++) {
        let member = pattern[p];
        if (member === undefined) return undefined;
        if (member === '\\') {
            member = pattern[++p];
            if (member === undefined) return undefined;
            if (char === member) isIn = true;
            previous = member;
        } else if (member === '-' && previous !== '' && pattern[p + 1] !== undefined && pattern[p + 1] !== ']') {
            let last = pattern[++p];
            if (last === '\\') last = pattern[++p];
            if (last === undefined) return undefined;
            if (char >= previous && char <= last) isIn = true;
            previous = '';
        } else if (member === '[' && pattern[p + 1] === ':') {
            const end = pattern.indexOf(']', p + 2);
            if (end < 0) return undefined;
            if (end - p - 3 >= 0 && pattern[end - 1] === ':') {
                const isOfClass = CLASSES.get(pattern.slice(p + 2, end - 1));
                if (!isOfClass) return undefined;
                if (isOfClass.test(char)) isIn = true;
                p = end;
                previous = '';
            } else {
                if (char === '[') isIn = true;
                previous = '[';
            }
        } else {
            if (char === member) isIn = true;
            previous = member;
        }
    }
    return { isMatch: isIn !== isNegated, end: p };
}

/** Git's ASCII classes (`sane-ctype.h`). */
const CLASSES: ReadonlyMap<string, RegExp> = new Map([
    ['alnum', /[0-9A-Za-z]/],
    ['alpha', /[A-Za-z]/],
    ['blank', /[ \t]/],
    ['cntrl', /[\0-\x1f\x7f]/],
    ['digit', /[0-9]/],
    ['graph', /[!-~]/],
    ['lower', /[a-z]/],
    ['print', /[ -~]/],
    ['punct', /[!-/:-@[-`{-~]/],
    ['space', /[ \t\n\r]/],
    ['upper', /[A-Z]/],
    ['xdigit', /[0-9A-Fa-f]/],
]);
