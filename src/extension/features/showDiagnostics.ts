import os from 'node:os';
import path from 'node:path';
import { env, version, window, workspace, type ExtensionContext } from 'vscode';
import { t } from '../../protocol/l10n.ts';
import { diagnosticsReport, type Hidden } from '../diagnosticsReport.ts';
import { effectiveSettings, effectiveSettingsText } from '../effectiveSettings.ts';
import type { IndexedWorkspace } from '../indexedWorkspace.ts';
import type { KeyStore } from '../keyStore.ts';
import { readIfThere } from '../../git/missingFile.ts';
import { inspectSetting } from '../readSettings.ts';
import type { TextPages } from '../textPage.ts';

/** Which settings count, where each comes from, and what is ignored and why, as a page. Needs no engine and no trust. */
export async function showEffectiveSettings(pages: TextPages): Promise<void> {
    const text = effectiveSettingsText(effectiveSettings(inspectSetting), { isTrusted: workspace.isTrusted });
    await pages.show(t('Footnote settings that count'), text);
}

export interface DiagnosticsParts {
    readonly context: ExtensionContext;
    readonly indexed: IndexedWorkspace;
    readonly secrets: Pick<KeyStore, 'values'>;
    readonly pages: TextPages;
}

/** The report for an issue as a page: it is read first, and copied only by a click on what is then on the screen. Needs no engine. */
export async function reportIssue({ context, indexed, secrets, pages }: DiagnosticsParts): Promise<void> {
    const manifest: unknown = context.extension.packageJSON;
    const own = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '?';
    const folders = (workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
    const report = diagnosticsReport(
        {
            versions: [
                `Footnote ${own}`,
                `${env.appName} ${version}${env.remoteName === undefined ? '' : ` (remote: ${env.remoteName})`}`,
                `${os.type()} ${os.release()} ${process.arch}, Node ${process.versions.node}`,
            ],
            isTrusted: workspace.isTrusted,
            folders: folders.length,
            engine: indexed.state,
            index: indexed.index,
            settings: effectiveSettings(inspectSetting),
            log: (await readIfThere(path.join(context.logUri.fsPath, 'Footnote.log'))) ?? '',
        },
        await hidden(folders, secrets),
    );
    await pages.show(t('Footnote diagnostics'), report);
    const copy = t('Copy');
    const picked = await window.showInformationMessage(
        t('Footnote: this is all that the report holds. Read it, then copy it into an issue.'),
        copy,
    );
    if (picked === copy) await env.clipboard.writeText(report);
}

async function hidden(folders: readonly string[], secrets: DiagnosticsParts['secrets']): Promise<readonly Hidden[]> {
    const user = os.userInfo().username;
    return [
        ...(await secrets.values()).map(text => ({ text, as: '[KEY]' })),
        ...folders.map((text, at) => ({ text, as: `<folder ${at + 1}>` })),
        ...folders.map((folder, at) => ({ text: path.basename(folder), as: `<name of folder ${at + 1}>` })),
        { text: os.homedir(), as: '~' },
        { text: os.hostname(), as: '<machine>' },
        // The name of everybody's container says nothing, and is part of many words.
        ...(user === 'root' ? [] : [{ text: user, as: '<user>' }]),
    ];
}
