import { env, window } from 'vscode';
import type { WorkspaceRoot } from '../../protocol/engineContract.ts';
import { t } from '../../protocol/l10n.ts';
import type { Place } from '../openCitation.ts';
import { askGitHub } from '../permalink/askGitHub.ts';
import { findPermalink } from '../permalink/findPermalink.ts';
import { toDiskPath } from '../workspacePaths.ts';

/** Copies the permalink of some lines. With `isNetworkOn` false no request is made. */
export async function copyPermalink(roots: readonly WorkspaceRoot[], place: Place, isNetworkOn: boolean): Promise<void> {
    const file = toDiskPath(roots, place.path);
    if (file === undefined) return;
    const found = await findPermalink(
        file,
        place.range,
        isNetworkOn ? (repository, commit) => askGitHub(repository, commit, { signal: AbortSignal.timeout(ANSWER_MS) }) : undefined,
    );
    if ('problem' in found) {
        // Not waited for: it ends when the reader closes it.
        void window.showWarningMessage(t('Footnote: {0}', found.problem));
        return;
    }
    await env.clipboard.writeText(found.url);
    window.setStatusBarMessage(
        found.notice === undefined ? t('$(link) Permalink copied') : t('$(link) Permalink copied. {0}', found.notice),
        6_000,
    );
}

/** Somebody waits for the link with the paste key under the finger. */
const ANSWER_MS = 4_000;
