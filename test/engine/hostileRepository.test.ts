/** A repository whose configuration wants to run programs, and servers that listen for what should not leave. */
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { silentLogger } from '../../src/engine/log.ts';
import { findPermalink } from '../../src/extension/permalink/findPermalink.ts';
import { isAbort } from '../../src/protocol/failure.ts';
import { engineOptions } from '../../src/settings/engineOptions.ts';
import { defaultSettings } from '../../src/settings/settings.ts';
import { answerOf, makeShop, openShop, shop as shopFiles, workspaceOf, type Shop } from './workspaceFolder.ts';

const hasGit = spawnSync('git', ['--version']).status === 0;
if (!hasGit) console.log('SKIPPED: a repository that wants to run programs: git is not installed');
const isPosix = process.platform !== 'win32';
/** Some containers do not allow a process to be traced. */
const canTrace = spawnSync('strace', ['-f', '-e', 'trace=execve', '-o', os.devNull, 'true']).status === 0;
if (!canTrace) console.log('SKIPPED: system calls of the command line: strace is not installed or not allowed');

let shop: Shop;
let canary: string;
let outside: string;

beforeEach(() => {
    shop = makeShop();
    outside = mkdtempSync(path.join(os.tmpdir(), 'footnote-canary-'));
    canary = path.join(outside, 'canary');
});
afterEach(() => {
    shop.dispose();
    rmSync(outside, { recursive: true, force: true });
});

/** Every setting of git that names a program, each with a script that leaves the canary behind. */
function arm(): void {
    const script = path.join(outside, 'attack.sh');
    writeFileSync(script, `#!/bin/sh\necho "$0 $*" >> '${canary}'\ncat >/dev/null 2>&1\n`);
    chmodSync(script, 0o755);
    const git = (...args: string[]): void => {
        execFileSync('git', ['-C', shop.folder, ...args], { stdio: 'ignore', env: { ...process.env, GIT_CONFIG_GLOBAL: os.devNull } });
    };
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-q', '-m', 'first');
    git('remote', 'add', 'origin', 'https://github.com/acme/shop.git');
    writeFileSync(path.join(shop.folder, '.gitattributes'), '* filter=evil diff=evil merge=evil\n');
    const programs = [
        'core.fsmonitor',
        'core.sshCommand',
        'core.pager',
        'core.editor',
        'core.askPass',
        'core.gitProxy',
        'credential.helper',
    ];
    const more = [
        'filter.evil.clean',
        'filter.evil.smudge',
        'filter.evil.process',
        'diff.evil.textconv',
        'diff.evil.command',
        'diff.external',
    ];
    for (const name of [...programs, ...more, 'merge.evil.driver', 'gpg.program', 'uploadpack.packObjectsHook', 'alias.status'])
        git('config', name, name.startsWith('alias') ? `!${script}` : script);
    git('config', 'core.hooksPath', outside);
    for (const hook of ['post-checkout', 'post-index-change', 'pre-commit', 'fsmonitor-watchman']) {
        writeFileSync(path.join(outside, hook), `#!/bin/sh\n${script}\n`);
        chmodSync(path.join(outside, hook), 0o755);
    }
    rmSync(canary, { force: true });
    // Stat data that git would look at again.
    shop.write('src/vat.ts', `${shopFiles['src/vat.ts'] ?? ''}\n// touched\n`);
}

describe.skipIf(!hasGit || !isPosix)('a repository that wants to run programs', () => {
    test('is indexed, asked about, edited and linked to, and none of them runs', async () => {
        arm();
        const engine = await openShop(shop);
        try {
            await engine.index('update');
            expect((await answerOf(engine.ask({ text: 'Where is value added tax applied?' }))).isAnswered).toBe(true);
            shop.write('src/new.ts', 'export const fresh = 1;\n');
            await engine.index('update');
        } finally {
            await engine.close(undefined);
        }
        const link = await findPermalink(path.join(shop.folder, 'src/cart.ts'), { startLine: 1, endLine: 2 }, undefined);
        expect(link).toHaveProperty(
            'url',
            expect.stringMatching(/^https:\/\/github\.com\/acme\/shop\/blob\/[0-9a-f]{40}\/src\/cart\.ts#L1-L2$/),
        );
        expect(existsSync(canary)).toBe(false);
        // The trap works: git itself walks into it.
        spawnSync('git', ['-C', shop.folder, '-c', 'filter.evil.process=', 'status'], {
            stdio: 'ignore',
            timeout: 5_000,
            killSignal: 'SIGKILL',
        });
        expect(existsSync(canary)).toBe(true);
    });

    test.skipIf(!canTrace)('from the command line: no process is started, and no connection opened', () => {
        arm();
        const trace = path.join(outside, 'trace');
        const cli = path.resolve(import.meta.dirname, '../../dist/cli.mjs');
        const { status, stderr } = spawnSync(
            'strace',
            ['-f', '-qq', '-e', 'trace=execve,connect', '-o', trace, process.execPath, cli, 'ask', 'Where is tax applied?', shop.folder],
            { encoding: 'utf8', env: { ...process.env, XDG_DATA_HOME: shop.data, OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' } },
        );
        expect(status, stderr).toBe(0);
        const calls = readFileSync(trace, 'utf8').split('\n');
        expect(calls.filter(call => call.includes('execve(')).length, 'the program itself').toBe(1);
        expect(calls.filter(call => /connect\(.*AF_INET/.test(call))).toEqual([]);
        expect(existsSync(canary)).toBe(false);
    });
});

describe('footnote.network.enabled', () => {
    async function withServer(use: (origin: string, heard: string[]) => Promise<void>): Promise<void> {
        const heard: string[] = [];
        const server = createServer((request, response) => {
            heard.push(`${request.method ?? ''} ${request.url ?? ''}`);
            response.writeHead(200, { 'content-type': 'text/event-stream' });
            response.end('data: {"choices":[{"index":0,"delta":{"content":"Here [1]."},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n');
        });
        // Also a connection without a request would be one too many.
        server.on('connection', () => heard.push('connection'));
        server.listen(0, '127.0.0.1');
        await once(server, 'listening');
        try {
            await use(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, heard);
        } finally {
            server.closeAllConnections();
            server.close();
        }
    }

    test('false: a server on this very machine hears nothing of a question; true: it does', async () => {
        await withServer(async (origin, heard) => {
            const optionsWith = (isOn: boolean) =>
                engineOptions(
                    {
                        ...defaultSettings,
                        'footnote.model.provider': 'openai-compatible',
                        'footnote.model.baseUrl': `${origin}/v1`,
                        'footnote.model.id': 'm',
                        'footnote.network.enabled': isOn,
                    },
                    { apiKey: '', excludes: [], cores: 2 },
                );
            const engine = createEngine({ log: silentLogger });
            try {
                await engine.open({ ...workspaceOf(shop), settings: optionsWith(false) });
                await engine.index('update');
                const ask = async (): Promise<string> => {
                    try {
                        return (await answerOf(engine.ask({ text: 'Where is value added tax applied?' }))).answeredBy;
                    } catch (error) {
                        if (isAbort(error)) throw error;
                        return String(error);
                    }
                };
                await ask();
                expect(heard).toEqual([]);
                // Switched while it runs, in both directions.
                await engine.configure(optionsWith(true));
                expect(await ask()).toBe('m');
                expect(heard.filter(one => one !== 'connection')).toEqual(['POST /v1/chat/completions']);
                heard.length = 0;
                await engine.configure(optionsWith(false));
                await ask();
                expect(heard).toEqual([]);
            } finally {
                await engine.close(undefined);
            }
        });
    });
});
