/** What kind of answer a question asks for. `topic` is a phrase without a question in it: `JSON object with named fields`. */
export type QuestionShape = 'where' | 'what' | 'how' | 'why' | 'users' | 'configuration' | 'running' | 'tests' | 'topic';

/** Reads the shape from the words; the first rule that fits decides, so the special ones stand before the general. */
export function questionShape(question: string): QuestionShape {
    const text = question.trim().toLowerCase();
    for (const [shape, pattern] of RULES) if (pattern.test(text)) return shape;
    return 'topic';
}

const RULES: readonly (readonly [QuestionShape, RegExp])[] = [
    [
        'users',
        /^(who|what|which \w+|where)\b.*\b(call|calls|use|uses|import|imports|depends? on|reference|references|instantiates?)\b(?! to\b)/,
    ],
    ['users', /\bwhere (is|are|do we|does)\b.*\b(used|called|referenced|imported|instantiated)\b/],
    ['users', /^(find |list |show )?(all )?(the )?(callers|usages|users|uses|references|call sites) (of|to)\b/],
    [
        'tests',
        /^(which|what|where)\b.*\btests?\b.*\b(cover|covers|check|checks|exercise|exist|for|of)\b|\b(is|are|how is|how are)\b.*\btested\b|^tests? (for|of)\b/,
    ],
    [
        'configuration',
        /^(which|what|where|how)\b.*\b(settings?|options?|flags?|env(ironment)? variables?|config(uration)? (key|file|value)s?)\b.*\b(controls?|sets?|changes?|configures?|decides?|limits?|enables?|disables?|for)\b/,
    ],
    [
        'configuration',
        /^how (do|can|should|would) (i|we|you|one) (configure|set up|enable|disable|turn (on|off)|change the (default|setting))\b|\bconfigured\b/,
    ],
    [
        'running',
        /^how (do|can|should|would) (i|we|you|one) (run|build|test|install|start|launch|deploy|compile|release|publish|debug|contribute)\b|^how to (run|build|test|install|start|deploy|compile|release)\b/,
    ],
    [
        'where',
        /^(where|in which (file|module|class|function)|which (file|module|class|function|method|package|component)|find|locate|show me where)\b/,
    ],
    ['why', /^(why|what is the (reason|rationale))\b/],
    ['how', /^(how|explain how|describe how)\b/],
    ['what', /^(what|explain|describe|tell me|who|which|when)\b/],
];
