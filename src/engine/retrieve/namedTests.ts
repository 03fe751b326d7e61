import type { WorkspacePath } from '../../protocol/text.ts';
import type { FileTable } from '../ports.ts';
import type { OrderedFile, Ranking } from './ranking.ts';
import { baseName, folderName } from '../../protocol/text.ts';

/**
 * Ranks tests by the code that they are named after: who asks "is masking of addresses tested" uses words that stand in `filters.go`,
 * and wants `filters_test.go`, which may have none of them. `code` is what the question would find if it wanted code.
 * A test whose name only contains that of the code, or the other way round, counts less: `jsonReaderPath` is about `jsonReader`.
 */
export function namedTests(code: readonly OrderedFile[], table: FileTable): Ranking {
    const seeds = code.slice(0, SEEDS).filter(({ score }) => score > 0);
    const best = seeds[0]?.score ?? 1;
    const subjects = new Map<string, OrderedFile>();
    for (const seed of seeds) {
        const subject = subjectOf(seed.path, false);
        if (subject.length >= LEAST_SUBJECT && !subjects.has(subject)) subjects.set(subject, seed);
    }
    const files = new Map<WorkspacePath, number>();
    const reasons = new Map<WorkspacePath, WorkspacePath>();
    const known = testSubjects(table);
    for (const [subject, seed] of subjects) {
        const share = (seed.score / best) ** 2;
        for (const about of [subject, ...subjectsWithin(subject, known), ...subjectsAround(subject, known)]) {
            for (const test of known.tests.get(about) ?? []) {
                files.set(test, (files.get(test) ?? 0) + (about === subject ? 1 : SHARED_NAME) * share);
                if (about === subject || !reasons.has(test)) reasons.set(test, seed.path);
            }
        }
    }
    return { signal: 'tests', files, detail: path => `is named after ${baseName(reasons.get(path) ?? path)}`, floor: 0 };
}

/** Between 4 and 15 the judged questions are answered alike. */
const SEEDS = 8;

const SHARED_NAME = 0.4;

/** `io` and `rt` stand in half of all names. */
const LEAST_SUBJECT = 4;

/** All tests by what they are named after. */
interface TestSubjects {
    readonly version: number;
    readonly tests: ReadonlyMap<string, readonly WorkspacePath[]>;
    /** Every subject on a line of its own, because looking through one text takes a hundredth of looking into thirty thousand. */
    readonly lines: string;
}

const made = new WeakMap<FileTable, TestSubjects>();

/** Made once for each state of the table. */
function testSubjects(table: FileTable): TestSubjects {
    const before = made.get(table);
    if (before?.version === table.version) return before;
    const tests = new Map<string, WorkspacePath[]>();
    for (const { path, kind } of table.files()) {
        const about = kind === 'test' ? subjectOf(path, true) : '';
        if (about.length < LEAST_SUBJECT) continue;
        const same = tests.get(about);
        if (same) same.push(path);
        else tests.set(about, [path]);
    }
    const subjects = { version: table.version, tests, lines: `\n${[...tests.keys()].join('\n')}\n` };
    made.set(table, subjects);
    return subjects;
}

/** Subjects of tests that are a part of this one. */
function subjectsWithin(subject: string, { tests }: TestSubjects): Set<string> {
    const found = new Set<string>();
    for (let start = 0; start + LEAST_SUBJECT <= subject.length; start++) {
        for (let end = start + LEAST_SUBJECT; end <= subject.length; end++) {
            const part = subject.slice(start, end);
            if (part !== subject && tests.has(part)) found.add(part);
        }
    }
    return found;
}

/** Subjects of tests that this one is a part of. */
function subjectsAround(subject: string, { lines }: TestSubjects): Set<string> {
    const found = new Set<string>();
    for (let at = lines.indexOf(subject); at !== -1;) {
        const end = lines.indexOf('\n', at);
        const about = lines.slice(lines.lastIndexOf('\n', at) + 1, end);
        if (about !== subject) found.add(about);
        at = lines.indexOf(subject, end);
    }
    return found;
}

/** `filters` of `filters_test.go`, `jsonreader` of `JsonReaderTest.java`; of `hooks/src/index.js`, whose name says nothing, `hooks`. */
function subjectOf(path: WorkspacePath, isTest: boolean): string {
    const name = baseName(path)
        .replace(/\.\w+$/, '')
        .toLowerCase();
    const subject = lettersOf(isTest ? name.replace(TEST_IN_NAME, '') : name);
    if (!SAYS_NOTHING.test(subject)) return subject;
    const folders = folderName(path).toLowerCase().split('/');
    return lettersOf(folders.findLast(folder => !HOLDS_ANYTHING.test(folder)) ?? '');
}

function lettersOf(name: string): string {
    return name.replace(/[^a-z0-9\u0080-\uffff]/g, '');
}

const TEST_IN_NAME = /[._-](?:tests?|spec|test-d)$|^tests?[._-]|tests?$|testcase$/g;
const SAYS_NOTHING = /^(?:index|mod|main|lib|init|types|utils?|tests?|)$/;
const HOLDS_ANYTHING = /^(?:__)?(?:tests?|specs?|src|lib|browser)(?:__)?$/;

/** Adds rankings of one signal up, each scaled so that its best file has its share: what exercises code and what is named after it are wanted differently. */
export function sharedOut(parts: readonly { readonly ranking: Ranking; readonly share: number }[]): {
    readonly ranking: Ranking;
    readonly weight: number;
} {
    const files = new Map<WorkspacePath, number>();
    for (const { ranking, share } of parts) {
        let best = 0;
        ranking.files.forEach(score => {
            best = Math.max(best, score);
        });
        if (best > 0) ranking.files.forEach((score, path) => files.set(path, (files.get(path) ?? 0) + (share * score) / best));
    }
    const weight = Math.max(0, ...parts.map(({ share }) => share));
    const detail = (path: WorkspacePath): string | undefined =>
        parts.find(({ ranking }) => ranking.files.get(path) !== undefined)?.ranking.detail?.(path);
    return { ranking: { signal: 'tests', files, detail, floor: 0, telling: weight }, weight };
}
