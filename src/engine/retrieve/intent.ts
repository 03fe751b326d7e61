import type { FileKind } from '../../protocol/code.ts';

/** What kind of file the question wants to see. */
export type Intent = 'code' | 'tests' | 'docs' | 'config' | 'build';

/**
 * Tells from the words whether tests, documents or configuration are wanted rather than code. Only plain requests count: bug reports
 * mention tests and documentation all the time and want the code, so anything longer than a few lines is about code.
 */
export function intentOf(question: string): Intent {
    const text = question.trim();
    if (text.length > MAX_REQUEST_CHARACTERS || text.split('\n').length > 3) return 'code';
    if (WORK_OF_CODE.test(text)) return 'code';
    for (const [intent, pattern] of REQUESTS) if (pattern.test(text)) return intent;
    return 'code';
}

const MAX_REQUEST_CHARACTERS = 160;

/** A file that is loaded, parsed or checked is the object of the code that is looked for. */
const WORK_OF_CODE =
    /\b(?:(?:parse|load|evaluate|validate|implement|handle|resolve|merge|adapt|convert|import|generate)(?:s|d|ed)?|is read|are read|gets read)\b/i;

const REQUESTS: readonly (readonly [Intent, RegExp])[] = [
    [
        'tests',
        /\b(?:(?:which|what|where|show|find|list|see|any) (?:(?:is|are|me|the|all|there|unit|integration) )*(?:unit |integration |e2e )?(?:tests?|specs?|fixtures?|benchmarks?)\b|(?:tests?|specs?) (?:for|of|that|which|covering|cover)\b|\b(?:is|are|how) .*\btested\b|test coverage|covered by (?:a )?tests?)/i,
    ],
    [
        'build',
        /\b(?:ci|continuous integration|github actions?|makefile|dockerfile|docker image|release process|npm scripts?)\b|\bworkflows? (?:runs?|builds?|tests?|publish|release|triggers?|lints?)\b|\b(?:how|where)\b.*\b(?:built|packaged|released|published|linted)\b|\blint(?:er|ing)? (?:is |are )?(?:configured|configuration|config|settings?|rules)\b|\b(?:build|ci|release) (?:scripts?|configuration|config|settings?|files?|steps?|jobs?|pipeline|workflow)\b|\bwhich (?:dependencies|packages|versions?)\b/i,
    ],
    [
        'docs',
        /^(?:where|which|what|find|show|is there|are there|see)\b[^.]*\b(?:docs?|documentation|readme|changelog|guides?|tutorials?|examples?) (?:for|of|about|on|that|to|in|explain|describe|say)|^(?:where|is|are|which|what)\b[^,.]*\bdocumented\b|^(?:the )?(?:documentation|docs|readme|guide|tutorial|examples?) (?:for|of|about|on)\b|^how (?:do|can|to) (?:i |we |you )?(?:install|contribute|get started|(?:build|compile|run) .*\b(?:from source|locally))\b/i,
    ],
    [
        'config',
        /\b(?:(?:which|what|where|find|show) .*\b(?:config(?:uration)? files?|settings files?|yaml|toml|json files?|\.env|tsconfig|package\.json|pyproject|cargo\.toml|go\.mod|pom\.xml)\b|(?:example|sample|default) config(?:uration)?\b)/i,
    ],
];

/** Which kinds answer an intent directly. */
export function wantedKinds(intent: Intent): readonly FileKind[] {
    switch (intent) {
        case 'code':
            return ['code'];
        case 'tests':
            return ['test'];
        case 'docs':
            return ['docs'];
        case 'config':
            return ['config', 'build'];
        case 'build':
            return ['build', 'config'];
    }
}
