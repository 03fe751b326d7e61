import type { Language } from '../../protocol/code.ts';
import { baseName } from '../../protocol/text.ts';

/** How a file of a language is turned into definitions and chunks. */
export type Syntax =
    /** By a tree-sitter grammar; `queries` are concatenated, `identifiers` are the node types that mention a name. */
    | {
          readonly by: 'grammar';
          readonly grammar: string;
          readonly queries: readonly string[];
          readonly identifiers: readonly string[];
          /** True for pages of which only the `<script>` elements are of this grammar. */
          readonly isInScripts: boolean;
      }
    /** Prose: sections by their headings. */
    | { readonly by: 'headings'; readonly headings: 'markdown' | 'restructuredtext' | 'asciidoc' }
    /** Overlapping windows of lines. */
    | { readonly by: 'lines' };

/** A row of the table; ids are those of VS Code, so that settings and highlighters understand them. */
export interface LanguageRow {
    readonly id: Language;
    /** In lower case, with the dot. */
    readonly extensions: readonly string[];
    /** Whole file names, in lower case. */
    readonly fileNames: readonly string[];
    readonly syntax: Syntax;
    /** Names of the language itself that grammars report as identifiers; they are no references. */
    readonly builtIns: ReadonlySet<string>;
}

/** The row for a path; a file of no known language is `plaintext`. Only the name is looked at. */
export function languageOf(path: string): LanguageRow {
    const name = baseName(path).toLowerCase();
    const byName = rowsByFileName.get(name);
    if (byName) return byName;
    // The longest ending wins: `.d.ts` before `.ts`, should a row ever list both.
    for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
        const row = rowsByExtension.get(name.slice(dot));
        if (row) return row;
    }
    return /^(dockerfile|containerfile)\b/.test(name) ? dockerfile : plainText;
}

interface RowOptions {
    readonly fileNames?: readonly string[];
    readonly builtIns?: string;
}

function row(id: Language, extensions: string, syntax: Syntax, options: RowOptions = {}): LanguageRow {
    return {
        id,
        extensions: extensions === '' ? [] : extensions.split(' '),
        fileNames: options.fileNames ?? [],
        syntax,
        builtIns: new Set(options.builtIns?.split(' ') ?? []),
    };
}

function grammar(name: string, queries: string, identifiers: string): Syntax {
    return {
        by: 'grammar',
        grammar: `tree-sitter-${name}.wasm`,
        queries: queries.split(' ').map(query => `${query}.scm`),
        identifiers: identifiers === '' ? [] : identifiers.split(' '),
        isInScripts: false,
    };
}

const ECMASCRIPT_NAMES = 'identifier property_identifier private_property_identifier shorthand_property_identifier';

/** Pages are read with the TypeScript grammar: it takes JavaScript as well. */
const scripts: Syntax = {
    by: 'grammar',
    grammar: 'tree-sitter-typescript.wasm',
    queries: ['ecmascript.scm', 'typescript.scm'],
    identifiers: [...ECMASCRIPT_NAMES.split(' '), 'type_identifier'],
    isInScripts: true,
};

const byLines: Syntax = { by: 'lines' };

const ECMASCRIPT_BUILT_INS =
    'undefined NaN Infinity arguments console Object Array String Number Boolean Promise Error Map Set JSON Math Symbol Date RegExp ' +
    'Record Partial Readonly ReadonlyArray Pick Omit Exclude Extract ReturnType Parameters require module exports length';

const C_NAMES = 'identifier type_identifier field_identifier';
const C_BUILT_INS =
    'NULL size_t nullptr std string vector printf malloc free memcpy strlen uint8_t uint16_t uint32_t uint64_t int32_t int64_t bool true false';

const dockerfile = row('dockerfile', '.dockerfile', byLines);
const plainText = row('plaintext', '.txt .log', byLines, { fileNames: ['license', 'copying', 'notice', 'authors'] });

/** Every language by name; what is not listed is plain text. */
export const languages: readonly LanguageRow[] = [
    row('typescript', '.ts .mts .cts', grammar('typescript', 'ecmascript typescript', `${ECMASCRIPT_NAMES} type_identifier`), {
        builtIns: ECMASCRIPT_BUILT_INS,
    }),
    row('typescriptreact', '.tsx', grammar('tsx', 'ecmascript typescript', `${ECMASCRIPT_NAMES} type_identifier`), {
        builtIns: ECMASCRIPT_BUILT_INS,
    }),
    row('javascript', '.js .mjs .cjs .jsx .es6', grammar('javascript', 'ecmascript javascript', ECMASCRIPT_NAMES), {
        builtIns: ECMASCRIPT_BUILT_INS,
        fileNames: ['jakefile'],
    }),
    // The cells of a notebook come as Python, see scan/notebookText.ts.
    row('python', '.py .pyi .pyw .bzl .star .ipynb', grammar('python', 'python', 'identifier'), {
        builtIns:
            'self cls super print len str int float bool list dict set tuple object type isinstance range enumerate zip open Exception ' +
            'ValueError TypeError KeyError getattr setattr hasattr property staticmethod classmethod sorted any all map filter repr',
        fileNames: ['build', 'build.bazel', 'workspace', 'sconstruct', 'wscript'],
    }),
    row('java', '.java', grammar('java', 'java', 'identifier type_identifier'), {
        builtIns: 'String Object Integer Long Double Boolean Override Exception System List Map Set Class',
    }),
    row('go', '.go', grammar('go', 'go', 'identifier field_identifier type_identifier'), {
        builtIns:
            'string int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 byte rune float32 float64 bool error any append len cap make ' +
            'new nil panic recover copy delete close min max clear uintptr comparable',
    }),
    row('rust', '.rs', grammar('rust', 'rust', 'identifier field_identifier type_identifier shorthand_field_identifier'), {
        builtIns: 'Self Some None Ok Err Option Result Vec String Box derive cfg allow test std core crate',
    }),
    row('markdown', '.md .mdx .markdown .mdown', { by: 'headings', headings: 'markdown' }),
    row('restructuredtext', '.rst .rest', { by: 'headings', headings: 'restructuredtext' }),
    row('asciidoc', '.adoc .asciidoc', { by: 'headings', headings: 'asciidoc' }),
    row('json', '.json .jsonc .json5 .webmanifest .har .geojson .code-workspace', grammar('json', 'json', ''), {
        fileNames: ['.eslintrc', '.prettierrc', '.babelrc', '.swcrc'],
    }),
    row('yaml', '.yaml .yml', grammar('yaml', 'yaml', ''), { fileNames: ['.clang-format', '.clang-tidy'] }),
    row('toml', '.toml', grammar('toml', 'toml', ''), { fileNames: ['cargo.lock', 'poetry.lock', 'uv.lock', 'pipfile'] }),
    row('c', '.c', grammar('c', 'c', C_NAMES), { builtIns: C_BUILT_INS }),
    // Headers are parsed as C++, which holds nearly all of C.
    row('cpp', '.cpp .cc .cxx .c++ .h .hh .hpp .hxx .ipp .inl .cu .cuh', grammar('cpp', 'c cpp', `${C_NAMES} namespace_identifier`), {
        builtIns: C_BUILT_INS,
    }),
    row('csharp', '.cs .csx', grammar('c-sharp', 'csharp', 'identifier'), {
        builtIns: 'String Object Int32 Boolean List Dictionary IEnumerable Task Exception Console System var',
    }),
    row('kotlin', '.kt .kts', grammar('kotlin', 'kotlin', 'simple_identifier type_identifier'), {
        builtIns: 'String Int Long Boolean Double Float Any Unit List Map Set Array listOf mapOf it',
    }),
    row('php', '.php .phtml', grammar('php', 'php', 'name'), { builtIns: 'self parent static this array string int bool' }),
    row('ruby', '.rb .rake .gemspec .ru', grammar('ruby', 'ruby', 'identifier constant'), {
        builtIns:
            'puts require require_relative include extend raise attr_accessor attr_reader attr_writer private protected public new self',
        fileNames: ['rakefile', 'gemfile', 'vagrantfile'],
    }),
    row('shellscript', '.sh .bash .zsh .ksh .bats', grammar('bash', 'shellscript', 'command_name'), {
        builtIns:
            'echo cd set if then exit return source printf test local export read shift eval exec trap true false cat grep sed awk rm mkdir cp mv',
        fileNames: ['.bashrc', '.zshrc', '.profile'],
    }),
    row('css', '.css', grammar('css', 'css', '')),
    row('scss', '.scss', grammar('scss', 'css', '')),
    dockerfile,
    row('makefile', '.mk .mak', byLines, { fileNames: ['makefile', 'gnumakefile'] }),
    row('html', '.html .htm .xhtml', scripts, { builtIns: ECMASCRIPT_BUILT_INS }),
    row('vue', '.vue', scripts, { builtIns: ECMASCRIPT_BUILT_INS }),
    row('svelte', '.svelte', scripts, { builtIns: ECMASCRIPT_BUILT_INS }),
    row('xml', '.xml .xsd .xsl .xslt .svg .plist .csproj .vbproj .fsproj .props .targets', byLines),
    row('sql', '.sql', byLines),
    row('ini', '.ini .cfg .conf .properties .editorconfig', byLines),
    row('proto', '.proto', byLines),
    row('graphql', '.graphql .gql', byLines),
    row('swift', '.swift', byLines),
    row('scala', '.scala .sc', byLines),
    row('dart', '.dart', byLines),
    row('lua', '.lua', byLines),
    row('perl', '.pl .pm', byLines),
    row('r', '.r', byLines),
    row('elixir', '.ex .exs', byLines),
    row('haskell', '.hs', byLines),
    row('zig', '.zig', byLines),
    row('powershell', '.ps1 .psm1', byLines),
    row('bat', '.bat .cmd', byLines),
    plainText,
];

const rowsByExtension = new Map(languages.flatMap(language => language.extensions.map(extension => [extension, language] as const)));
const rowsByFileName = new Map(languages.flatMap(language => language.fileNames.map(name => [name, language] as const)));
