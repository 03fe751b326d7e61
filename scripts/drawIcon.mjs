/** Draws media/icon.png, the icon in the extension list, from media/icon.svg; run it after changing the drawing. */
import { readFile } from 'node:fs/promises';
import { findChromium, launchChromium } from './viewPreview.ts';

const executable = findChromium();
if (!executable) {
    console.log('SKIPPED: no Chromium found; set CHROMIUM to its path to draw the icon');
    process.exit(0);
}
const media = new URL('../media/', import.meta.url).pathname;
const browser = await launchChromium(executable);
try {
    const page = await browser.newPage({ viewport: { width: 128, height: 128 } });
    const drawing = await readFile(`${media}icon.svg`, 'utf8');
    await page.setContent(`<style>body { margin: 0; } svg { display: block; }</style>${drawing}`);
    await page.screenshot({ path: `${media}icon.png`, omitBackground: true });
} finally {
    await browser.close();
}
