/**
 * `npm start [folder]`: builds Footnote and opens a real VS Code on the folder (default: this repository) with Footnote in it.
 * Uses `code` when it is on the PATH, otherwise the VS Code of runtime/ in the browser; `--browser` asks for the latter.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { prepareRuntime } from './prepareRuntime.mjs';
import { freePort, noGallery, quietSettings, stopGroup, untilAnswering } from './vscodeServer.mjs';

const repository = path.resolve(import.meta.dirname, '..');
const args = process.argv.slice(2);
const folder = path.resolve(process.env.INIT_CWD ?? process.cwd(), args.find(arg => !arg.startsWith('--')) ?? repository);

try {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new Error(`${folder} is not a folder.`);
    build();
    const code = args.includes('--browser') ? undefined : onPath('code');
    if (code) openDesktop(code);
    else await openBrowser();
} catch (error) {
    console.error(error.message);
    process.exitCode = 1;
}

function build() {
    console.log('Building …');
    const { status } = spawnSync(process.execPath, ['esbuild.mjs'], { cwd: repository, stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) throw new Error('The build failed; `npm run build` shows it alone. Is `npm ci --ignore-scripts` done?');
}

/** The first executable of this name; none of node_modules/.bin counts. */
function onPath(name) {
    const names = process.platform === 'win32' ? [`${name}.cmd`, `${name}.exe`] : [name];
    const folders = (process.env.PATH ?? '').split(path.delimiter).filter(one => one !== '' && !one.includes('node_modules'));
    return folders.flatMap(one => names.map(file => path.join(one, file))).find(file => existsSync(file));
}

function openDesktop(code) {
    console.log(`Opening ${folder} in VS Code, with Footnote in the activity bar.`);
    // A .cmd file is started by its interpreter; nothing of the arguments comes from outside this script but the folder.
    const command = process.platform === 'win32' ? ['cmd.exe', '/d', '/c', code] : [code];
    const child = spawn(command[0], [...command.slice(1), '--new-window', `--extensionDevelopmentPath=${repository}`, folder], {
        stdio: 'inherit',
    });
    child.once('error', error => {
        console.error(`${code} does not start: ${error.message}. \`npm start -- --browser\` does without it.`);
        process.exitCode = 1;
    });
}

async function openBrowser() {
    const { node, entry } = prepareRuntime();
    const data = path.join(repository, 'out/start');
    const extensions = path.join(data, 'extensions');
    writeFiles(data, extensions);
    const port = await freePort(8080);
    const logFile = path.join(data, 'server.log');
    const log = openSync(logFile, 'w');
    // Its own process group, so that Ctrl-C reaches this script alone and everything the server has started can be ended with it.
    const child = spawn(
        node,
        [
            ...[
                entry,
                '--config',
                path.join(data, 'config.yaml'),
                '--bind-addr',
                `127.0.0.1:${port}`,
                '--auth',
                'none',
                '--disable-telemetry',
            ],
            ...[
                '--disable-update-check',
                '--disable-workspace-trust',
                '--disable-getting-started-override',
                '--disable-proxy',
                '--ignore-last-opened',
            ],
            ...['--user-data-dir', data, '--extensions-dir', extensions, folder],
        ],
        { stdio: ['ignore', log, log], detached: true, env: { ...process.env, EXTENSIONS_GALLERY: noGallery } },
    );
    let isStopping = false;
    const stop = async () => {
        if (isStopping) return;
        isStopping = true;
        console.log('\nStopping …');
        await stopGroup(child);
        process.exit(0);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop());
    child.once('exit', code => {
        if (isStopping) return;
        console.error(`VS Code has ended (${code}); its log is ${logFile}`);
        process.exit(1);
    });
    await untilAnswering(`http://127.0.0.1:${port}/healthz`, child, logFile);
    console.log(`\nFootnote is open on ${folder}\n\n    http://127.0.0.1:${port}/?folder=${encodeURIComponent(folder)}\n\nCtrl-C ends it.`);
}

/** User settings, the server's own configuration, and Footnote as an installed extension: a link to this repository. */
function writeFiles(data, extensions) {
    const settingsFile = path.join(data, 'User/settings.json');
    mkdirSync(path.dirname(settingsFile), { recursive: true });
    mkdirSync(extensions, { recursive: true });
    // Without a file of its own code-server writes one into the home folder.
    writeFileSync(path.join(data, 'config.yaml'), 'cert: false\n');
    writeFileSync(settingsFile, JSON.stringify({ ...quietSettings, ...readSettings(settingsFile) }, null, 4));
    const { publisher, name, version } = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8'));
    rmSync(path.join(extensions, 'extensions.json'), { force: true });
    const link = path.join(extensions, `${publisher}.${name}-${version}`);
    rmSync(link, { force: true, recursive: true });
    symlinkSync(repository, link, 'junction');
}

/** What was chosen in an earlier run stays, unless the file has been broken by hand. */
function readSettings(file) {
    try {
        return JSON.parse(readFileSync(file, 'utf8'));
    } catch {
        return {};
    }
}
