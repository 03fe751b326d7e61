import type { IndexReport, IndexStatus } from '../protocol/indexing.ts';
import type { OpenedEngine } from './openEngine.ts';
import type { Terminal } from './terminal.ts';
import { ProgressLine, shown } from './terminal.ts';
import { bringUpToDate } from './openEngine.ts';
import { MANY_FILES } from '../protocol/indexing.ts';
import { fail } from '../protocol/failure.ts';
import { indexJson } from './jsonShapes.ts';
import { counted } from './counted.ts';

/** `footnote index`: brings the index up to date and says what changed. */
export async function indexCommand(
    opened: OpenedEngine,
    options: { readonly rebuild: boolean; readonly takesOver: boolean; readonly json: boolean; readonly quiet: boolean },
    terminal: Terminal,
    signal: AbortSignal,
): Promise<void> {
    if (opened.status.state === 'held' && !options.takesOver) fail({ kind: 'index-busy', holderPid: opened.status.holderPid });
    const action = options.rebuild ? 'rebuild' : options.takesOver && opened.status.state === 'held' ? 'take-over' : 'update';
    const report = await indexWithProgress(opened, action, options.quiet, terminal, signal);
    if (!report) {
        const status = { folder: opened.folder, delegated: true };
        terminal.print(options.json ? `${JSON.stringify(status)}\n` : 'Another Footnote keeps this index up to date.\n');
        return;
    }
    terminal.print(options.json ? `${JSON.stringify(indexJson(opened.folder, report))}\n` : reportWords(opened.folder, report));
}

/** Used by every command that needs an index that is true. */
export async function indexWithProgress(
    { engine }: OpenedEngine,
    action: 'update' | 'rebuild' | 'take-over',
    quiet: boolean,
    terminal: Terminal,
    signal: AbortSignal,
): Promise<IndexReport | undefined> {
    const progress = new ProgressLine(terminal, () => performance.now());
    let isSaid = false;
    const show = (status: IndexStatus): void => {
        if (!isSaid && status.state === 'indexing' && status.total > MANY_FILES) {
            isSaid = true;
            progress.end();
            terminal.tell(manyFilesWords(status.total));
        }
        progress.show(status);
    };
    try {
        return await bringUpToDate(engine, action, status => (quiet ? undefined : show(status)), signal);
    } finally {
        progress.end();
    }
}

/** Whoever types the command has asked for it, so it goes on. */
export function manyFilesWords(files: number): string {
    return `footnote: ${files.toLocaleString('en')} files are to be indexed. Ctrl-C stops, what is done stays done; lines in a file .footnoteignore leave folders out.\n`;
}

function reportWords(folder: string, report: IndexReport): string {
    const { counts } = report;
    if (counts.total === 0 && report.removed === 0)
        return `There is nothing to index in ${shown(folder)}: ${counts.skipped === 0 ? 'it has no files' : `${counted(counts.skipped, 'file')} left out (footnote status lists them)`}.\n`;
    const changes = [
        [report.added, 'added'],
        [report.changed, 'changed'],
        [report.removed, 'removed'],
        [report.unchanged, 'unchanged'],
    ] as const;
    const told = changes.filter(([count]) => count > 0).map(([count, word]) => `${count.toLocaleString('en')} ${word}`);
    const lines = [
        `Indexed ${counts.indexed.toLocaleString('en')} of ${counted(counts.total, 'file')} in ${(report.tookMs / 1000).toFixed(1)} s (${told.join(', ') || 'nothing to do'}).`,
        `${counted(counts.chunks, 'passage')}; ${counted(counts.skipped, 'file')} not indexed (footnote status lists them).`,
        ...(report.embedded + report.reusedVectors === 0
            ? []
            : [`${counted(report.embedded, 'passage')} embedded, ${counted(report.reusedVectors, 'vector')} taken from the cache.`]),
        ...report.problems.slice(0, 20).map(({ path, reason }) => `  ${shown(path)}: ${shown(reason)}`),
        ...(report.problems.length > 20 ? [`  and ${String(report.problems.length - 20)} more problems (--json lists all)`] : []),
    ];
    return `${lines.join('\n')}\n`;
}
