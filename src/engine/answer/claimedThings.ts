/** Something a sentence says that can be looked up in the lines it cites. */
export type ClaimedThing =
    /** An identifier, perhaps with what it belongs to: `Cart.add`. */
    | { readonly type: 'name'; readonly written: string; readonly parts: readonly string[] }
    /** `src/cart.ts` or `cart.ts`. */
    | { readonly type: 'path'; readonly written: string }
    /** Code or a command in a code span. */
    | { readonly type: 'code'; readonly written: string }
    /** Words in quotation marks. */
    | { readonly type: 'quote'; readonly written: string }
    /** `alike`: other forms in which code may have the number. */
    | { readonly type: 'number'; readonly written: string; readonly alike: readonly string[] }
    /** `line 12`, `lines 12-18` said of what is cited. */
    | { readonly type: 'lines'; readonly written: string; readonly startLine: number; readonly endLine: number };

/** What a sentence without its marks names, quotes and counts. Counts of things that it lists itself are left out: no line has them. */
export function claimedThings(sentence: string): readonly ClaimedThing[] {
    const things: ClaimedThing[] = [];
    // Whichever begins first holds the other: a code span inside a quotation is quoted, a quotation mark inside a code span is code.
    let prose = sentence.replaceAll(
        /``\s?([^\n]+?)\s?``|`([^`]+)`|(?<!\w)"([^"\n]{1,400})"(?!\w)|“([^”\n]{1,400})”|„([^“\n]{1,400})“|«([^»\n]{1,400})»|「([^」\n]{1,400})」/g,
        (whole, double?: string, single?: string, ...quotes: readonly (string | number | undefined)[]) => {
            const quoted =
                quotes
                    .slice(0, QUOTATION_MARKS)
                    .find(quote => typeof quote === 'string')
                    ?.toString()
                    .trim() ?? '';
            if (wordsOf(quoted).length > 0) things.push({ type: 'quote', written: quoted });
            const thing = spanThing((double ?? single ?? '').trim());
            if (thing) things.push(thing);
            return ' '.repeat(whole.length);
        },
    );
    // The target of a link is no claim.
    prose = prose.replaceAll(/\]\([^)\s]{1,500}\)/g, whole => ' '.repeat(whole.length));
    prose = prose.replaceAll(LINES_IN_PROSE, whole => {
        for (const [written, start, end] of whole.matchAll(/(\d{1,7})(?:\s*(?:-|–|to)\s*(\d{1,7}))?/g))
            things.push({ type: 'lines', written: `line ${written}`, startLine: Number(start), endLine: Number(end ?? start) });
        return ' '.repeat(whole.length);
    });
    prose = prose.replaceAll(NAME_IN_PROSE, word => {
        const written = word.replace(/[.:]+$/, '');
        if (PROPER_NAMES.has(written.toLowerCase().replaceAll(/[()]/g, '')) || ABBREVIATIONS.test(written)) return word;
        const thing = nameOrPath(written);
        if (!thing) return word;
        things.push(thing);
        return ' '.repeat(word.length);
    });
    things.push(...numbersIn(prose));
    return unique(things);
}

/** True for what makes a sentence a claim about code, with or without a citation. */
export function namesCode(things: readonly ClaimedThing[]): boolean {
    return things.some(({ type }) => type === 'name' || type === 'path' || type === 'code');
}

/** Letters and digits only, in small letters: how quoted words are compared, whatever wraps or marks them as a comment. */
export function wordsOf(text: string): readonly string[] {
    return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function spanThing(text: string): ClaimedThing | undefined {
    if (text === '' || LITERALS.has(text.replace(/\(\)$/, ''))) return undefined;
    if (/^-?\d[\d_,]*(?:\.\d+)?$/.test(text)) return numberThing(text, '');
    return nameOrPath(text) ?? { type: 'code', written: text };
}

function nameOrPath(written: string): ClaimedThing | undefined {
    const text = written.replace(/\(\.{0,3}…?\)$/, '').replace(/^\.\//, '');
    if (/^[@\w.$-]+(?:\/[@\w.$*-]+)+\/?$/.test(text) || (/^[\w.-]+\.[a-z][a-z\d]{0,5}$/i.test(text) && FILE_ENDING.test(text)))
        return { type: 'path', written: text };
    if (!/^[@#$&*]?[\p{L}_$][\p{L}\p{N}_$?!-]*(?:(?:\.|::|->|#)[\p{L}_$][\p{L}\p{N}_$]*)*$/u.test(text)) return undefined;
    const parts = text
        .replace(/^[@#&*]/, '')
        .split(/\.|::|->|#/)
        .filter(part => part !== '');
    return { type: 'name', written: text, parts };
}

/** `"…"`, `“…”`, `„…“`, `«…»` and `「…」`. */
const QUOTATION_MARKS = 5;

/** `line 12`, `lines 12-18 and 30`, in the languages that answers by quotation speak. */
const LINES_IN_PROSE =
    /(?<!\p{L})(?:lines?|zeilen?|líneas?|lignes?)\s+\d{1,7}(?:\s*(?:-|–|to|bis|a|à|,|and|or|und|y|et)\s*\d{1,7})*|(?:第\s*)?\d{1,7}(?:\s*(?:-|–|、|和)\s*\d{1,7})*\s*行目?/giu;
/** Identifiers that prose leaves without a code span: inner capitals, underscores, `a::b`, `f()`, paths; `_emphasis_` is none. */
const NAME_IN_PROSE =
    /(?<![\w./])(?:[\w$]+(?:\.[\w$]+)*\(\)|_+[a-z\d]+[A-Z][\w$]*(?<!_)|[a-z$]+[\d]*[A-Z][\w$]*(?:\.[\w$]+)*|[A-Z][a-z\d]+[A-Z][\w$]*(?:\.[\w$]+)*|[A-Z]{2,}[a-z]{2,}[\w$]*|\w*[A-Za-z\d]_[\w$]+|\w+(?:::\w+)+|(?:[\w@.-]+\/)+[\w.-]+\.\w{1,5}|[\w-]+\.(?:ts|js|mjs|tsx|jsx|py|go|rs|java|json|ya?ml|toml|md|rst|css|html|sh|c|h|cpp))\b(?:\(\))?/g;
const FILE_ENDING =
    /\.(?:[cm]?[jt]sx?|py|pyi|go|rs|java|kt|json|jsonc|ya?ml|toml|md|rst|txt|css|scss|less|html?|xml|sh|bash|c|h|cc|cpp|hpp|cs|rb|php|swift|sql|proto|lock|cfg|ini|mod|sum|scm|wasm|env|gradle|properties|vue|svelte|scala|dart|lua|exs?|hs|zig|psm?1|p[lm]|tf|tfvars|hcl|nix|clj[cs]?|mli?|jl|elm|gleam|gd|graphql)$/i;

/** Names of the world that look like identifiers and stand in no file for a reason. */
const PROPER_NAMES: ReadonlySet<string> = new Set(
    'javascript typescript github gitlab bitbucket youtube postgresql mysql nosql graphql openai openapi websocket websockets webassembly macos ios ipados devops oauth latex intellij vscode webkit webgl ebay linkedin paypal node.js vue.js next.js react.js json5 utf8 ipv4 ipv6 wifi readme.md'.split(
        ' ',
    ),
);
const ABBREVIATIONS = /^(?:e\.g|i\.e)$/i;

/** Words of programming languages and plain values: said of code without standing in it. */
const LITERALS: ReadonlySet<string> = new Set(
    'true false null undefined none nil self this super void int string str bool boolean number object any unknown never async await return yield throw new class function const let var if else for while try catch finally switch case break continue import export from in of True False None Ok Err Some'.split(
        ' ',
    ),
);

function numbersIn(prose: string): readonly ClaimedThing[] {
    const found: ClaimedThing[] = [];
    for (const match of prose.matchAll(/(?<![\w.,:/#-])(-?\d[\d,_]*(?:\.\d+)?)(?:\s?(%|\p{L}+))?((?:\s[\p{L}-]+){0,2})/gu)) {
        const [, digits = '', unit = '', after = ''] = match;
        const before = prose.slice(0, match.index);
        if (
            NUMBERED.test(before) ||
            COUNTED_UNSPACED.test(unit) ||
            ([unit, ...after.split(' ')].some(word => COUNTED.test(word) || COUNTED_ELSEWHERE.test(word)) &&
                UNITS[unit.toLowerCase()] === undefined)
        )
            continue;
        found.push(numberThing(digits, UNITS[unit.toLowerCase()] ? unit : ''));
    }
    for (const match of prose.matchAll(NUMBER_WORDS)) {
        const digits = String(SPELLED.indexOf((match[1] ?? '').toLowerCase()));
        found.push({ ...numberThing(digits, match[2] ?? ''), written: match[0] });
    }
    return found;
}

/** What a number is the number of: no value of code. */
const NUMBERED =
    /\b(?:step|phase|option|case|point|item|example|section|chapter|figure|table|version|python|node|java|go|rust|es|ecmascript|http|rfc|pep|issue|footnote|source|evidence|c\+\+)\s*#?$/i;
/** A count of things that a reader sees by counting. */
const COUNTED =
    /^(?:functions?|methods?|classes|class|types?|fields?|properties|parameters?|arguments?|steps?|places?|files?|ways?|cases?|kinds?|things?|parts?|stages?|phases?|options?|tests?|definitions?|modules?|callers?|calls?|lines?|further|of|st|nd|rd|th|more|others?)$/i;

/** The same in German, Spanish and French; measure words of Japanese and Chinese follow their number at once. */
const COUNTED_ELSEWHERE =
    /^(?:stellen?|dateien|datei|definition(?:en)?|weiteren?|aufrufe?|verwendung(?:en)?|erwähnung(?:en)?|öffentlichen?|methoden?|funktion(?:en)?|klassen?|zeilen?|schritte?|indizierten|lugar(?:es)?|archivos?|definici(?:ón|ones)|más|métodos?|ellos|llamadas?|usos?|menci(?:ón|ones)|funci(?:ón|ones)|clases?|endroits?|fichiers?|définitions?|autres?|méthodes?|appels?|utilisations?|fonctions?)$/i;
const COUNTED_UNSPACED = /^(?:個|か所|件|回|つ|個の|处|个|次|种|项|条)/u;

const SPELLED = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
const NUMBER_WORDS =
    /\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s+(times|milliseconds|seconds|minutes|hours|days|weeks|bytes|kilobytes|megabytes|characters|attempts|retries|percent)\b/gi;

function numberThing(written: string, unit: string): ClaimedThing & { readonly type: 'number' } {
    const value = Number(written.replaceAll(/[,_]/g, ''));
    const factors = UNITS[unit.toLowerCase()] ?? [];
    const alike = [1, ...factors].map(factor => String(Number((value * factor).toPrecision(12))));
    return { type: 'number', written: unit === '' ? written : `${written} ${unit}`.trim(), alike: [...new Set(alike)] };
}

/** By how much a number is multiplied when code has it in a smaller unit, or as a share. */
const UNITS: Readonly<Record<string, readonly number[]>> = {
    seconds: [1_000],
    second: [1_000],
    s: [1_000],
    minutes: [60, 60_000],
    minute: [60, 60_000],
    min: [60, 60_000],
    hours: [60, 3_600, 3_600_000],
    hour: [60, 3_600, 3_600_000],
    days: [24, 86_400, 86_400_000],
    day: [24, 86_400, 86_400_000],
    ms: [0.001],
    milliseconds: [0.001],
    kb: [1_000, 1_024],
    kib: [1_024],
    kilobytes: [1_000, 1_024],
    mb: [1_000_000, 1_048_576],
    mib: [1_048_576],
    megabytes: [1_000_000, 1_048_576],
    gb: [1_000_000_000, 1_073_741_824],
    '%': [0.01],
    percent: [0.01],
};

function unique(things: readonly ClaimedThing[]): readonly ClaimedThing[] {
    return things.filter((thing, at) => things.findIndex(other => other.type === thing.type && other.written === thing.written) === at);
}
