/** The page of the panel inside VS Code. `chatHtml` of the extension gives it its nonce and its style sheet, `theme.css`. */
import { ChatApp } from './chatApp.ts';
import { registerControls } from './controls.ts';
import { vscodeHost } from './host.ts';

registerControls();
const app = new ChatApp();
app.host = vscodeHost();
document.body.append(app);
