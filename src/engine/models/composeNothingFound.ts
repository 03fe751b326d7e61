import type { Prompt } from '../ports.ts';
import { codeSpan, counted, footnote, listed, wordsOfFile } from './prose.ts';

/** Says plainly that nothing relevant was found, what was searched, and what to try; a nearest place is named only as that. */
export function composeNothingFound({ question, coverage, findings, evidence }: Prompt): string {
    const asked = question.text.trim().replaceAll(/\s+/g, ' ');
    const about = wordsOfFile(asked.length > 120 ? `${asked.slice(0, 118)} …` : asked);
    const unknown = [...new Set(findings.words.filter(word => !word.occurs).map(word => word.written))]
        .slice(0, 5)
        .map(word => `“${wordsOfFile(word)}”`);
    const sentences = [`I found nothing relevant in this repository for “${about}”.`];
    sentences.push(
        `I searched ${String(coverage.searchedFiles)} of ${counted(coverage.totalFiles, 'file')}${coverage.isPartial ? '; indexing is still under way, so ask again when it is done' : ''}.`,
    );
    if (unknown.length > 0)
        sentences.push(
            `${unknown.length === 1 ? 'The word' : 'The words'} ${listed(unknown)} ${unknown.length === 1 ? 'does' : 'do'} not occur in them.`,
        );
    const nearest = evidence[0];
    const near = nearest
        ? `The nearest place is ${codeSpan(nearest.passage.path)} ${footnote({ number: nearest.number })}, which shares too little with the question to be an answer.`
        : '';
    const advice = [
        'What may help:',
        '',
        '- Name a function, class, file or setting, or words that stand in the code.',
        ...(coverage.skippedFiles > 0
            ? [
                  `- Look at the ${counted(coverage.skippedFiles, 'file')} that ${coverage.skippedFiles === 1 ? 'is' : 'are'} not indexed, with the reason for each.`,
              ]
            : []),
    ].join('\n');
    return [sentences.join(' '), near, advice].filter(paragraph => paragraph !== '').join('\n\n');
}
