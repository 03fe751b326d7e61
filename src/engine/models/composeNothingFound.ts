import type { Evidence } from '../../protocol/answer.ts';
import type { Prompt } from '../modelPorts.ts';
import type { QuestionWord } from '../answer/findings.ts';
import { termsOf } from '../retrieve/terms.ts';
import { qualifiedName } from '../../protocol/code.ts';
import { plural, t } from '../../protocol/l10n.ts';
import { codeSpan, footnote, joined, listed, wordsOfFile } from './prose.ts';

/** Says plainly that nothing relevant was found, what was searched, and what to try; the nearest places are named only as that. */
export function composeNothingFound({ question, coverage, findings, evidence }: Prompt): string {
    const asked = question.text.trim().replaceAll(/\s+/g, ' ');
    const about = wordsOfFile(asked.length > 120 ? `${asked.slice(0, 118)} …` : asked);
    const unknown = [...new Set(findings.words.filter(word => !word.occurs).map(word => word.written))]
        .slice(0, 5)
        .map(word => `“${wordsOfFile(word)}”`);
    const sentences = [
        evidence.length > 1
            ? t('I found nothing relevant enough in this repository to answer “{0}”.', about)
            : t('I found nothing relevant in this repository for “{0}”.', about),
    ];
    const files = plural(coverage.totalFiles, '{0} file', '{0} files');
    sentences.push(
        coverage.isPartial
            ? t('I searched {0} of {1}; the index is not up to date yet, so ask again when it is.', coverage.searchedFiles, files)
            : t('I searched {0} of {1}.', coverage.searchedFiles, files),
    );
    if (unknown.length > 0)
        sentences.push(
            unknown.length === 1
                ? t('The word {0} does not occur in them.', listed(unknown))
                : t('The words {0} do not occur in them.', listed(unknown)),
        );
    const near = tellNearest(evidence, findings.words);
    const advice = [
        t('What may help:'),
        '',
        `- ${t('Name a function, class, file or setting, or words that stand in the code.')}`,
        ...(coverage.skippedFiles > 0
            ? [
                  `- ${plural(
                      coverage.skippedFiles,
                      'Look at the {0} file that is not indexed, with the reason for each.',
                      'Look at the {0} files that are not indexed, with the reason for each.',
                  )}`,
              ]
            : []),
    ].join('\n');
    return [joined(sentences), near, advice].filter(paragraph => paragraph !== '').join('\n\n');
}

/** The places with the words of the question that they have, so that a reader sees at a glance whether one was meant. */
function tellNearest(evidence: readonly Evidence[], words: readonly QuestionWord[]): string {
    const [nearest] = evidence;
    if (!nearest) return '';
    if (evidence.length === 1)
        return t('The nearest place is {0}, which shares too little with the question to be an answer.', placeOf(nearest));
    const places = evidence.map(piece => {
        const told = spelledIn(piece.passage.text, words).map(codeSpan);
        return `- ${told.length === 0 ? placeOf(piece) : t('{0}, which has {1}', placeOf(piece), listed(told))}`;
    });
    return [
        t('The nearest places share too little with the question to be called an answer; perhaps you meant one of them:'),
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
    const path = codeSpan(passage.path);
    const place = symbol && symbol.kind !== 'section' ? t('{0} in {1}', codeSpan(qualifiedName(symbol)), path) : path;
    return `${place} ${footnote({ number })}`;
}
