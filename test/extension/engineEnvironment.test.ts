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
        ].sort(),
    );
});

test('LanceDB gets at least four threads on a small machine, and all cores of a large one', () => {
    expect(engineEnvironment({}, 2)['LANCE_CPU_THREADS']).toBe('4');
    expect(engineEnvironment({}, 16)['LANCE_CPU_THREADS']).toBe('16');
});
