/** Finds Chromium, the window of the tests. As root on Debian it is installed when it is missing; elsewhere one line says how. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The path of the browser, or why there is none. */
export function ensureChromium() {
    const found = find();
    if (found) return { path: found };
    if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
        console.log('Installing chromium …');
        const quietly = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
        spawnSync('apt-get', ['update', '-q'], quietly);
        spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], quietly);
        const installed = find();
        if (installed) return { path: installed };
    }
    return { reason: 'Chromium is missing: install it (Debian: sudo apt-get install chromium) or set CHROMIUM to its path.' };
}

function find() {
    const named = process.env.CHROMIUM;
    return named ? (existsSync(named) ? named : undefined) : PLACES.find(place => existsSync(place));
}
