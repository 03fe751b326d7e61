import type { VerifyRequest } from '../protocol/verification.ts';
import type { OpenedEngine } from './openEngine.ts';
import type { Terminal } from './terminal.ts';
import { pruneReportText } from '../protocol/dataUse.ts';
import { fail } from '../protocol/failure.ts';
import { verifyReportPage } from '../protocol/verification.ts';
import { shown } from './terminal.ts';

/** `footnote verify`: where the index is not what a fresh one would be; false when something differs (still, after a repair). */
export async function verifyCommand(
    { engine, folder, status }: OpenedEngine,
    options: { readonly request: VerifyRequest; readonly json: boolean },
    terminal: Terminal,
    signal: AbortSignal,
): Promise<boolean> {
    if (status.state === 'empty') {
        if ((await engine.countFiles(undefined, { signal })) > 0 || options.json) fail({ kind: 'index-missing' });
        terminal.print(`There is nothing to index in ${shown(folder)}, and nothing of it in the index.\n`);
        return true;
    }
    const report = await engine.verify(options.request, { signal });
    terminal.print(
        options.json ? `${JSON.stringify({ folder, ...report })}\n` : verifyReportPage(report).text.split('\n').map(shown).join('\n'),
    );
    return report.isSound;
}

/** `footnote prune`: removes what nobody needs and says what is left. */
export async function pruneCommand({ engine }: OpenedEngine, { json }: { readonly json: boolean }, terminal: Terminal): Promise<void> {
    const report = await engine.prune(undefined);
    terminal.print(json ? `${JSON.stringify(report)}\n` : pruneReportText(report).split('\n').map(shown).join('\n'));
}
