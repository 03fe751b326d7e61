import type { Language } from '../../protocol/code.ts';
import { baseName } from '../../protocol/text.ts';
import type { StatementLanguage } from './maskedText.ts';

/** How a file of a language is turned into definitions and chunks. */
export type Syntax =
    | GrammarSyntax
    /** Prose: sections by their headings. */
    | { readonly by: 'headings'; readonly headings: 'markdown' | 'restructuredtext' | 'asciidoc' }
    /** By the words that its declarations begin with, where no grammar can be had. */
    | { readonly by: 'statements'; readonly statements: StatementLanguage }
    /** Overlapping windows of lines. */
    | { readonly by: 'lines' };

/** By a tree-sitter grammar; `queries` are concatenated, `identifiers` are the node types that mention a name. */
export interface GrammarSyntax {
    readonly by: 'grammar';
    readonly grammar: string;
    readonly queries: readonly string[];
    readonly identifiers: readonly string[];
    /** What joins the parts of a name that the grammar has as one word (`Shop.Cart` in Elixir); empty where it has none. */
    readonly joinedBy: string;
    /** True for pages of which only the `<script>` elements are of this grammar. */
    readonly isInScripts: boolean;
}

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

function grammar(name: string, queries: string, identifiers: string, joinedBy = ''): Syntax {
    return {
        by: 'grammar',
        grammar: `tree-sitter-${name}.wasm`,
        queries: queries.split(' ').map(query => `${query}.scm`),
        identifiers: identifiers === '' ? [] : identifiers.split(' '),
        joinedBy,
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
    joinedBy: '',
    isInScripts: true,
};

const byLines: Syntax = { by: 'lines' };

const ECMASCRIPT_BUILT_INS =
    'undefined NaN Infinity arguments console Object Array String Number Boolean Promise Error Map Set JSON Math Symbol Date RegExp ' +
    'Record Partial Readonly ReadonlyArray Pick Omit Exclude Extract ReturnType Parameters require module exports length';

const C_NAMES = 'identifier type_identifier field_identifier';
const C_BUILT_INS =
    'NULL size_t nullptr std string vector printf malloc free memcpy strlen uint8_t uint16_t uint32_t uint64_t int32_t int64_t bool true false';

const HCL_BUILT_INS =
    'var local data each self count module path terraform resource variable output locals provider type string number bool list map object any default value source description for_each count content dynamic';
const OCAML_NAMES = 'value_name type_constructor module_name module_type_name constructor_name field_name method_name class_name';
const OCAML_BUILT_INS =
    'int string bool float unit list option array char bytes exn ref ignore fst snd not raise failwith invalid_arg Some None Ok Error String List Array Map ' +
    'Set Hashtbl Printf Format Buffer Option Result printf sprintf';

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
    row('sql', '.sql .ddl .pgsql', { by: 'statements', statements: 'sql' }),
    row('ini', '.ini .cfg .conf .properties .editorconfig', byLines),
    row('proto', '.proto', { by: 'statements', statements: 'proto' }),
    row('graphql', '.graphql .gql .graphqls', { by: 'statements', statements: 'graphql' }),
    row('swift', '.swift', grammar('swift', 'swift', 'simple_identifier type_identifier'), {
        builtIns:
            'self super init deinit subscript String Int Double Float Bool Array Dictionary Set Optional Any AnyObject Void Self Error Codable Equatable ' +
            'Hashable Sendable print map filter reduce forEach fatalError precondition assert true false nil escaping discardableResult available testable $0 $1 $2',
    }),
    row('scala', '.scala .sc .sbt', grammar('scala', 'scala', 'identifier type_identifier'), {
        builtIns:
            'String Int Long Double Float Boolean Unit Any AnyRef AnyVal Nothing Option Some None List Seq Map Set Vector Array Future Either ' +
            'Left Right println this super map flatMap filter foreach scala java override tailrec',
    }),
    row('dart', '.dart', grammar('dart', 'dart', 'identifier type_identifier'), {
        builtIns: 'String int double num bool List Map Set Object Future Stream Iterable Function dynamic void override print this super',
    }),
    row('lua', '.lua .luau .rockspec', grammar('lua', 'lua', 'identifier'), {
        builtIns:
            'self require print pairs ipairs type tostring tonumber assert error pcall xpcall select next unpack setmetatable getmetatable rawget rawset ' +
            'table string math io os coroutine insert concat format',
    }),
    row('perl', '.pl .pm .t .psgi', grammar('perl', 'perl', 'identifier', '::'), {
        builtIns:
            'self shift push pop print die warn return my our local ref bless defined scalar keys values map grep sort join split sprintf printf open close ' +
            'undef exists delete eval wantarray length substr strict warnings parent base constant use require new package sub has',
        fileNames: ['cpanfile'],
    }),
    row('r', '.r', grammar('r', 'r', 'identifier'), {
        builtIns:
            'c list if function return paste paste0 stop warning length names is.null print cat NULL TRUE FALSE NA vapply lapply sapply self private library ' +
            'require seq_along seq_len inherits structure character integer numeric logical nchar unlist do.call stopifnot setClass setGeneric setMethod R6Class source',
    }),
    row('elixir', '.ex .exs', grammar('elixir', 'elixir', 'identifier alias', '.'), {
        builtIns:
            'def defp defmodule defmacro defmacrop defprotocol defimpl defstruct defexception defdelegate defguard defguardp alias import use require ' +
            'if unless case cond with for fn do end when quote unquote raise reraise try rescue assert refute test describe setup in and or not ' +
            '__MODULE__ __ENV__ __CALLER__ doc moduledoc typedoc spec type typep opaque callback impl behaviour is_nil is_list is_map is_binary ' +
            'is_atom is_integer is_function is_tuple String Enum Map List Keyword Kernel IO t any term list atom binary map integer boolean keyword pid non_neg_integer pos_integer',
    }),
    row('haskell', '.hs .hsc .hs-boot', grammar('haskell', 'haskell', 'variable name constructor', '.'), {
        builtIns:
            'return pure fmap map filter foldr foldl mapM mapM_ forM forM_ show read print putStrLn otherwise not fst snd id const flip Maybe Just Nothing ' +
            'Either Left Right Int Integer String Bool Char Double IO True False Show Eq Ord Functor Applicative Monad Monoid Semigroup undefined error',
    }),
    row('zig', '.zig .zon', grammar('zig', 'zig', 'identifier'), {
        builtIns: 'std self Self init deinit null undefined true false anytype',
    }),
    row('powershell', '.ps1 .psm1 .psd1', grammar('powershell', 'powershell', 'command_name simple_name type_identifier'), {
        builtIns:
            'Write-Host Write-Output Write-Verbose Write-Error Write-Warning Write-Debug Where-Object ForEach-Object Select-Object Sort-Object New-Object ' +
            'Get-Item Test-Path Join-Path Import-Module Out-Null using string int bool object hashtable switch void Parameter CmdletBinding Mandatory ' +
            'PSCustomObject psobject array Count Length Name Value param',
    }),
    row('terraform', '.tf .tofu .tfvars', grammar('hcl', 'hcl', 'identifier'), { builtIns: HCL_BUILT_INS }),
    row('hcl', '.hcl .nomad', grammar('hcl', 'hcl', 'identifier'), { builtIns: HCL_BUILT_INS }),
    row('nix', '.nix', grammar('nix', 'nix', 'identifier', '.'), {
        builtIns: 'lib pkgs config self super types builtins inherit true false null imports',
    }),
    row('clojure', '.clj .cljs .cljc .bb .edn', grammar('clojure', 'clojure', 'sym_name', '.'), {
        builtIns:
            'def defn defn- defmacro defonce defmulti defmethod defprotocol defrecord deftype deftest ns let fn if when if-let when-let cond do loop recur for ' +
            'doseq and or not map filter reduce assoc dissoc get get-in update conj first rest next str nil? true? false? some? comment ' +
            'throw try catch finally -> ->> as-> some-> apply partial comp count into is are testing declare quote var',
        fileNames: ['build.boot'],
    }),
    row('ocaml', '.ml', grammar('ocaml', 'ocaml_interface ocaml', OCAML_NAMES), { builtIns: OCAML_BUILT_INS }),
    row('ocaml.interface', '.mli', grammar('ocaml_interface', 'ocaml_interface', OCAML_NAMES), { builtIns: OCAML_BUILT_INS }),
    row('julia', '.jl', grammar('julia', 'julia', 'identifier'), {
        builtIns:
            'Int Int64 Float64 String Bool Any Vector Dict Nothing nothing missing true false length println print push! throw error isa typeof include ' +
            'eltype size zero one map filter inline Base esc new',
    }),
    row('gdscript', '.gd', grammar('gdscript', 'gdscript', 'identifier name'), {
        builtIns:
            'int float bool String Array Dictionary Vector2 Vector3 self print range len true false null export onready emit_signal preload load Node',
    }),
    row('elm', '.elm', grammar('elm', 'elm', 'lower_case_identifier upper_case_identifier', '.'), {
        builtIns: 'Int Float String Bool List Maybe Just Nothing Result Ok Err True False Cmd Sub Html msg always identity not map',
    }),
    row('gleam', '.gleam', grammar('gleam', 'gleam', 'identifier type_identifier constructor_name label'), {
        builtIns: 'Int Float String Bool List Result Option Ok Error Some None Nil True False external',
    }),
    row('bat', '.bat .cmd', byLines),
    plainText,
];

const rowsByExtension = new Map(languages.flatMap(language => language.extensions.map(extension => [extension, language] as const)));
const rowsByFileName = new Map(languages.flatMap(language => language.fileNames.map(name => [name, language] as const)));
