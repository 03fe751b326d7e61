import type { Evidence } from '../../protocol/answer.ts';
import type { Findings, Subject } from './findings.ts';

/**
 * What of the findings these pieces of evidence show. Where not all that was gathered has gone to a model, what it has not seen stands in no
 * list of sources either, and cannot be told with a footnote.
 */
export function findingsWithin(findings: Findings, evidence: readonly Pick<Evidence, 'number'>[]): Findings {
    const numbers = new Set(evidence.map(({ number }) => number));
    const isShown = ({ number }: { readonly number: number }): boolean => numbers.has(number);
    const within = <Told extends { readonly doc: Subject['doc'] }>(told: Told): Told =>
        told.doc && !isShown(told.doc.shown) ? { ...told, doc: undefined } : told;
    return {
        ...findings,
        subjects: findings.subjects
            .filter(({ definition }) => isShown(definition))
            .map(subject =>
                within({
                    ...subject,
                    // A call whose definition is not there is told by its name and line alone, as the other calls are.
                    steps: subject.steps.filter(({ definition }) => isShown(definition)).map(within),
                    uses: { ...subject.uses, sites: subject.uses.sites.filter(({ shown }) => isShown(shown)) },
                }),
            ),
        introductions: findings.introductions.filter(isShown).map(within),
    };
}
