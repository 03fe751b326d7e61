import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { engineEnvironment } from '../../src/extension/engineEnvironment.ts';

test('keys and tokens of the shell do not reach the engine, what it needs to run does', () => {
    const shell = {
        PATH: '/usr/bin',
        HOME: '/home/somebody',
        Path: 'C:\\Windows',
        OPENAI_API_KEY: 'sk-secret',
        GITHUB_TOKEN: 'ghp_secret',
        AWS_SECRET_ACCESS_KEY: 'secret',
        NODE_OPTIONS: '--inspect',
        VSCODE_IPC_HOOK: '/tmp/socket',
        LC_ALL: 'C.UTF-8',
        XDG_DATA_HOME: undefined,
    };
    const environment = engineEnvironment(shell, 2);
    expect(JSON.stringify(environment)).not.toContain('secret');
    expect(Object.keys(environment).sort()).toEqual(
        [
            'PATH',
            'HOME',
            'Path',
            'LC_ALL',
            'ELECTRON_RUN_AS_NODE',
            'ELECTRON_NO_ASAR',
            'LANCEDB_LOG',
            'LANCE_CPU_THREADS',
            'LANCE_IO_THREADS',
            'LANCE_DEFAULT_FRAGMENT_READAHEAD',
            'MALLOC_ARENA_MAX',
            'MALLOC_MMAP_THRESHOLD_',
            'MALLOC_TRIM_THRESHOLD_',
        ].sort(),
    );
});

test('LanceDB gets at least four threads on a small machine, and all cores of a large one', () => {
    expect(engineEnvironment({}, 2)['LANCE_CPU_THREADS']).toBe('4');
    expect(engineEnvironment({}, 16)['LANCE_CPU_THREADS']).toBe('16');
});

test('a proxy of the editor is asked for what is elsewhere, and never for what is on this machine', async () => {
    const through: string[] = [];
    const proxy = createServer().on('connect', (request, socket) => {
        through.push(request.url ?? '');
        socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    const here = createServer((_, response) => response.end('here'));
    for (const server of [proxy, here]) {
        server.listen(0, '127.0.0.1');
        await once(server, 'listening');
    }
    const portOf = (server: Server): string => String((server.address() as AddressInfo).port);
    const script = `await fetch('https://models.invalid/v1').catch(() => 0); process.stdout.write(await (await fetch('http://127.0.0.1:${portOf(here)}/')).text());`;
    const environment = engineEnvironment(process.env, 2, { proxy: `http://127.0.0.1:${portOf(proxy)}` });
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { env: environment, stdio: ['ignore', 'pipe', 'ignore'] });
    let said = '';
    child.stdout.on('data', (piece: Buffer) => (said += piece.toString()));
    await once(child, 'close');
    expect(through).toEqual(['models.invalid:443']);
    expect(said).toBe('here');
    for (const server of [proxy, here]) {
        server.closeAllConnections();
        server.close();
    }
});
