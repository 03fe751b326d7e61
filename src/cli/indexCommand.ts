import type { IndexReport, IndexStatus } from '../protocol/indexing.ts';
import type { OpenedEngine } from './openEngine.ts';
import type { Terminal } from './terminal.ts';
import { ProgressLine, shown } from './terminal.ts';
import { bringUpToDate } from './openEngine.ts';
import { MANY_FILES } from '../protocol/indexing.ts';
import { fail } from '../protocol/failure.ts';
import { indexJson } from './jsonShapes.ts';

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
    terminal.print(options.json ? `${JSON.stringify(indexJson(opened.folder, report))}\n` : reportWords(report));
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

function reportWords(report: IndexReport): string {
    const { counts } = report;
    const changes = [
        [report.added, 'added'],
        [report.changed, 'changed'],
        [report.removed, 'removed'],
        [report.unchanged, 'unchanged'],
    ] as const;
    const told = changes.filter(([count]) => count > 0).map(([count, word]) => `${count.toLocaleString('en')} ${word}`);
    const lines = [
        `Indexed ${counts.indexed.toLocaleString('en')} of ${counts.total.toLocaleString('en')} files in ${(report.tookMs / 1000).toFixed(1)} s (${told.join(', ') || 'nothing to do'}).`,
        `${counts.chunks.toLocaleString('en')} passages; ${counts.skipped.toLocaleString('en')} files not indexed (footnote status lists them).`,
        ...(report.embedded + report.reusedVectors === 0
            ? []
            : [
                  `${report.embedded.toLocaleString('en')} passages embedded, ${report.reusedVectors.toLocaleString('en')} vectors taken from the cache.`,
              ]),
        ...report.problems.slice(0, 20).map(({ path, reason }) => `  ${shown(path)}: ${shown(reason)}`),
        ...(report.problems.length > 20 ? [`  and ${String(report.problems.length - 20)} more problems (--json lists all)`] : []),
    ];
    return `${lines.join('\n')}\n`;
}
