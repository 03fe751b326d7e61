/**
 * The panel in a plain browser: `?scene=finished&theme=dark-modern&language=de`. Built and served by scripts/viewScreenshots.mjs, under
 * the Content Security Policy of the extension, so that what VS Code would refuse is refused here too.
 */
import type { SceneName } from './scenes.ts';
import { scenes } from './scenes.ts';
import { ScriptedHost } from './scriptedHost.ts';
import { ChatApp } from './src/chatApp.ts';
import { registerControls } from './src/controls.ts';
import { speakLanguageOfPage } from './src/l10n.ts';

declare global {
    interface Window {
        /** For the tests that drive this page. */
        footnoteHost: ScriptedHost;
    }
}

const wanted = new URL(location.href).searchParams;
document.documentElement.dataset['theme'] = wanted.get('theme') ?? 'dark-modern';

speakLanguageOfPage(document);
registerControls();
window.footnoteHost = new ScriptedHost(scenes[sceneName(wanted.get('scene'))](), scenes.finished());
const app = new ChatApp();
document.body.append(app);
app.start(window.footnoteHost);

function sceneName(name: string | null): SceneName {
    return name !== null && name in scenes ? (name as SceneName) : 'empty';
}
