import type { CacheHits, EmbedderFacts, IndexDetails, IndexStatus } from '../protocol/indexing.ts';
import type { OpenedEngine } from './openEngine.ts';
import type { Terminal } from './terminal.ts';
import { megabytes } from '../protocol/dataUse.ts';
import { indexStory } from '../protocol/indexStory.ts';
import { t } from '../protocol/l10n.ts';
import { linkedText } from '../protocol/linkedText.ts';
import { problemRows, skippedTree } from '../protocol/skippedTree.ts';
import { shown } from './terminal.ts';
import { statusJson } from './jsonShapes.ts';
import { counted } from './counted.ts';

/** `footnote status`: what is indexed, what is not and why, and where the index is. */
export async function statusCommand(
    { engine, status: atOpening }: OpenedEngine,
    options: { readonly json: boolean },
    terminal: Terminal,
): Promise<void> {
    const details = await engine.details(undefined);
    const status = withAllLeftOut(atOpening, details);
    if (options.json) terminal.print(`${JSON.stringify(statusJson(status, details))}\n`);
    else terminal.print(statusWords(status, details, status.state === 'empty' && (await engine.countFiles(undefined)) === 0));
}

/** An index that was only opened knows what is left out for its content; the details have looked at the whole folder. */
function withAllLeftOut(status: IndexStatus, { skipped }: IndexDetails): IndexStatus {
    if (!('counts' in status)) return status;
    return { ...status, counts: { ...status.counts, skipped: Math.max(status.counts.skipped, skipped.length) } };
}

function statusWords(status: IndexStatus, details: IndexDetails, hasNoFiles: boolean): string {
    const languages = Object.entries(details.languages)
        .sort(([, a], [, b]) => b - a)
        .map(([language, files]) => `${language} ${files.toLocaleString('en')}`);
    const rows: readonly (readonly [string, string])[] = [
        ['Folder', shown(details.folder)],
        ['State', hasNoFiles ? t('Nothing to index: this folder has no files that can be asked about') : stateWords(status)],
        ['Languages', languages.join(', ') || 'none yet'],
        ['Embedder', embedderWords(details.embedding)],
        ['Index', `${shown(details.location)} (${megabytes(details.bytesOnDisk)})`],
        [
            'Disk',
            `${megabytes(details.use.totalBytes)} of ${megabytes(details.use.quotaBytes)} for ${counted(details.use.indexes.length, 'index', 'indexes')}, vectors ${megabytes(details.use.vectorBytes)}`,
        ],
        ...cacheRow(details.caches),
        ['Not indexed', skippedWords(status, details)],
    ];
    const listed = linkedText([...skippedTree(details.skipped, LISTED), ...problemRows(details.problems, LISTED)]).text;
    const isCut = [...Map.groupBy(details.skipped, ({ reason }) => reason).values(), details.problems].some(
        ({ length }) => length > LISTED,
    );
    return [
        ...rows.map(([name, value]) => `${name.padEnd(12)} ${value}`),
        ...(listed === '' ? [] : [listed.split('\n').map(shown).join('\n')]),
        ...(isCut ? ['', '--json lists all.'] : []),
        '',
    ].join('\n');
}

/** What the process that holds the index has found in its caches; nothing where nothing was looked for, as when this program is that process. */
function cacheRow({ vectors, queries, searches, answers }: IndexDetails['caches']): readonly (readonly [string, string])[] {
    const kinds: readonly (readonly [CacheHits, string])[] = [
        [vectors, 'vectors'],
        [queries, 'questions'],
        [searches, 'searches'],
        [answers, 'answers'],
    ];
    const parts = kinds.flatMap(([{ asked, found }, name]) =>
        asked === 0 ? [] : [`${found.toLocaleString('en')} of ${asked.toLocaleString('en')} ${name}`],
    );
    return parts.length === 0 ? [] : [['From caches', parts.join(', ')]];
}

function embedderWords({ model, dimensions, place, since, note }: EmbedderFacts): string {
    const where = place === 'this machine' ? 'on this machine' : `at ${place}`;
    const facts = [
        `${model} ${where}`,
        `${dimensions.toLocaleString('en')} numbers a vector`,
        ...(since === null ? [] : [`since ${since.slice(0, 10)}`]),
    ];
    return shown(`${facts.join(', ')}${note === undefined ? '' : `. ${note}`}`);
}

/** The reasons are known to the process that scanned; an index that was only opened knows how many there were. */
function skippedWords(status: IndexStatus, details: IndexDetails): string {
    const count = Math.max(details.skipped.length, 'counts' in status ? status.counts.skipped : 0);
    if (count === 0) return 'nothing';
    return `${counted(count, 'file or folder', 'files and folders')}${details.skipped.length < count ? ' (footnote index looks again)' : ''}`;
}

/** Of each reason: enough to see which it is. */
const LISTED = 10;

function stateWords(status: IndexStatus): string {
    const { sentence } = indexStory(status);
    return status.state === 'ready' ? `${sentence}, ${counted(status.counts.chunks, 'passage')}` : sentence;
}
