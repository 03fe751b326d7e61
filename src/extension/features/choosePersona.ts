import { window } from 'vscode';
import { t } from '../../protocol/l10n.ts';
import type { IndexedWorkspace } from '../indexedWorkspace.ts';
import { writeUserSettings } from '../readSettings.ts';

/** Picks whom answers are for, among the user's own personas and those that ship. */
export async function choosePersona({ settings }: Pick<IndexedWorkspace, 'settings'>): Promise<void> {
    const now = settings['footnote.answer.persona'].toLowerCase();
    const items = settings['footnote.answer.personas'].map(({ name, instructions, models }) => ({
        label: name.replaceAll('$(', '\\$('),
        name,
        description: [...(name.toLowerCase() === now ? [t('now')] : []), ...models].join(' · '),
        ...(instructions === '' ? {} : { detail: instructions }),
    }));
    const picked = await window.showQuickPick(items, { title: t('Footnote: Whom Answers Are For'), matchOnDetail: true });
    if (picked) await writeUserSettings({ 'footnote.answer.persona': picked.name });
}
