import type { AnsweringOptions } from '../../../protocol/answering.ts';
import type { Translations } from '../../../protocol/l10n.ts';
import type { SpokenLanguage } from './spokenLanguages.ts';
import { languageOfQuestion } from '../questionLanguage.ts';
import { languageNamed } from './spokenLanguages.ts';

/** What answers by quotation say in other languages. */
export interface AnswerSentences {
    /** Undefined for English, and for a language whose sentences cannot be had. */
    in(language: SpokenLanguage): Promise<Translations | undefined>;
}

/**
 * The language of an answer by quotation: the one that is set; else that of the question; else, for a question of names alone, that of the
 * interface. English where it is none that is spoken here.
 */
export function languageOfAnswer(
    question: string,
    { language, interfaceLanguage = '' }: Pick<AnsweringOptions, 'language' | 'interfaceLanguage'>,
): SpokenLanguage {
    const asked = languageOfQuestion(question);
    return languageNamed(language) ?? (asked === 'other' ? 'en' : asked) ?? languageNamed(interfaceLanguage) ?? 'en';
}
