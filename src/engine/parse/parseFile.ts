import { chunkFile, withPlainLineEnds, type ChunkOptions } from '../chunk/chunkFile.ts';
import type { ParsedFile, SourceFile } from '../ports.ts';
import { mayBeApiDescription, readApiDescription } from './apiDescription.ts';
import { fileKindOf } from './fileKind.ts';
import type { ChunkLimits } from '../chunk/chunkLimits.ts';
import type { FileSyntax } from './fileSyntax.ts';
import type { LoadedGrammar } from './grammars.ts';
import { readHeadings } from './headings.ts';
import { languageOf, type LanguageRow } from './languages.ts';
import { mayBeQuestionsAndAnswers, readQuestionsAndAnswers } from './questionsAndAnswers.ts';
import { readStatements } from './statements.ts';
import { ParseTimeout, readSyntax, type ReadSyntaxOptions } from './readSyntax.ts';

/** Reads syntax where the language has any and the text can bear it, and cuts the file. `grammar` is that of its language. */
export function parseFile(file: SourceFile, grammar: LoadedGrammar | undefined, limits?: ChunkLimits): ParsedFile {
    const language = languageOf(file.path);
    const text = withPlainLineEnds(file.text);
    const options = { language: language.id, kind: fileKindOf(file.path, text.slice(0, FIRST_LINES)), limits };
    const problem = language.syntax.by === 'lines' ? undefined : reasonForLines(text);
    if (problem !== undefined) return chunkFile(file, { ...options, problem });
    switch (language.syntax.by) {
        case 'lines':
            return chunkFile(file, options);
        case 'headings':
            return chunkFile(file, { ...options, syntax: readHeadings(text, language.syntax.headings) });
        case 'statements':
            return chunkFile(file, { ...options, syntax: readStatements(text, language.syntax.statements) });
        case 'grammar': {
            if (!grammar) return chunkFile(file, { ...options, problem: 'no grammar could be loaded' });
            const special = WRITTEN_IN_KEYS.has(language.id) ? documentReaderFor(text) : undefined;
            if (special) return parseDocument(file, text, grammar, { ...options, special });
            const syntax = syntaxOrTimeout(language.syntax.isInScripts ? scriptsOf(text) : text, grammar, language);
            return chunkFile(file, syntax ? { ...options, syntax } : { ...options, problem: 'parse timed out' });
        }
    }
}

/** The file cut by lines alone: what is left to do when its syntax stopped the worker. */
export function parseByLines(file: SourceFile, problem: string, limits?: ChunkLimits): ParsedFile {
    const kind = fileKindOf(file.path, file.text.slice(0, FIRST_LINES));
    return chunkFile(file, { language: languageOf(file.path).id, kind, problem, limits });
}

/** Characters in which a generator says so. */
const FIRST_LINES = 2_000;
/** Text beyond these is data or minified: its syntax says nothing to a reader, and some grammars take seconds over it. */
const MAX_CHARACTERS = 1_000_000;
const MAX_LINE_CHARACTERS = 5_000;
/** A long line among ordinary ones (a table, an embedded script) does not make a file minified. */
const MAX_MEAN_LINE_CHARACTERS = 500;
/** Of processor time that the parser spends before it gives up by itself; the pool's clock is there for the step that does not look. */
const PARSE_LIMIT_MS = 1_500;

function reasonForLines(text: string): string | undefined {
    if (text.length > MAX_CHARACTERS) return `longer than ${MAX_CHARACTERS} characters`;
    let lines = 0;
    let longest = 0;
    for (let start = 0, end = 0; start <= text.length; start = end + 1) {
        end = text.indexOf('\n', start);
        if (end < 0) end = text.length;
        longest = Math.max(longest, end - start);
        lines++;
    }
    if (longest > MAX_LINE_CHARACTERS && text.length / lines > MAX_MEAN_LINE_CHARACTERS)
        return `a line is longer than ${MAX_LINE_CHARACTERS} characters`;
    return undefined;
}

/** What reads a text of keys that is a document for people; undefined where nothing looks like one. */
function documentReaderFor(text: string): ReadSyntaxOptions['special'] {
    if (mayBeApiDescription(text)) return readApiDescription;
    return mayBeQuestionsAndAnswers(text) ? readQuestionsAndAnswers : undefined;
}

/** Such a document is documentation, wherever it lies; one that turns out to be none is the configuration that its name says. */
function parseDocument(
    file: SourceFile,
    text: string,
    grammar: LoadedGrammar,
    { special, ...options }: ChunkOptions & Pick<ReadSyntaxOptions, 'special'>,
): ParsedFile {
    const syntax = syntaxOrTimeout(text, grammar, languageOf(file.path), special);
    if (!syntax) return chunkFile(file, { ...options, problem: 'parse timed out' });
    const isOne = syntax.outline.some(({ standsAlone }) => standsAlone === true);
    const kind = isOne && options.kind === 'config' ? 'docs' : options.kind;
    return chunkFile(file, { ...options, kind, syntax });
}

const WRITTEN_IN_KEYS: ReadonlySet<string> = new Set(['json', 'yaml']);

function syntaxOrTimeout(
    text: string,
    grammar: LoadedGrammar,
    { builtIns }: Pick<LanguageRow, 'builtIns'>,
    special?: ReadSyntaxOptions['special'],
): FileSyntax | undefined {
    try {
        return readSyntax(text, grammar, { builtIns, limitMs: PARSE_LIMIT_MS, special });
    } catch (error) {
        if (error instanceof ParseTimeout) return undefined;
        throw error;
    }
}

/** The text of a page with everything but its scripts blanked out, line for line and character for character. */
function scriptsOf(text: string): string {
    let kept = '';
    for (const script of text.matchAll(/<script\b[^>]*>(.*?)<\/script\s*>/gis)) {
        const body = script[1] ?? '';
        const start = script.index + script[0].indexOf('>') + 1;
        kept += blank(text.slice(kept.length, start)) + body;
    }
    return kept + blank(text.slice(kept.length));
}

function blank(text: string): string {
    return text.replace(/[^\n]/g, ' ');
}
