import type { CacheHits, IndexDetails, IndexStatus } from '../protocol/indexing.ts';
import { dataUseText, megabytes } from '../protocol/dataUse.ts';
import { indexStory } from '../protocol/indexStory.ts';
import { numberText, plural, retold, t } from '../protocol/l10n.ts';

/** What the index holds, what made it, where it lies, and what was found again instead of made anew, as a page to read. */
export function indexDetailsPage(status: IndexStatus, details: IndexDetails): string {
    const { embedding, caches } = details;
    const languages = Object.entries(details.languages).sort(([, one], [, other]) => other - one);
    return [
        `# ${t('Index Details')}`,
        '',
        `- ${indexStory(status).sentence}`,
        ...('counts' in status ? [`- ${plural(status.counts.chunks, '{0} passage', '{0} passages')}`] : []),
        `- ${t('Embedding model: {0}', embedding.model)}${embedding.note === undefined ? '' : `. ${retold(embedding.note)}`}`,
        `- ${t('It lies in {0}: {1}', details.location, megabytes(details.bytesOnDisk))}`,
        '',
        `## ${t('Files by language')}`,
        '',
        ...languages.map(([language, files]) => `- ${language}: ${numberText(files)}`),
        '',
        `## ${t('Found again, instead of made anew, since the engine started')}`,
        '',
        `- ${t('Vectors of passages: {0}', share(caches.vectors))}`,
        `- ${t('Vectors of questions: {0}', share(caches.queries))}`,
        `- ${t('Searches: {0}', share(caches.searches))}`,
        `- ${t('Answers: {0}', share(caches.answers))}`,
        '',
        `## ${t('All indexes')}`,
        '',
        dataUseText(details.use),
        '',
    ].join('\n');
}

function share({ asked, found }: CacheHits): string {
    return asked === 0 ? t('not asked yet') : t('{0} of {1}', found, asked);
}
