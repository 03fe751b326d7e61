import { askingPart } from './askingPart.ts';
import { plainRequest, speaksOfWork } from './requestCues.ts';
import { termsOf } from './terms.ts';
import { sortOfWritten } from './writtenNames.ts';

/**
 * What a question looks like to the reader of intents: its words, pairs of them next to each other and one apart, pieces of words (typos,
 * compounds), families of words with where they stand, and its form. What is told before something is asked counts apart, as words and no
 * more. Names, files, versions and flags count by their sort, not by themselves, because those of one project say nothing about another.
 * Each feature is there or not; training and reading go through this function.
 */
export function intentFeatures(question: string): ReadonlySet<string> {
    const text = question.trim();
    const { story, ask } = askingPart(text);
    const unnamed = ask.replace(TOKEN, written => (isName(written) ? 'it' : written));
    const found = new Set(formOf(text, ask));
    found.add(`#plain:${plainRequest(unnamed)}`);
    if (speaksOfWork(unnamed)) found.add('#work');
    const { words, families } = tokensOf(ask, found);
    addPairs(words, found);
    addPairs(families, found);
    addPlacesOfFamilies(words, families, found);
    for (const word of words) addPieces(word, found);
    addNames(words, found);
    if (story !== '') addStory(story, text, words, found);
    return found;
}

function formOf(text: string, ask: string): string[] {
    const length = LENGTHS.findIndex(most => ask.length < most);
    const lines = text.split('\n', 5).length;
    const marks: readonly (readonly [string, boolean])[] = [
        ['#long', length < 0],
        ['#lines', lines > 1],
        ['#many lines', lines > 3],
        ['#asks', /\?(?:\s|$)/.test(ask)],
        ['#code', ask.includes('`')],
        ['#scope', /^[\w./[\] @-]{1,30}: /.test(ask)],
        ['#foreign', FOREIGN.test(ask)],
        ['#capital', /^\p{Lu}/u.test(text)],
    ];
    return [`#length ${String(length)}`, ...marks.flatMap(([mark, holds]) => (holds ? [mark] : []))];
}

const LENGTHS = [30, 60, 100, 160, 320];

/** Letters beyond ASCII; typographic quotes and dashes are English as well. */
const FOREIGN = /[^\x00-\x7f“”‘’…–—→×]/;

interface Tokens {
    /** Stemmed, with a mark for where the text begins and ends. */
    readonly words: readonly string[];
    /** The same with the name of its family in the place of a word that has one. */
    readonly families: readonly string[];
}

function tokensOf(text: string, found: Set<string>): Tokens {
    const [words, families] = [['^'], ['^']];
    const add = (word: string, family = word): void => {
        words.push(word);
        families.push(family);
    };
    for (const [matched] of text.matchAll(TOKEN)) {
        const written = matched.replaceAll('`', '');
        const sort = sortOfWritten(written);
        if (sort === 'file') {
            add('<file>');
            found.add(written.slice(written.lastIndexOf('.')).toLowerCase());
            for (const term of termsOf(written)) found.add(`in name: ${term}`);
        } else if (sort === 'path') {
            add('<path>');
            for (const term of termsOf(written)) found.add(`in name: ${term}`);
        } else if (isName(matched)) add('<name>');
        else if (sort !== undefined) add(`<${sort}>`);
        else {
            const lowered = written.toLowerCase();
            for (const term of termsOf(lowered).length === 0 ? [lowered] : termsOf(lowered)) add(term, familyOf(lowered) ?? term);
        }
    }
    add('$');
    return { words, families };
}

/** What stands in backticks is a name as well, unless it is a file or the like. */
function isName(matched: string): boolean {
    const sort = sortOfWritten(matched.replaceAll('`', ''));
    return sort === 'name' || (sort === undefined && matched.startsWith('`'));
}

/** Words, what stands in backticks without a blank, calls, flags, and the marks that end a clause. */
const TOKEN =
    /`[^`\s]+`|[\p{L}_$][\p{L}\p{N}_$.:]*\([^()\s]*\)|[\p{L}_$][\w$]*(?:::[\w$]+)+|[\p{L}\p{N}_$][\p{L}\p{N}_$./+#@-]*[\p{L}\p{N}_$+#)]|[\p{L}\p{N}]|(?<=\s)--?[a-z][\w-]+|[?!:]/gu;

/** A name that is asked about is nearly always one of the code, whatever asks: "explain", "what does … do", "why is … here". */
function addNames(words: readonly string[], found: Set<string>): void {
    const names = words.filter(word => word === '<name>').length;
    if (names === 0) {
        found.add('#no name');
        return;
    }
    found.add('#name');
    if (names > 1) found.add('#names');
    found.add(`#name asked with ${words[1] ?? ''}`);
    found.add(`#name asked with ${words[1] ?? ''} ${words[2] ?? ''}`);
    if (words.length <= 7) found.add('#name among few words');
}

/**
 * The words of the story count as all words do, since "where is that exception" does not say what it is after, and once more as what was only
 * told, which takes back what they say where that misleads.
 */
function addStory(story: string, text: string, asked: readonly string[], found: Set<string>): void {
    const whole = tokensOf(text, found);
    addPairs(whole.words, found);
    addPairs(whole.families, found);
    for (const word of whole.words) addPieces(word, found);
    found.add('#story');
    const told = tokensOf(story, new Set());
    for (const word of [...told.words, ...told.families]) if (word !== '^' && word !== '$') found.add(`told: ${word}`);
    found.add(`told first: ${told.words[1] ?? ''}`);
    found.add(`#story, asks ${asked[1] ?? ''} ${asked[2] ?? ''}`);
    if (asked.some(word => POINTS_BACK.has(word))) found.add('#points back');
}

/** "where is that decided" */
const POINTS_BACK: ReadonlySet<string> = new Set('that it this those these they them'.split(' '));

/** Words next to each other, and with one between them. */
function addPairs(tokens: readonly string[], found: Set<string>): void {
    for (const [at, token] of tokens.entries()) {
        if (token !== '^' && token !== '$') found.add(token);
        const [next, afterNext] = [tokens[at + 1], tokens[at + 2]];
        if (next !== undefined) found.add(`${token} ${next}`);
        if (afterNext !== undefined) found.add(`${token} * ${afterNext}`);
    }
}

/** "tests" means another thing at the beginning, at the end, and in the middle of a long sentence. */
function addPlacesOfFamilies(words: readonly string[], families: readonly string[], found: Set<string>): void {
    const size = words.length < 10 ? 'short' : words.length < 22 ? 'middling' : 'long';
    const asks = found.has('#asks') ? 'asks' : 'states';
    for (const [at, family] of families.entries()) {
        if (family === words[at]) continue;
        if (at <= 3) found.add(`${family} first`);
        if (at >= families.length - 4) found.add(`${family} last`);
        for (const with_ of [words[1] ?? '', size, asks]) found.add(`${family} with ${with_}`);
    }
}

/** Runs of four letters, so that a typo or a compound still says something. */
function addPieces(word: string, found: Set<string>): void {
    if (word.length <= 3 || word.startsWith('<')) return;
    const bounded = `_${word}_`;
    for (let at = 0; at + PIECE <= bounded.length; at++) found.add(`~${bounded.slice(at, at + PIECE)}`);
}

const PIECE = 4;

function familyOf(word: string): string | undefined {
    return FAMILY_OF.get(word);
}

/** Words that people use for the same kind of file, as written. */
const FAMILIES: Readonly<Record<string, string>> = {
    '<tests>':
        'test tests tested testing spec specs unittest unittests fixture fixtures benchmark benchmarks benchmarked e2e fuzz fuzzed fuzzing covered covers coverage verified verify checked assert asserted asserts assertion assertions getestet prueba pruebas teste testé',
    '<docs>':
        'doc docs documented documentation document documents guide guides guideline guidelines manual readme changelog tutorial tutorials explained explanation notes example examples recipe recipes policy policies convention conventions upgrade upgrading migrate migrating migration reference deprecated deprecation deprecations contribute contributing dokumentiert doku documenté documentado',
    '<config>':
        'config configs configuration configured setting settings options rule rules lint linter linters linting formatter formatting eslint prettier ruff black flake8 mypy pylint isort tox rustfmt clippy golangci checkstyle editorconfig tsconfig renovate dependabot stylelint rubocop biome detekt ktlint codecov precommit pre-commit yaml toml yml json ini env gitignore excluded ignored ignore threshold thresholds',
    '<build>':
        'build builds built building ci workflow workflows pipeline pipelines release released releases releasing publish published publishing packaged packaging makefile dockerfile docker script scripts wheel wheels tarball binary binaries installer installers artifact artifacts nightly nightlies npm pypi maven gradle cmake bazel webpack bundle bundled compile compiled codegen generated job jobs image images deploy deploys deployed signed tag tagged',
    '<purpose>': 'purpose scope goal goals vision roadmap architecture philosophy overview motivation rationale project why',
};

const FAMILY_OF: ReadonlyMap<string, string> = new Map(
    Object.entries(FAMILIES).flatMap(([family, words]) => words.split(' ').map(word => [word, family] as const)),
);
