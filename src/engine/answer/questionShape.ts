import type { AnswerCommand } from '../../protocol/answering.ts';
import { readIntent } from '../retrieve/readIntent.ts';

/** What kind of answer a question asks for. `topic` is a phrase without a question in it: `JSON object with named fields`. */
export type QuestionShape = 'where' | 'what' | 'how' | 'why' | 'users' | 'configuration' | 'running' | 'tests' | 'topic';

/** The shape that a command asks for, or else what the words say; the first rule that fits decides, so the special ones stand before the general. */
export function questionShape(question: string, command?: AnswerCommand): QuestionShape {
    const asked = command && SHAPE_OF[command];
    if (asked) return asked;
    const text = question.trim().toLowerCase();
    const shape = RULES.find(([, pattern]) => pattern.test(text))?.[0] ?? 'topic';
    // "is it checked anywhere that …" asks for tests without the word.
    return GENERAL.has(shape) && readIntent(question).tests > CLEARLY ? 'tests' : shape;
}

const GENERAL: ReadonlySet<QuestionShape> = new Set(['where', 'what', 'how', 'topic']);
const CLEARLY = 0.6;

/** `find` and `snippet` leave the shape to the words. */
const SHAPE_OF: Readonly<Partial<Record<AnswerCommand, QuestionShape>>> = {
    explain: 'what',
    how: 'how',
    why: 'why',
    where: 'where',
    architecture: 'what',
    tests: 'tests',
    docs: 'running',
    config: 'configuration',
};

const RULES: readonly (readonly [QuestionShape, RegExp])[] = [
    ['users', /^(who|what|which (other )?\w+)( else)? (calls?|uses?|imports?|depends? on|references?|instantiates?|relies on)\b/],
    ['users', /^where (is|are|do we|does)\b.{1,60}\b(used|called|referenced|imported|instantiated)( from| in the (code|repo\w*))?\s*\??$/],
    ['users', /^((find|list|show)( me)? )?(all )?(the )?(callers|usages|users|uses|references|call sites) (of|to)\b/],
    ['tests', /^(which|what|where are( the)?) ((unit|integration) )?tests?\b|\b(is|are|how is|how are)\b.*\btested\b|^tests? (for|of)\b/],
    [
        'configuration',
        /^(which|what) (\w+ )?(settings?|options?|flags?|env(ironment)? variables?|config(uration)?( (keys?|files?|values?))?)\b/,
    ],
    [
        'configuration',
        /^(how|where) (do|can|should|would) (i|we|you|one) (configure|enable|disable|turn (on|off)|change|set)\b|^(how|where) (is|are)\b.*\b(configured|set)\s*\??$/,
    ],
    [
        'running',
        /^(how (do|can|should|would) (i|we|you|one)|how to) (run|build|test|install|start|launch|deploy|compile|release|publish|debug|contribute|set up|get started)\b/,
    ],
    [
        'where',
        /^(where|in which (file|module|class|function)|which (file|module|class|function|method|package|component)|find|locate|show me where)\b/,
    ],
    ['why', /^(why|what is the (reason|rationale))\b/],
    ['how', /^(how|explain how|describe how)\b/],
    ['what', /^(what|explain|describe|tell me|who|which|when)\b/],
];
