import type { CacheHits, EmbedderFacts, IndexDetails, IndexStatus } from '../protocol/indexing.ts';
import { dataUseText, megabytes } from '../protocol/dataUse.ts';
import { indexStory } from '../protocol/indexStory.ts';
import { listText, numberText, plural, retold, t } from '../protocol/l10n.ts';
import { linkedText, type LinkedText } from '../protocol/linkedText.ts';
import { leftOutWords, problemRows, skippedTree } from '../protocol/skippedTree.ts';

/**
 * What the index holds, what made it, where it lies, what was found again instead of made anew, and what is left out, as a page to read.
 */
export function indexDetailsPage(status: IndexStatus, details: IndexDetails): LinkedText {
    const { caches } = details;
    const byCount = Object.entries(details.languages).sort(([, one], [, other]) => other - one);
    const { sentence } = indexStory(status);
    return linkedText([
        sentence,
        ...('counts' in status ? [plural(status.counts.chunks, '{0} passage', '{0} passages')] : []),
        embedderLine(details.embedding, sentence),
        t('It lies in {0}: {1}', details.location, megabytes(details.bytesOnDisk)),
        ...(byCount.length === 0 ? [] : ['', t('Files by language')]),
        ...byCount.map(([language, files]) => `  ${language}: ${numberText(files)}`),
        '',
        t('Found again, instead of made anew, since the engine started'),
        `  ${t('Vectors of passages: {0}', share(caches.vectors))}`,
        `  ${t('Vectors of questions: {0}', share(caches.queries))}`,
        `  ${t('Searches: {0}', share(caches.searches))}`,
        `  ${t('Answers: {0}', share(caches.answers))}`,
        '',
        t('All indexes'),
        ...dataUseText(details.use)
            .split('\n')
            .map(row => `  ${row}`),
        ...problemRows(details.problems, MOST_ROWS),
        '',
        leftOutWords(details.skipped.length),
        ...skippedTree(details.skipped, MOST_ROWS),
        '',
    ]);
}

/** `said`: what stands above it, and is not told twice. */
function embedderLine({ model, dimensions, place, since, note }: EmbedderFacts, said: string): string {
    const facts = [
        place === 'this machine' ? t('{0} on this machine', model) : t('{0} at {1}', model, place),
        plural(dimensions, '{0} number a vector', '{0} numbers a vector'),
        ...(since === null ? [] : [t('since {0}', since.slice(0, 10))]),
    ];
    const line = t('Embedding model: {0}', listText(facts));
    return note === undefined || said.includes(retold(note)) ? line : t('{text0}. {text1}', line, retold(note));
}

function share({ asked, found }: CacheHits): string {
    return asked === 0 ? t('not asked yet') : t('{0} of {1}', found, asked);
}

/** Of a reason: enough to see which it is; "Show Files That Are Not Indexed" has more. */
const MOST_ROWS = 20;
