/** What somebody who opens a repository for the first time wants to do with it. */
export type ProjectTask = 'test' | 'build' | 'start' | 'dependencies' | 'install' | 'docs' | 'lint' | 'format' | 'bench' | 'release';

export interface CommandQuestion {
    readonly task: ProjectTask;
    /** Which tests are meant, where not all are: `integration`. */
    readonly kind: 'unit' | 'integration' | 'e2e' | undefined;
}

/**
 * Reads "how do I run the tests?", "how to build this from source", "install the dependencies": questions that the manifests and the
 * documents for contributors answer with a command. The whole question must be one, so that "how do I run a task on the runtime" and
 * "how are tests run by the worker" stay questions about code. Undefined for every other question.
 */
export function commandQuestion(question: string): CommandQuestion | undefined {
    const text = question
        .trim()
        .toLowerCase()
        .replaceAll(/[’‘]/g, "'")
        .replaceAll(/\s+/g, ' ')
        .replace(/[\s?.!]+$/, '')
        .replace(/^(?:hi|hello|hey|please|so|and|ok|okay)[,!]? /, '');
    const wish = OPENING.exec(text);
    const asked = (wish ? text.slice(wish[0].length) : text).replace(TAIL, '').trim();
    for (const [task, pattern] of TASKS) {
        const match = pattern.exec(asked);
        if (match) return { task, kind: task === 'test' ? kindOf(asked) : undefined };
    }
    return undefined;
}

const OPENING =
    /^(?:(?:how|where) (?:do|does|can|could|should|would|must|may) (?:i|we|you|one|someone) (?:go about )?|how to |what do (?:i|we) need to do to |what(?:'s| is| are) the (?:commands?|way|steps?) (?:to|for|that) |(?:which|what) commands? (?:do (?:i|we) (?:use|need|run) to |should (?:i|we) use to |can (?:i|we) use to |to )?|(?:tell|show) me how to |(?:is there|give me) a command (?:to|for) |i want to )/;

/** Says where, not what. */
const TAIL =
    /(?:,? (?:locally|here|first|myself|from (?:source|scratch|the (?:command line|terminal|console|shell|cli|repo(?:sitory)?|root))|on my (?:own )?(?:machine|computer|laptop)|(?:in|of|for|from) (?:this|the) (?:project|repo(?:sitory)?|code ?base|package|library|app(?:lication)?)|for development|in (?:dev(?:elopment)?|watch|debug) mode))+$/;

const THING =
    "(?:it|this|everything|(?:this|the|our|its|whole|entire) (?:(?:whole|entire) )?(?:project|repo(?:sitory)?|code(?: ?base)?|source(?: code)?|app(?:lication)?|library|package|program|site|website|thing))(?:'s)?";
const DETERMINER = "(?:(?:all(?: of)?|the|its|our|your|this (?:project|repo(?:sitory)?)'s|this) )*";

const TASKS: readonly (readonly [ProjectTask, RegExp])[] = [
    [
        'test',
        new RegExp(
            `^(?:run|runs|running|execute|executing|start|launch) ${DETERMINER}(?:(?:project|whole|full|entire|complete|existing|automated|unit|integration|e2e|end[- ]to[- ]end) )*(?:tests?(?: suites?| cases?)?|test-suite|specs)$|^test(?:ing)? ${THING}$`,
        ),
    ],
    ['build', new RegExp(`^(?:build|builds|building|compile|compiles|compiling) (?:${THING}|${DETERMINER}(?:binary|binaries|bundle))$`)],
    [
        'start',
        new RegExp(
            `^(?:start|starts|starting|launch|launches|run|runs|running|serve|spin up|bring up|boot) (?:up )?(?:${THING}|(?:the |a |an |its |our |this )?(?:local )?(?:(?:dev|development|app|application|web|local|docs|documentation) )?(?:server|environment|app|application|demo|playground))$`,
        ),
    ],
    [
        'dependencies',
        new RegExp(
            `^(?:install|installs|installing|get|fetch|download|restore|set ?up) ${DETERMINER}(?:(?:project|dev|development|required|node|npm|python|go|build) )*(?:dependencies|deps|requirements|packages|modules)$`,
        ),
    ],
    [
        'install',
        new RegExp(
            `^(?:install|installs|installing|set ?up|setting up) (?:${THING}|${DETERMINER}(?:(?:local|dev|development|working|build) )*(?:environment|setup|checkout))$`,
        ),
    ],
    [
        'docs',
        new RegExp(
            `^(?:build|generate|compile|preview|render|serve|make) ${DETERMINER}(?:docs?|documentation|manual|(?:docs?|documentation) site)$`,
        ),
    ],
    [
        'lint',
        new RegExp(`^(?:run|execute|use) ${DETERMINER}(?:linters?|lint(?:ing)?(?: checks?)?|style checks?|type ?checks?)$|^lint ${THING}$`),
    ],
    [
        'format',
        new RegExp(`^(?:re|auto-?)?format ${THING}$|^run ${DETERMINER}(?:(?:code )?formatter|formatting|prettier|black|gofmt|rustfmt)$`),
    ],
    [
        'bench',
        new RegExp(`^(?:run|execute|start) ${DETERMINER}(?:benchmarks?|benches|benchmark suite|performance tests?)$|^benchmark ${THING}$`),
    ],
    ['release', new RegExp(`^(?:release|publish|ship) ${THING}$|^(?:make|cut|create|do|publish|prepare) (?:a |the )?(?:new )?release$`)],
];

function kindOf(text: string): CommandQuestion['kind'] {
    if (/\bunit\b/.test(text)) return 'unit';
    if (/\bintegration\b/.test(text)) return 'integration';
    return /\be2e\b|\bend[- ]to[- ]end\b/.test(text) ? 'e2e' : undefined;
}
