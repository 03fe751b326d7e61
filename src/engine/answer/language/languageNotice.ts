import type { AnswerPorts, PreparedQuestion } from '../prepareQuestion.ts';
import { spokenIn, t } from '../../../protocol/l10n.ts';
import { isEnglish } from '../questionLanguage.ts';

/** Says what was searched where a question was not asked in English, and that quoting does not speak its language where that is so. */
export function languageNotice(
    { question, parts, searchedInEnglish }: PreparedQuestion,
    by: string,
    { quotingModel }: Pick<AnswerPorts, 'quotingModel'>,
): string | undefined {
    if (searchedInEnglish !== undefined) return spokenIn(parts.speaks, () => t('Searched in English: {0}.', searchedInEnglish));
    if (by !== quotingModel.name || parts.speaks !== undefined || isEnglish(question.text)) return undefined;
    return 'Quotations stand in English sentences; a model answers in the language of the question.';
}
