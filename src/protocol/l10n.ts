/**
 * The words of the interface in the language of whoever reads them. The English text is the key, as in `vscode.l10n`, so that code
 * reads as what it says, and a text without a translation is shown in English. `{0}` stands for the first argument, `{text0}` for one
 * that is a text itself.
 *
 * The extension and the panel say once, at their start, which language they speak; engine and command line never do and speak English,
 * and what the engine says of that kind goes through `retold` where it is shown. Only answers by quotation are said in the language of the
 * question (`spokenIn`). Texts are made when they are shown, never when a module
 * is loaded: nobody knows the language then.
 */
export function t(message: string, ...args: readonly TextArgument[]): string {
    return withArguments(translations.texts[message] ?? message, args);
}

/** A number is written as the language writes it (`1,418`, `1.418`); what is a name, such as a line or a process, comes as a string. */
export type TextArgument = string | number;

/**
 * A text that depends on a count, which is its `{0}`: `plural(files, '{0} file', '{0} files')`. The language decides which counts take
 * the first form (French: 0 and 1; Japanese: none). No language of the interface has more than two for the numbers that occur.
 */
export function plural(count: number, one: string, other: string, ...args: readonly TextArgument[]): string {
    const isOne = new Intl.PluralRules(translations.language).select(count) === 'one';
    return t(isOne ? one : other, count, ...args);
}

/** `1,418` */
export function numberText(value: number, options?: Intl.NumberFormatOptions): string {
    return value.toLocaleString(translations.language, options);
}

/** `words, paths, names` */
export function listText(parts: readonly string[]): string {
    return parts.join(t(', '));
}

/**
 * What another process has said in English with `t`, said again in the language of this one: `defines retryBuild` is recognised by the
 * text it was made of, `defines {0}`. Anything else stays as it is.
 */
export function retold(said: string): string {
    const translation = translations.texts[said];
    if (translation !== undefined) return translation;
    forms ??= sentenceForms(Object.keys(translations.texts));
    for (const form of forms) {
        const found = form.pattern.exec(said);
        if (!found) continue;
        const args: string[] = [];
        for (const [nth, { place, isText }] of form.holes.entries())
            args[place] = isText ? retold(found[nth + 1] ?? '') : (found[nth + 1] ?? '');
        // `{text0}. {text1}` fits whatever anybody says in two sentences: it is ours when one of them is.
        if (form.isOnlyTexts && form.holes.every(({ place }, nth) => args[place] === found[nth + 1])) continue;
        return t(form.message, ...args);
    }
    return said;
}

/**
 * English texts by what they stand for, to be handed to `t` when one is shown: `t(KIND_WORDS[kind])`. Marks them for those who translate;
 * what is no such table and no literal cannot be handed to `t`.
 */
export function textTable<Table>(table: Table): Table {
    return table;
}

/** The texts of one language, by their English. */
export interface Translations {
    /** As VS Code names it: `de`, `zh-cn`. */
    readonly language: string;
    readonly texts: Readonly<Record<string, string>>;
}

export const english: Translations = { language: 'en', texts: {} };

let translations = english;

/** Of the language that is spoken; made when something is first told again. */
let forms: readonly SentenceForm[] | undefined;

/** Says which language this process speaks; called by whoever owns its window, before anything is shown. */
export function speak(next: Translations): void {
    translations = { ...next, language: knownLanguage(next.language) };
    forms = undefined;
}

/**
 * What `say` says in another language; English when it is absent. `say` says it at once, so that nobody else speaks meanwhile.
 */
export function spokenIn<Said>(other: Translations | undefined, say: () => Said): Said {
    const own = { translations, forms };
    speak(other ?? english);
    try {
        return say();
    } finally {
        translations = own.translations;
        forms = own.forms;
    }
}

/** The language that is spoken now. */
export function spokenLanguage(): string {
    return translations.language;
}

/** What `Intl` does not know, such as the `qps-ploc` that VS Code calls its pseudo-language, counts as English does. */
function knownLanguage(language: string): string {
    try {
        return Intl.PluralRules.supportedLocalesOf([language]).length > 0 ? language : english.language;
    } catch (error) {
        if (error instanceof RangeError) return english.language;
        throw error;
    }
}

function withArguments(text: string, args: readonly TextArgument[]): string {
    if (args.length === 0) return text;
    return text.replaceAll(HOLE, (hole, _, place: string) => {
        const value = args[Number(place)];
        if (value === undefined) return hole;
        return typeof value === 'number' ? numberText(value) : value;
    });
}

/** A text with holes, as a pattern of what may have been made of it. */
interface SentenceForm {
    readonly message: string;
    readonly pattern: RegExp;
    readonly holes: readonly { readonly place: number; readonly isText: boolean }[];
    /** It has no words of its own. */
    readonly isOnlyTexts: boolean;
}

/** Those with the most words of their own first: `{0} files` would fit nearly everything. */
function sentenceForms(messages: readonly string[]): readonly SentenceForm[] {
    return messages
        .map(message => ({ message, own: message.replaceAll(HOLE, '') }))
        .filter(({ message, own }) => own !== message && (WORDS.test(own) || isOnlyTexts(message)))
        .sort((one, other) => other.own.length - one.own.length)
        .map(({ message }) => sentenceForm(message));
}

function sentenceForm(message: string): SentenceForm {
    const holes = [...message.matchAll(HOLE)].map(([, text, place]) => ({ place: Number(place), isText: text !== undefined }));
    const source = message
        .split(/\{(?:text)?\d+\}/)
        .map(own => own.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
        .join('(.+?)');
    return { message, pattern: new RegExp(`^${source}$`, 's'), holes, isOnlyTexts: isOnlyTexts(message) };
}

function isOnlyTexts(message: string): boolean {
    return !WORDS.test(message.replaceAll(HOLE, '')) && !/\{\d/.test(message);
}

const WORDS = /[a-z]{3}/i;
const HOLE = /\{(text)?(\d+)\}/g;
