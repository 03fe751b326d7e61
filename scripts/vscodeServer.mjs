/** Starts the VS Code server of `runtime/` on a free loopback port, for tests and the demo. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { containerEnvironment, enter } from '../test/containers/container.ts';
import { prepareRuntime, runtimeFolder } from './prepareRuntime.mjs';

/** Nothing pops up, nothing is fetched, nothing is reported. */
export const quietSettings = {
    'workbench.startupEditor': 'none',
    'workbench.enableExperiments': false,
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'workbench.tips.enabled': false,
    'telemetry.telemetryLevel': 'off',
    // The machine that runs tests is busy with them.
    'footnote.index.pauseAboveCpu': 0,
    'extensions.autoCheckUpdates': false,
    'extensions.autoUpdate': false,
    'extensions.ignoreRecommendations': true,
    'update.mode': 'none',
    'git.autofetch': false,
    'git.openRepositoryInParentFolders': 'never',
};

/** `preferred` when it is free, else any. */
export async function freePort(preferred = 0) {
    const tryPort = port =>
        new Promise(resolve => {
            const server = net.createServer();
            server.once('error', () => resolve(undefined));
            server.listen(port, '127.0.0.1', () => {
                const { port: got } = server.address();
                server.close(() => resolve(got));
            });
        });
    return (await tryPort(preferred)) ?? (await tryPort(0));
}

/** Resolves when `url` answers; rejects when the child ends first or a minute has passed. */
export async function untilAnswering(url, child, logFile) {
    for (let tries = 0; ; tries++) {
        if ((await fetch(url).catch(() => undefined))?.ok) return;
        if (tries > 600 || child.exitCode !== null) throw new Error(`VS Code did not start; its log is ${logFile}`);
        await new Promise(resolve => setTimeout(resolve, 100));
    }
}

/** Ends a child that leads its own process group: first politely, then all of the group, so that nothing is left running. */
export async function stopGroup(child) {
    const signalGroup = signal => {
        try {
            process.kill(-child.pid, signal);
        } catch (error) {
            if (error.code !== 'ESRCH') throw error;
        }
    };
    const gone =
        child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : new Promise(resolve => child.once('exit', resolve));
    child.kill('SIGTERM');
    await Promise.race([gone, new Promise(resolve => setTimeout(resolve, 4_000).unref())]);
    signalGroup('SIGTERM');
    await new Promise(resolve => setTimeout(resolve, 300));
    signalGroup('SIGKILL');
    await gone;
}

/**
 * VS Code's own server for tests. `trace` names a file for the programs it starts and the connections it opens, itself and all below it. `testDriver` lets a page name an extension under development and its test suite; it also suppresses toasts.
 * With `container` the server and all below it run inside, with nothing of this machine but the runtime and `extensionsDir`; only its port is
 * reached from here, as that of any remote.
 */
export async function startVscodeServer({
    settings = {},
    extensionsDir,
    testDriver = false,
    trust = false,
    env = {},
    trace,
    container,
} = {}) {
    const { node, server } = prepareRuntime();
    const dataDir = mkdtempSync(path.join(container ? path.join(container.root, 'tmp') : os.tmpdir(), 'footnote-vscode-'));
    const ownDataDir = container ? `/${path.relative(container.root, dataDir)}` : dataDir;
    const port = await freePort();
    mkdirSync(path.join(dataDir, 'data/User'), { recursive: true });
    writeFileSync(path.join(dataDir, 'data/User/settings.json'), JSON.stringify({ ...quietSettings, ...settings }, null, 4));
    const logFile = path.join(dataDir, 'server.log');
    const log = openSync(logFile, 'a');
    const traced = trace === undefined ? [] : ['strace', '-f', '-qq', '-s', '400', '-e', 'trace=execve,connect', '-o', trace];
    const shares = [runtimeFolder, path.dirname(node), ...(extensionsDir === undefined ? [] : [extensionsDir])];
    const [command, ...before] = [...(container ? enter(container, { shares, isReachable: true }) : traced), node];
    const child = spawn(
        command,
        [
            ...before,
            server,
            ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token', '--accept-server-license-terms'],
            ...[
                '--telemetry-level',
                'off',
                '--server-data-dir',
                ownDataDir,
                '--extensions-dir',
                extensionsDir ?? path.join(ownDataDir, 'extensions'),
            ],
            ...(testDriver ? ['--enable-smoke-test-driver'] : []),
            ...(trust ? [] : ['--disable-workspace-trust']),
        ],
        {
            stdio: ['ignore', log, log],
            detached: true,
            env: { ...(container ? containerEnvironment : process.env), ...env, EXTENSIONS_GALLERY: noGallery },
        },
    );
    await untilAnswering(`http://127.0.0.1:${port}/version`, child, logFile);
    return {
        port,
        dataDir,
        pid: child.pid,
        log: () => readFileSync(logFile, 'utf8'),
        remote: file => `vscode-remote://127.0.0.1:${port}${file}`,
        url: (folder, payload) =>
            `http://127.0.0.1:${port}/?${folder === undefined ? 'ew=true' : `folder=${encodeURIComponent(folder)}`}` +
            (payload ? `&payload=${encodeURIComponent(JSON.stringify(payload))}` : ''),
        async stop() {
            await stopGroup(child);
            rmSync(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
        },
    };
}

/** No marketplace: nothing is looked up. */
export const noGallery = JSON.stringify({ serviceUrl: '', itemUrl: '', resourceUrlTemplate: '' });
