/**
 * Counts how often words occur in code in general, which a repository's own use of the words of a question is compared with. Writes
 * src/engine/answer/generalWordsData.ts; a minute, nothing drawn by chance.
 *   node training/general/countWords.ts <folder that `make fetch` of training/ has filled>
 */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { termsOf } from '../../src/engine/retrieve/terms.ts';

/** Each package counts alike, however large it is. */
const FILES_OF_A_PACKAGE = 40;
const WINDOWS_OF_A_FILE = 4;
/** About a chunk of the index. */
const LINES_OF_A_WINDOW = 40;
const MOST_CHARACTERS = 6_000;
const LEAST_CHARACTERS = 80;
const MOST_BYTES = 300_000;
/** The share of a word in fewer windows is not known well: all of them count as a quarter of this. */
const LEAST_WINDOWS = 24;
/** Levels of frequency for a factor of e. */
const LEVELS = 10;
const CODE = /\.(?:py|js|mjs|ts|tsx|jsx|go|rs|java|kt|scala|c|h|cc|cpp|hpp|cs|rb|php|sh|md|rst|txt|ya?ml|toml)$/;
const NOT_WRITTEN = /\.min\.js$|changelog|copyright|licen[cs]e/i;

const [lab] = process.argv.slice(2);
if (lab === undefined) {
    console.error('usage: countWords.ts <LAB>');
    process.exit(2);
}
const root = path.resolve(import.meta.dirname, '../..');
const packages = path.join(lab, 'packages/train');
const windowsWith = new Map<string, number>();
let windows = 0;
let read = 0;
for (const name of keptPackages()) {
    const files = filesBelow(path.join(packages, name)).map(file => ({ file, place: order(file) }));
    let own = 0;
    for (const { file } of files.sort((a, b) => a.place - b.place).slice(0, FILES_OF_A_PACKAGE)) {
        for (const text of windowsOf(file)) {
            own++;
            for (const term of new Set(termsOf(text))) windowsWith.set(term, (windowsWith.get(term) ?? 0) + 1);
        }
    }
    windows += own;
    if (own > 0) read++;
}

const levels: string[][] = [];
for (const [term, count] of [...windowsWith].filter(([, many]) => many >= LEAST_WINDOWS).sort()) {
    const level = Math.round(-Math.log(count / windows) * LEVELS);
    while (levels.length <= level) levels.push([]);
    levels[level]?.push(term);
}
const source = `/** How often words occur in code of whatever project, counted in pieces of some 800 packages in several languages. */
export interface GeneralWords {
    /** \`words[n]\` are in about the share exp(-n / levels) of all pieces. */
    readonly levels: number;
    /** The share that a word counts with that is not listed. */
    readonly unlisted: number;
    /** Terms as \`termsOf\` has them, parted by blanks. */
    readonly words: readonly string[];
}

/** Written by \`node training/general/countWords.ts\` from ${String(windows)} pieces of ${String(read)} packages; do not edit. */
export const GENERAL_WORDS: GeneralWords = {
    levels: ${String(LEVELS)},
    unlisted: ${(LEAST_WINDOWS / 4 / windows).toPrecision(4)},
    words: [
${levels.map(words => `        '${words.join(' ')}',`).join('\n')}
    ],
};
`;
writeFileSync(path.join(root, 'src/engine/answer/generalWordsData.ts'), source);
console.log(`${String(read)} packages, ${String(windows)} pieces, ${String(levels.flat().length)} words, ${String(source.length)} bytes`);

/** Packages that train and whose licence the machine could verify (training/corpus/licences.tsv). */
function keptPackages(): readonly string[] {
    const rows = readFileSync(path.join(root, 'training/corpus/licences.tsv'), 'utf8').split('\n');
    const kept = rows.map(row => row.split('\t')).filter(([, , , , split, verdict]) => split === 'train' && verdict === 'kept');
    const there = new Set(readdirSync(packages));
    return kept
        .map(([, name = '']) => name.replace('@', '_').replace('/', '_'))
        .filter(name => there.has(name))
        .sort();
}

function filesBelow(folder: string): string[] {
    return readdirSync(folder, { withFileTypes: true, recursive: true })
        .filter(entry => entry.isFile() && CODE.test(entry.name) && !NOT_WRITTEN.test(entry.name))
        .map(entry => path.join(entry.parentPath, entry.name));
}

/** Windows that lie evenly over a file. */
function windowsOf(file: string): readonly string[] {
    if (statSync(file).size > MOST_BYTES) return [];
    const lines = readFileSync(file, 'utf8').split('\n');
    const all = Math.ceil(lines.length / LINES_OF_A_WINDOW);
    const step = Math.max(1, all / WINDOWS_OF_A_FILE);
    const found: string[] = [];
    for (let at = 0; at < all && found.length < WINDOWS_OF_A_FILE; at += step) {
        const start = Math.floor(at) * LINES_OF_A_WINDOW;
        const text = lines.slice(start, start + LINES_OF_A_WINDOW).join('\n');
        if (text.length <= MOST_CHARACTERS && text.trim().length >= LEAST_CHARACTERS) found.push(text);
    }
    return found;
}

/** An order that has nothing to do with names or contents. */
function order(file: string): number {
    return createHash('sha256').update(path.relative(packages, file)).digest().readUInt32BE();
}
