import type { ExpectedFile, ExplainedFile, SearchExplanation, Signal } from '../protocol/passage.ts';
import { placeLabel } from '../protocol/text.ts';

/** How a search came to its order, as a table: a row for each file, a column for each signal with what it gave and the file's place in it. */
export function explanationText(explanation: SearchExplanation): string {
    const { terms, paths, candidates, files, cut, expected } = explanation;
    const words = terms.map(({ written, weight }) => `${written} ${weight.toFixed(1)}`).join(', ');
    const isListed = files.some(({ path }) => path === expected?.path);
    const rows = expected?.file && !isListed ? [...files, expected.file] : files;
    return [
        `Read as: wants ${wantsText(explanation)}; words ${words === '' ? 'none that the index knows' : words}${paths.length === 0 ? '' : `; paths ${paths.join(', ')}`}`,
        '',
        `${candidates.toLocaleString('en')} files have something; each column is what a signal gave, and the file's place in it`,
        table(rows),
        ...(expected ? ['', ...expectedLines(expected)] : []),
        ...(cut.length === 0
            ? []
            : ['', 'Considered and not shown', ...cut.map(place => `  ${place.score.toFixed(2)}  ${placeLabel(place)}  ${place.reason}`)]),
        '',
    ].join('\n');
}

/** `code`; `tests (71 %), perhaps docs (20 %)`: the likeliest, and what else is likely enough to move files. */
function wantsText({ intent, wants }: SearchExplanation): string {
    const [first, ...others] = Object.entries(wants)
        .filter(([name, share]) => name === intent || share >= LIKELY_ENOUGH)
        .sort(([, a], [, b]) => b - a)
        .map(([name, share]) => `${name} (${Math.round(share * 100)} %)`);
    return [first ?? intent, ...(others.length === 0 ? [] : [`perhaps ${others.join(', ')}`])].join(', ');
}

const LIKELY_ENOUGH = 0.1;

const COLUMNS: readonly Signal[] = ['words', 'meaning', 'path', 'symbol', 'graph', 'tests', 'folder', 'kind', 'focus', 'model'];

function table(files: readonly ExplainedFile[]): string {
    const used = COLUMNS.filter(column => files.some(({ signals }) => signals.some(({ signal }) => signal === column)));
    const head = ['   #', ' score', ...used.map(column => column.padEnd(WIDTH)), 'file'].join('  ');
    const rows = files.flatMap(file => {
        const cells = used.map(column => {
            const own = file.signals.find(({ signal }) => signal === column);
            return (own ? `${own.contribution.toFixed(2)}${own.rank === undefined ? '' : ` #${String(own.rank)}`}` : '-').padEnd(WIDTH);
        });
        const fate = file.fate === 'shown' ? '' : `  (${file.fate})`;
        return [`${String(file.rank).padStart(4)}  ${file.score.toFixed(2).padStart(6)}  ${cells.join('  ')}  ${file.path}${fate}`];
    });
    return [head, ...rows].join('\n');
}

const WIDTH = 10;

function expectedLines({ path, isIndexed, file, has, lacks, behind }: ExpectedFile): readonly string[] {
    if (!isIndexed) return [`Expected ${path}: it is not in the index; "footnote why ${path}" tells the reason.`];
    const words = [
        `  It has ${has.length === 0 ? 'none of the words' : has.join(', ')}${lacks.length === 0 ? '' : `; it lacks ${lacks.join(', ')}`}.`,
        ...(file?.signals ?? []).map(
            ({ signal, contribution, rank, of, detail }) =>
                `  ${signal}: ${contribution.toFixed(2)}${rank === undefined ? '' : `, place ${String(rank)} of ${String(of ?? rank)}`}${detail === undefined ? '' : `, ${detail}`}`,
        ),
    ];
    if (!file) return [`Expected ${path}: no signal speaks for it.`, ...words];
    const told = behind.filter(({ by }) => Math.abs(by) >= 0.005).map(({ signal, by }) => `${signal} ${by > 0 ? '+' : ''}${by.toFixed(2)}`);
    return [
        `Expected ${path}: place ${String(file.rank)}, ${file.fate}.`,
        ...words,
        ...(told.length === 0 ? [] : [`  Beside it the last file shown has ${told.join(', ')}.`]),
    ];
}
