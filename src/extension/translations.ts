import { env, l10n } from 'vscode';
import { english, speak, type Translations } from '../protocol/l10n.ts';

/**
 * Has the extension speak the language of the editor, as far as there is a bundle for it, and returns what it speaks, for the panel.
 * Everything else takes `t` from the protocol, so that what is deciding and what is drawing can be tested without an editor.
 */
export function speakLanguageOfEditor(): Translations {
    // VS Code has read `l10n/bundle.l10n.<language>.json` before it activates us, if there is one.
    const translations = l10n.bundle === undefined ? english : { language: env.language, texts: l10n.bundle };
    speak(translations);
    return translations;
}
