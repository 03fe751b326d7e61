/**
 * The panel's words in the language of the editor: `t('Copy')`, `plural(count, '{0} file', '{0} files')`. Every text that is drawn or
 * spoken goes through here; a new one needs a line in each `l10n/bundle.l10n.*.json` (`test/architecture/translations.test.ts` says which).
 */
export { listText, numberText, plural, retold, t } from '../../src/protocol/l10n.ts';
import { speak } from '../../src/protocol/l10n.ts';

/** Takes up the language that the extension has written into the page; without one the panel speaks English. */
export function speakLanguageOfPage(page: Document): void {
    const texts = page.querySelector(`script#${TRANSLATIONS_ID}`)?.textContent;
    if (texts === undefined) return;
    // The extension wrote it; `chatHtml` has no other source than our own bundles.
    speak({ language: page.documentElement.lang, texts: JSON.parse(texts) as Readonly<Record<string, string>> });
}

/** Known to `chatHtml` as well. */
const TRANSLATIONS_ID = 'translations';
