import { window, type QuickPickItem } from 'vscode';
import { t } from '../protocol/l10n.ts';

/**
 * The quick input of "Ask About This Repo": what is typed is the question, and earlier questions are below it to be asked again.
 * Undefined when it is closed without either.
 */
export async function pickQuestion(recent: readonly string[], title = t('Footnote: Ask About This Repo')): Promise<string | undefined> {
    const pick = window.createQuickPick<QuestionItem>();
    pick.title = title;
    pick.placeholder = t('Where is …? How does …? What uses …?');
    pick.ignoreFocusOut = true;
    const offer = (): void => {
        const typed = pick.value.trim();
        const earlier = recent
            .filter(question => question !== typed)
            .map(question => ({ label: `$(history) ${escapeIcons(question)}`, question }));
        pick.items =
            // What is typed stays first and chosen, whatever of it stands in earlier questions.
            typed === ''
                ? earlier
                : [{ label: `$(comment-discussion) ${escapeIcons(typed)}`, question: typed, alwaysShow: true }, ...earlier];
    };
    offer();
    try {
        return await new Promise<string | undefined>(resolve => {
            pick.onDidChangeValue(offer);
            pick.onDidAccept(() => resolve(pick.activeItems[0]?.question ?? (pick.value.trim() || undefined)));
            pick.onDidHide(() => resolve(undefined));
            pick.show();
        });
    } finally {
        pick.dispose();
    }
}

interface QuestionItem extends QuickPickItem {
    readonly question: string;
}

/** `$(name)` in a question is text, not a picture. */
function escapeIcons(text: string): string {
    return text.replaceAll('$(', '\\$(');
}
