import type { Language } from '../../protocol/code.ts';

/** The stretch of a line that is a name. */
export interface NameAt {
    readonly text: string;
    readonly column: number;
    readonly length: number;
}

/** Whether a name that stands in code is called there, by the look of the line: `f(`, `new C`, and what a language writes without brackets. */
export function looksCalled(at: NameAt, language: Language): boolean {
    const before = at.text.slice(0, at.column);
    const after = at.text.slice(at.column + at.length);
    return (
        isCallWithBrackets(before, after) ||
        (WITHOUT_BRACKETS[language]?.(before, after, at.text.slice(at.column, at.column + at.length)) ?? false)
    );
}

/** `f(`, `f<T>(`, `f?.(`, `f!(`, `new C`, `@decorator`, `<Element`. */
function isCallWithBrackets(before: string, after: string): boolean {
    return /^(?:!|\?\.|::)?(?:<[^()]*>)?\s?\(/.test(after) || /^!\s*[[{]/.test(after) || /(?:\bnew |^\s*@|<)$/.test(before);
}

/** A function that is handed to another (`map f xs`) begins no expression, and is not taken for called. */
const isApplied = (before: string, after: string): boolean =>
    EXPRESSION_BEGINS.test(before.replace(/(?:[A-Z][\w']*\.)+$/, '')) &&
    /^ +(?:[\w"'[{~%:@&(]|\$!? )(?!=)/.test(after) &&
    !KEYWORD_FOLLOWS.test(after);

const EXPRESSION_BEGINS =
    /(?:^|[([{,;=$]|<-|->|>>=?|=<<|[&|]>|<\$>|<\*>|@@|\b(?:then|else|in|do:?|of|not|match|if|with|when|unless|return|begin|ignore|raise|assert|await))\s*$/;
const KEYWORD_FOLLOWS = /^ +(?:then|else|of|in|with|do|where|when|and|or|rescue|after)\b/;

const WITHOUT_BRACKETS: Readonly<Record<string, (before: string, after: string, name: string) => boolean>> = {
    haskell: isApplied,
    ocaml: isApplied,
    nix: isApplied,
    elm: isApplied,
    elixir: isApplied,
    // `(wrap x)`, `(str/join x)`.
    clojure: before => /\((?:[\w.*+!?<>=-]+\/)?$/.test(before),
    // `f "x"`, `f { a = 1 }`.
    lua: (_before, after) => /^\s?(?:["'{]|\[\[)/.test(after),
    perl: before => /->$/.test(before),
    // Commands have a hyphen; members are called with brackets.
    powershell: (_before, _after, name) => name.includes('-'),
    // `f.(xs)`: for each element.
    julia: (_before, after) => /^\.\(/.test(after),
};
