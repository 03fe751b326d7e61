import type { Evidence } from '../../protocol/answer.ts';
import type { Prompt } from '../ports.ts';
import type { QuestionWord } from '../answer/findings.ts';
import { termsOf } from '../retrieve/terms.ts';
import { qualifiedName } from '../../protocol/code.ts';
import { codeSpan, counted, footnote, listed, wordsOfFile } from './prose.ts';

/** Says plainly that nothing relevant was found, what was searched, and what to try; the nearest places are named only as that. */
export function composeNothingFound({ question, coverage, findings, evidence }: Prompt): string {
    const asked = question.text.trim().replaceAll(/\s+/g, ' ');
    const about = wordsOfFile(asked.length > 120 ? `${asked.slice(0, 118)} …` : asked);
    const unknown = [...new Set(findings.words.filter(word => !word.occurs).map(word => word.written))]
        .slice(0, 5)
        .map(word => `“${wordsOfFile(word)}”`);
    const sentences = [
        evidence.length > 1
            ? `I found nothing relevant enough in this repository to answer “${about}”.`
            : `I found nothing relevant in this repository for “${about}”.`,
    ];
    sentences.push(
        `I searched ${String(coverage.searchedFiles)} of ${counted(coverage.totalFiles, 'file')}${coverage.isPartial ? '; indexing is still under way, so ask again when it is done' : ''}.`,
    );
    if (unknown.length > 0)
        sentences.push(
            `${unknown.length === 1 ? 'The word' : 'The words'} ${listed(unknown)} ${unknown.length === 1 ? 'does' : 'do'} not occur in them.`,
        );
    const near = tellNearest(evidence, findings.words);
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

/** The places with the words of the question that they have, so that a reader sees at a glance whether one was meant. */
function tellNearest(evidence: readonly Evidence[], words: readonly QuestionWord[]): string {
    const [nearest] = evidence;
    if (!nearest) return '';
    if (evidence.length === 1)
        return `The nearest place is ${placeOf(nearest)}, which shares too little with the question to be an answer.`;
    const places = evidence.map(piece => {
        const told = spelledIn(piece.passage.text, words).map(codeSpan);
        return `- ${placeOf(piece)}${told.length === 0 ? '' : `, which has ${listed(told)}`}`;
    });
    return [
        'The nearest places share too little with the question to be called an answer; perhaps you meant one of them:',
        '',
        ...places,
    ].join('\n');
}

/** What the text has of the question, as the text spells it, the rarest first. */
function spelledIn(text: string, words: readonly QuestionWord[]): readonly string[] {
    const spelled = new Map<string, string>();
    for (const [written] of text.matchAll(/[\p{L}\p{N}_$]+/gu))
        for (const term of termsOf(written)) if (!spelled.has(term)) spelled.set(term, written);
    const told = [...words].sort((a, b) => b.weight - a.weight).flatMap(({ term }) => spelled.get(term) ?? []);
    return [...new Set(told)].slice(0, MOST_WORDS);
}

const MOST_WORDS = 3;

function placeOf({ number, passage }: Evidence): string {
    const { symbol } = passage;
    const what = symbol && symbol.kind !== 'section' ? `${codeSpan(qualifiedName(symbol))} in ` : '';
    return `${what}${codeSpan(passage.path)} ${footnote({ number })}`;
}
