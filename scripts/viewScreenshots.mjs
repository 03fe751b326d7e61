/**
 * Pictures of the panel in every state, theme and width, into out/screenshots/, to be looked at.
 * `node scripts/viewScreenshots.mjs [scene …]` takes only those scenes.
 */
import { mkdir } from 'node:fs/promises';
import { findChromium, launchChromium, servePreview, THEMES } from './viewPreview.ts';

const ALL_SCENES = [
    'empty',
    'no-folder',
    'restricted',
    'indexing',
    'searching',
    'answering',
    'finished',
    'markdown',
    'doubted',
    'failed',
    'engine-stopped',
    'index-failed',
    'disk-full',
    'held',
    'words-only',
    'model-missing',
    'quota-reached',
    'stopped',
    'private',
    'reopened',
    'versions',
    'incomplete',
    'continuing',
    'queued',
    'right-to-left',
    'attached',
    'too-large',
];
/** Scenes that begin with another one and a few clicks. */
const CLICKED_SCENES = {
    history: { from: 'finished', click: ['#history'] },
    search: { from: 'finished', click: ['#history', 'li input'], type: ['.search', 'the'] },
    commands: { from: 'finished', click: [], type: ['question-box textarea', '/'] },
    picker: { from: 'attached', click: [], type: ['question-box textarea', 'how does @'] },
    edit: { from: 'finished', click: ['[aria-label^="Edit question"]'] },
    menu: { from: 'finished', click: ['#more'] },
    keys: { from: 'finished', click: ['#more', '[role=menuitem]:last-of-type'] },
    elsewhere: { from: 'finished', click: ['#history', '.check input'] },
    preview: { from: 'finished', click: ['[aria-label^="Preview of watchDependencies"]'] },
};
const WIDTHS = process.env.WIDTHS?.split(',').map(Number) ?? [220, 300, 380, 1000];

const executable = findChromium();
if (!executable) {
    console.log('SKIPPED: no Chromium found; set CHROMIUM to its path to take screenshots');
    process.exit(0);
}
const folder = new URL('../out/screenshots/', import.meta.url).pathname;
await mkdir(folder, { recursive: true });
const preview = await servePreview();
const browser = await launchChromium(executable);
let taken = 0;
try {
    const wanted = process.argv.slice(2);
    for (const width of WIDTHS) {
        const page = await browser.newPage({ viewport: { width, height: 860 }, deviceScaleFactor: width > 600 ? 1 : 2 });
        page.on('console', message => {
            if (!message.location().url.endsWith('/favicon.ico')) console.log(`${message.type()}: ${message.text()}`);
        });
        page.on('pageerror', error => console.log(`error on the page: ${error.message}`));
        for (const theme of THEMES) {
            for (const scene of wanted.length > 0 ? wanted : [...ALL_SCENES, ...Object.keys(CLICKED_SCENES)]) {
                const { from, click, type } = CLICKED_SCENES[scene] ?? { from: scene, click: [] };
                await page.goto(`${preview.url}?scene=${from}&theme=${theme}`);
                await page.locator('question-box').waitFor({ timeout: 5000 });
                for (const selector of click) await page.locator(selector).first().click();
                if (type) await page.locator(type[0]).fill(type[1]);
                await page.waitForTimeout(120);
                await page.screenshot({ path: `${folder}${scene}-${theme}-${width}.png` });
                taken += 1;
            }
        }
        await page.close();
    }
} finally {
    await browser.close();
    await preview.close();
}
console.log(`${taken} screenshots in out/screenshots`);
