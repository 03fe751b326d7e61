import path from 'node:path';
import { fileAccountPage } from '../protocol/fileAccount.ts';
import { workspacePath } from '../protocol/text.ts';
import type { OpenedEngine } from './openEngine.ts';
import type { Terminal } from './terminal.ts';
import { relativePath } from './relativePath.ts';
import { shown } from './terminal.ts';

/** `footnote why`: what the index holds of a file, or by which rule it holds nothing; false when there is no such file. */
export async function whyCommand(
    { engine, folder }: OpenedEngine,
    options: { readonly file: string; readonly json: boolean },
    terminal: Terminal,
): Promise<boolean> {
    const relative = relativePath(folder, options.file);
    const account = await engine.account(workspacePath(relative));
    if (!options.json && (relative === '..' || relative.startsWith('../') || path.isAbsolute(relative))) {
        terminal.print(
            `${shown(path.resolve(folder, relative))} is not in ${shown(folder)}, and only what is below a folder is in its index.\n`,
        );
        return false;
    }
    if (options.json) terminal.print(`${JSON.stringify(account)}\n`);
    else {
        const skipped = account.state === 'folder' ? (await engine.details(undefined)).skipped : [];
        const { text } = fileAccountPage(account, Date.now(), { skipped, mostRows: LISTED });
        terminal.print(text.split('\n').map(shown).join('\n'));
    }
    return account.state !== 'missing';
}

/** Of what is left out of a folder, for each reason. */
const LISTED = 10;
