import type { SearchResult } from '../../protocol/passage.ts';
import type { StopOptions } from '../ports.ts';
import { measureQuestion, type EvidencePorts } from './gatherEvidence.ts';
import { judgeEvidence } from './judgeEvidence.ts';
import { isEnglish } from './questionLanguage.ts';
import { questionShape } from './questionShape.ts';
import { questionWords } from './questionWords.ts';

/** Whether what a search found is about its words, judged as a question of these words would be: a model's guesses are held to no less. */
export async function isAbout(words: string, result: SearchResult, ports: EvidencePorts, options: StopOptions = {}): Promise<boolean> {
    const measure = await measureQuestion(words, result, questionWords(words, ports.statistics()), ports, options);
    return judgeEvidence(measure, {
        isEnglish: isEnglish(words),
        asksForUsers: questionShape(words) === 'users',
        hasSelection: false,
    }).isRelevant;
}
