import type { Question } from '../../../protocol/answer.ts';
import type { SymbolTable } from '../../ports.ts';
import { languageOfQuestion } from '../questionLanguage.ts';
import { namesIn } from '../questionNames.ts';

type Spoken = Pick<Question, 'text' | 'history'>;

/**
 * What a question asks for, said so that it stands alone: "and where is that tested?" after an answer about `retryBuild` becomes "where is
 * `retryBuild` tested?". Only a short question that names nothing of its own leans on what was said, and only a name that the index knows
 * takes the place of its pronoun; anything else is searched as it was asked.
 */
export function standingAlone({ text, history = [] }: Spoken, symbols: Pick<SymbolTable, 'definitionsOf'>): string {
    if (!leansOnConversation({ text, history })) return text;
    const isKnown = (name: string): boolean => symbols.definitionsOf(name).length > 0;
    const own = namesIn(text);
    if (own.some(isKnown)) return text;
    const subject = history
        .slice(-TURNS_LOOKED_AT)
        .toReversed()
        .map(turn => subjectOf(turn, isKnown))
        .find(found => found !== undefined);
    if (subject === undefined) return text;
    const asked = text.trim().replace(CONNECTIVE, '');
    const pronoun = pronounOf(asked);
    return pronoun ? asked.replace(pronoun, `\`${subject}\``) : `${asked.replace(/\s*[?？]\s*$/, '')} \`${subject}\`?`;
}

/** True for a short question that points back at what was said before: by a pronoun, or by beginning in the middle. */
export function leansOnConversation({ text, history = [] }: Spoken): boolean {
    if (history.length === 0) return false;
    const words = countWords(text);
    if (words > MOST_WORDS) return false;
    return pronounOf(text) !== undefined || CONNECTIVE.test(text.trim()) || words <= 3;
}

/** Between blanks; of Japanese and Chinese, which have none, two characters make a word. */
function countWords(text: string): number {
    const unspaced = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/gu)?.length ?? 0;
    return text.trim().split(/\s+/).length + unspaced / 2;
}

/** What stands for the subject in a question of this language: `es` is "it" in German and "is" in Spanish. */
function pronounOf(text: string): RegExp | undefined {
    const language = languageOfQuestion(text);
    const pronoun = language === undefined || language === 'en' ? ENGLISH : PRONOUNS[language];
    return pronoun?.test(text) === true ? pronoun : undefined;
}

/** A longer question says what it is about. */
const MOST_WORDS = 12;
const TURNS_LOOKED_AT = 3;

/** `that` points back only behind such a word ("the function that reads" does not), `this` only where no noun of the repository follows. */
const ENGLISH =
    /(?<![\w`])(?:(?<=\b(?:is|are|was|does|do|did|of|for|to|by|with|about|in|use|uses|calls?|tests?|change|configure|set|why|how|where|and)\s)that|(?:this|these|those)(?!\s+(?:repo\w*|project|file|folder|code\w*|workspace|package))|it|its|them|they)(?![\w`-])/iu;

/** Those that point back and mean nothing else: `das` not before a noun, `es` not in "gibt es". */
const PRONOUNS: Readonly<Partial<Record<ReturnType<typeof languageOfQuestion> & string, RegExp>>> = {
    de: /(?<![\p{L}\w`])(?:das(?!\s+\p{Lu})|dies(?:e[mnrs]?)?(?!\s+\p{Lu})|(?<!gibt\s)es(?!\s+gibt)|davon|dafür|darin|damit)(?![\p{L}\w`-])/u,
    es: /(?<![\p{L}\w`])(?:eso|esto|ello)(?![\p{L}\w`-])/iu,
    fr: /(?<![\p{L}\w`])(?:cela|ça)(?![\p{L}\w`-])/iu,
    ja: /それ|これ/u,
    'zh-cn': /它/u,
};

/** How a question begins that goes on from the last one. */
const CONNECTIVE = /^(?:and|but|so|also|then|und|aber|also|what about|how about|wie ist es mit)\b[\s,]*/i;

/** What a turn was about: a name in its question, or the first in its answer. */
function subjectOf({ question, answer }: NonNullable<Question['history']>[number], isKnown: (name: string) => boolean): string | undefined {
    const asked = namesIn(question).find(name => !name.includes('/') && isKnown(name));
    if (asked !== undefined) return asked;
    for (const [, span = ''] of answer.slice(0, LOOKED_AT).matchAll(/`([\w$.:#]{3,80})(?:\(\))?`/g)) {
        const name = span.split(/\.|::|#/).at(-1) ?? '';
        if (isKnown(name)) return name;
    }
    return undefined;
}

/** The subject stands in the first sentences. */
const LOOKED_AT = 1_500;
