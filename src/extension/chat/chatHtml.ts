import type { Translations } from '../../protocol/l10n.ts';

/** Addresses of the page's parts, as the webview may load them. */
export interface ChatPage {
    readonly nonce: string;
    /** The webview's own origin, as `webview.cspSource` names it. */
    readonly cspSource: string;
    readonly script: string;
    readonly styles: readonly string[];
    /** The language that the panel is to speak, and its words in it. */
    readonly translations: Translations;
}

/**
 * The page of the panel. Nothing is allowed that is not named: one script by its nonce, styles, fonts and images from the extension,
 * no connection to anywhere. An answer that smuggles in an image or a script meets this wall after the sanitiser.
 */
export function chatHtml(page: ChatPage): string {
    const links = page.styles.map(href => `<link rel="stylesheet" href="${attribute(href)}">`).join('\n    ');
    return `<!DOCTYPE html>
<html lang="${attribute(page.translations.language)}">
<head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${attribute(contentPolicy(page))}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Footnote</title>
    ${links}
</head>
<body>
    <chat-app></chat-app>
    ${chatTranslations(page.translations)}
    <script type="module" nonce="${attribute(page.nonce)}" src="${attribute(page.script)}"></script>
</body>
</html>
`;
}

function contentPolicy({ nonce, cspSource }: Pick<ChatPage, 'nonce' | 'cspSource'>): string {
    return [
        "default-src 'none'",
        `script-src 'nonce-${nonce}'`,
        `style-src ${cspSource}`,
        `font-src ${cspSource}`,
        `img-src ${cspSource}`,
        "connect-src 'none'",
        "frame-src 'none'",
        "form-action 'none'",
        "base-uri 'none'",
    ].join('; ');
}

/** The words for the panel: data that nothing runs, so that the policy has no say in it; a text cannot end the element. */
export function chatTranslations({ texts }: Translations): string {
    return `<script type="application/json" id="translations">${JSON.stringify(texts).replaceAll('<', '\\u003c')}</script>`;
}

function attribute(value: string): string {
    return value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
