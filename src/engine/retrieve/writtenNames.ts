/** What a piece of a question is, apart from a word of the language it is written in. */
export type WrittenSort = 'flag' | 'version' | 'file' | 'path' | 'name';

/**
 * Tells what people write for a thing of the code from plain words: `retryBuild`, `retry_build`, `Type::method`, `app.handle`, `act()` and what
 * stands in backticks are names, `setup.cfg` is a file. A name is never read as the words within it: `buildQuery` says nothing about the build.
 */
export function sortOfWritten(written: string): WrittenSort | undefined {
    if (written.startsWith('-')) return 'flag';
    if (VERSION.test(written)) return 'version';
    if (FILE.test(written)) return 'file';
    if (written.endsWith(')') && written.includes('(')) return 'name';
    if (PROPER.test(written)) return undefined;
    if (/\w::?\w|_|#\w/.test(written) || CAMEL.test(written)) return 'name';
    if (written.includes('/')) return 'path';
    return DOTTED.test(written) ? 'name' : undefined;
}

const VERSION = /^v?\d+(?:\.\d+)*(?:\.x)?$/;

/** The endings of the files that people ask about; `np.where` and `app.handle` are no files. */
const FILE =
    /[\w*]\.(?:md|mdx|rst|txt|adoc|json[5c]?|ya?ml|toml|ini|cfg|conf|config|lock|env|xml|gradle|kts?|pyi?|[cm]?[jt]sx?|java|go|rs|rb|cc?|cpp|hh?|hpp|cs|php|swift|sh|bash|ps1|bat|s?css|html?|vue|svelte|sql|proto|tp?m?pl|mk|cmake|bzl|bnd|po|in|ac|am|pm|el|lua|vim|ipynb|scala|dart|exs?|hs|zig|psm1|tf|tfvars|hcl|nix|clj[cs]?|mli|jl|elm|gleam|graphql|csv|gz|zip|whl|jar|so|dll|exe|png|svg|snap|stderr|stdout)$/i;

const CAMEL = /\p{Ll}\p{Lu}|\p{Lu}{2,}\p{Ll}{2,}/u;
const DOTTED = /^[\p{L}_$][\w$]*(?:\.[\p{L}_$][\w$]*)+$/u;

/** Names of products are written like names of code. */
const PROPER =
    /^(?:git(?:hub|lab)|(?:java|type|coffee)script|graphql|macos|ios|(?:postgre|my|no)sql|mariadb|mongodb|sqlite|(?:free|open|net)bsd|open(?:ssl|api|blas|telemetry|ai)|chatgpt|copilot|intellij|websockets?|youtube|devops|circleci|(?:id|pr|api|url|os|rfc|cve|vm|cli|ide|cpu|gpu|db)s|e\.g|i\.e|and\/or|i\/o|ci\/cd|tcp\/ip|postgres|linux|webassembly|jsdoc|javadoc|golangci-lint|vscode|pypi)\.?$/i;
