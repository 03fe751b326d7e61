/** The page of the panel inside VS Code. `chatHtml` of the extension gives it its nonce and its style sheet, `theme.css`. */
import { ChatApp } from './chatApp.ts';
import { registerControls } from './controls.ts';
import { vscodeHost } from './host.ts';
import { speakLanguageOfPage } from './l10n.ts';

speakLanguageOfPage(document);
registerControls();
const app = document.querySelector('chat-app');
if (app instanceof ChatApp) app.start(vscodeHost());
