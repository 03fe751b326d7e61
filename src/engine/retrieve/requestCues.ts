import type { Intent } from './intent.ts';

/**
 * What a question that asks in plain words for tests, documents or configuration asks for; `code` for all others. Bug reports and commit
 * messages mention tests and documentation all the time and want the code, so that anything longer than a few lines, and anything that
 * neither asks nor begins or ends with what it wants, is about code. One of the features of `intentFeatures`, which is what finds those
 * who ask without saying the word.
 */
export function plainRequest(question: string): Intent {
    const text = question.trim();
    if (text.length > MAX_REQUEST_CHARACTERS || text.split('\n').length > 3) return 'code';
    if (!NAMES_WHAT_IT_WANTS.test(text) && (!ASKS.test(text) || WORK_OF_CODE.test(text))) return 'code';
    for (const [intent, pattern] of CUES) if (pattern.test(text)) return intent;
    return 'code';
}

const MAX_REQUEST_CHARACTERS = 160;

/** Whether it speaks of what code does: a file that is loaded, parsed or checked is the object of the code that is looked for. */
export function speaksOfWork(question: string): boolean {
    return WORK_OF_CODE.test(question);
}

const WORK_OF_CODE =
    /\b(?:(?:parse|load|evaluate|validate|implement|handle|resolve|merge|adapt|convert|import|generate|compute|render|collect|emit)(?:s|d|ed)?|is read|are read|gets read|run the|runs the)\b(?<!\bscripts? (?:that|which) generates?)/i;

const ASKS =
    /^(?:where|which|what|who|how|why|when|is|are|do|does|did|can|could|should|has|have|any|show|find|list|give|tell|see|explain|describe)\b/i;

/** `tests for the parser`, `sample configuration for docker`, `eslint rules`, `release notes of 2.8`. */
const NAMES_WHAT_IT_WANTS =
    /^(?:(?:the|our|a|an|all|unit|integration|end-to-end|e2e|sample|example|default|user|developer|api|build|release|ci) )*(?:tests?|specs?|test (?:cases?|suites?)|fixtures?|benchmarks?|docs?|documentation|guides?|guidelines|tutorials?|examples?|instructions?|manual|readme|changelog|release notes|rationale|configuration|config|settings|rules|scripts?|workflows?|pipeline|makefile|dockerfile)(?: (?:for|of|on|about|to|that|which|behind|covering|in|from|used)\b|$)|^(?:[\w.-]+ ){1,4}(?:configuration|config|settings|rules|documentation|docs|guide|tests|specs|workflow|script)(?: (?:of|for|in|used|on|from)\b.*)?$/i;

const CUES: readonly (readonly [Intent, RegExp])[] = [
    [
        'tests',
        /\b(?:tests|tested|specs|test (?:for|of|that|cases?|suites?|coverage|fixtures?)|(?:a|which|what|any|unit|integration|regression) tests?|(?:which|what|a) spec|fixtures?|benchmarks|benchmarked)\b/i,
    ],
    [
        'purpose',
        /\b(?:what is the (?:scope|purpose|goal|vision|mission|motivation|roadmap|architecture|overall design)|what is (?:in|out of) scope|(?:scope|purpose|goals?|architecture|rationale|design|motivation|roadmap) (?:of|behind) (?:the |this |our )?(?:project|product|system|repository|repo|code ?base|application|app|library|design)|why (?:was|is|did|do) (?:we|this project|the project|this repository|it (?:built|designed|written))|architectur\w+ (?:overview|decisions?)|design decisions?|rationale)\b/i,
    ],
    [
        'build',
        /\b(?:ci|continuous integration|github actions?|makefile|dockerfile|docker image|release process|release (?:archives?|binaries|artifacts?)|(?:npm|yarn|pnpm|cargo|maven|gradle|mvn) (?:scripts?|build|targets?|publish\w*)|to (?:npm|pypi|crates\.io|maven central)|goreleaser|workflows?|pipelines?|dependabot|renovate|publishing|(?:shell |build |release )?scripts? (?:that|which|for|to)|cross.?compil\w+|(?:build|ci|release) (?:scripts?|configuration|config|settings?|files?|steps?|jobs?)|which (?:dependencies|packages|versions?)|(?:java|go|node|python|rust|ruby|php) versions? (?:does|do|is|are)|in sync across)\b|\b(?:how|where)\b.*\b(?:built|packaged|released|published|linted)\b|\blint(?:er|ing)? (?:is |are )?(?:configured|configuration|config|settings?|rules)\b/i,
    ],
    [
        'docs',
        /\b(?:documented|documentation|docs|guides?|guidelines?|tutorials?|instructions?|readme|manual(?! page)|changelog|release notes|migrat(?:e|ion) (?:guide|from|to)|code of conduct|policy on|what(?:'s| is| has)? (?:changed|new) in|(?:can|do|could) (?:i|we|you) (?:read|learn|find out) (?:more )?about|examples? (?:for|of))\b|^how (?:do|can|to|should) (?:i |we |you )?(?:install|contribute|get started|upgrade|migrate|report|(?:build|compile|run) .*\b(?:from source|locally))\b/i,
    ],
    [
        'config',
        /\b(?:configuration|config|settings?) (?:files?|of|for|used)\b|\b(?:configuration|config|settings)$|\b(?:which|what|where|find|show)\b.*\b(?:yaml|toml|json files?|\.env|package\.json|pyproject|cargo\.toml|go\.mod|pom\.xml)\b|\b(?:example|sample|default) (?:\w+ )?config(?:uration)?\b|\b(?:eslint|prettier|babel|clippy|rustfmt|tox|flake8|pylint|mypy|ruff|black|tsconfig|editorconfig|golangci|stylelint|rubocop|checkstyle)\b/i,
    ],
];
