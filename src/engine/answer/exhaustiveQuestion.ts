import type { SymbolKind } from '../../protocol/code.ts';

/** A question that only a complete list or an exact number answers. */
export type ExhaustiveQuestion = NameQuestion | KindQuestion;

/** Every place that has a name: all of them, its calls, or its imports. */
export interface NameQuestion {
    readonly asks: 'uses' | 'calls' | 'imports';
    /** As written, without quotes and brackets: `retryBuild`, `Cart.add`, `os.path`. */
    readonly name: string;
    /** Written like code, or called a function, a class …; a plain word may mean anything. */
    readonly isCertain: boolean;
}

/** Every definition of a kind, or every file: "how many classes are there in src". */
export interface KindQuestion {
    readonly asks: 'definitions' | 'files' | 'test files';
    /** Empty for files. */
    readonly kinds: readonly SymbolKind[];
    /** As asked: `class`, `test file`. */
    readonly noun: string;
    /** Empty for the whole repository. */
    readonly folder: string;
}

/**
 * Recognises questions about all places ("who calls X", "every place that reads X", "which files import X", "how many classes are there").
 * Only plain forms count, whose subject is one name: whatever else is asked is left to the search.
 */
export function exhaustiveQuestion(question: string): ExhaustiveQuestion | undefined {
    const text = question.trim().replaceAll(/\s+/g, ' ');
    if (text.length > LONGEST) return undefined;
    return kindQuestion(text) ?? nameQuestion(text);
}

/** A longer text is a story, not a request for a list. */
const LONGEST = 160;

const VERBS = {
    calls: ['calls?', 'invokes?'],
    imports: ['imports?'],
    uses: [
        'uses?',
        'reads?',
        'writes?',
        'sets?',
        'mentions?',
        'references?',
        'accesse?s?',
        'touche?s?',
        'depends? on',
        'relies on',
        'rely on',
        'instantiates?',
    ],
} as const;
const PARTICIPLES = {
    calls: ['called', 'invoked'],
    imports: ['imported'],
    uses: ['used', 'read', 'written', 'set', 'mentioned', 'referenced', 'accessed', 'instantiated'],
} as const;
const NOUNS = {
    calls: ['callers?', 'calls?', 'call ?sites?', 'invocations?'],
    imports: ['importers?', 'imports?'],
    uses: ['usages?', 'users?', 'uses?', 'references?', 'mentions?', 'occurrences?'],
} as const;

const SUBJECT_KINDS =
    'function|method|class|type|interface|enum|struct|trait|macro|constant|variable|field|property|setting|option|flag|module|package|file|(?:environment|env) variable';
const SUBJECT = `(?<article>the |a |our )?(?:(?<kind>${SUBJECT_KINDS}) )?(?<open>[\`'"“])?(?<name>[\\w$@#][\\w$@./:#-]*)(?<call>\\(\\))?[\`'"”]?(?: (?<kindAfter>${SUBJECT_KINDS}))?`;
const END =
    '(?: (?:from|in|across|throughout|anywhere in|within) (?:the |this |our )?(?:whole |entire )?(?:code ?base|code|repo(?:sitory)?|project|workspace|source(?: code)?))?(?: (?:exactly|directly|anywhere))?[ ?.!]*$';
const PLACES = '(?:places?|lines?|spots?|locations?|files?|modules?|functions?|methods?|classes|packages?|tests?|code|things?)';

/** Built once; the first that fits decides. Each has a word of `words`, which is looked for first: to compile them takes as long as a search. */
const FORMS = (['calls', 'imports', 'uses'] as const).map(asks => {
    const verb = `(?:${VERBS[asks].join('|')})`;
    const participle = `(?:${PARTICIPLES[asks].join('|')})`;
    const noun = `(?:${NOUNS[asks].join('|')})`;
    const please = '(?:(?:find|list|show|give|count|get|name)(?: me)? )?';
    const forms = [
        `^(?:who|what|which (?:other )?${PLACES})(?: else)?(?: all)?(?: directly)? ${verb} ${SUBJECT}${END}`,
        `^${please}(?:all |every |the |each )*(?:of the )?${noun} (?:of|to|for) ${SUBJECT}${END}`,
        `^${please}(?:all|every|each)(?: the| of the)? ${PLACES}(?: in the code)?(?: that| which| where)? ${verb} ${SUBJECT}${END}`,
        `^${please}(?:all|every|each)(?: the| of the)? ${PLACES} (?:where|in which) ${SUBJECT} (?:is|are|gets?) ${participle}${END}`,
        `^(?:from )?(?:where(?: else)?|in which ${PLACES}|in how many ${PLACES}|how (?:many times|often)) (?:is|are|gets?) ${SUBJECT} ${participle}(?: from)?${END}`,
        `^how many ${PLACES}(?: are there)?(?: that| which)? ${verb} ${SUBJECT}${END}`,
        `^how many ${noun} (?:does|do) ${SUBJECT} have${END}`,
        `^how many ${noun} (?:of|to) ${SUBJECT}(?: (?:are there|exist))?${END}`,
        `^how many ${noun} (?:are there|exist) (?:of|to) ${SUBJECT}${END}`,
    ].map(form => new RegExp(form, 'i'));
    return { asks, forms, words: new RegExp(`\\b(?:${verb}|${participle}|${noun})\\b`, 'i') };
});

function nameQuestion(text: string): NameQuestion | undefined {
    for (const { asks, form } of formsWorthTrying(text)) {
        const groups = form.exec(text)?.groups;
        const name = groups?.['name']?.replace(/[.:/-]+$/, '');
        if (!groups || name === undefined || name.length < 2) continue;
        const isCertain =
            LIKE_CODE.test(name) ||
            groups['open'] !== undefined ||
            groups['call'] !== undefined ||
            groups['kind'] !== undefined ||
            groups['kindAfter'] !== undefined;
        // "what depends on the cart" speaks of a thing, not of a name.
        if (!isCertain && groups['article'] !== undefined) continue;
        return { asks, name, isCertain };
    }
    return undefined;
}

function* formsWorthTrying(text: string): Iterable<{ readonly asks: NameQuestion['asks']; readonly form: RegExp }> {
    for (const { asks, forms, words } of FORMS) if (words.test(text)) for (const form of forms) yield { asks, form };
}

const LIKE_CODE = /[a-z\d][A-Z]|[A-Z]{2}|\w_\w|^_\w|^[@#$]|[./:]/;

const KINDS: readonly (readonly [RegExp, string, readonly SymbolKind[]])[] = [
    [/^functions?$/, 'function', ['function']],
    [/^methods?$/, 'method', ['method']],
    [/^class(?:es)?$/, 'class', ['class']],
    [/^interfaces?$/, 'interface', ['interface']],
    [/^types?$/, 'type', ['type']],
    [/^enums?$/, 'enum', ['enum']],
    [/^constants?$/, 'constant', ['constant']],
    [/^macros?$/, 'macro', ['macro']],
];

const KIND_FORM =
    /^(?:how many|count(?: all)?(?: the)?|list (?:all|every|each)(?: the)?|(?:show|give)(?: me)? all(?: the)?) (?<noun>functions?|methods?|class(?:es)?|interfaces?|types?|enums?|constants?|macros?|test files?|files?)(?: (?:are there|are defined|exist|do we have|does (?:this|the) \w+ (?:have|define|contain)|are))?(?: (?:in|under|below|inside|within) (?:the |this |our )?(?:(?:folder|directory) )?(?<folder>[`'"]?[\w@./-]+[`'"]?)(?: (?:folder|directory))?)?[ ?.!]*$/i;

function kindQuestion(text: string): KindQuestion | undefined {
    const groups = KIND_FORM.exec(text)?.groups;
    const noun = groups?.['noun']?.toLowerCase();
    if (!groups || noun === undefined) return undefined;
    const named = (groups['folder'] ?? '').replaceAll(/[`'"]/g, '').replace(/^\.?\/+|[/.]+$/g, '');
    const folder = WHOLE.test(named) ? '' : named;
    if (/^test files?$/.test(noun)) return { asks: 'test files', kinds: [], noun: 'test file', folder };
    if (/^files?$/.test(noun)) return { asks: 'files', kinds: [], noun: 'file', folder };
    const found = KINDS.find(([pattern]) => pattern.test(noun));
    return found && { asks: 'definitions', kinds: found[2], noun: found[1], folder };
}

const WHOLE = /^(?:code ?base|code|repo|repository|project|workspace|index)$/i;
