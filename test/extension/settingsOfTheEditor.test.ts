import { describe, expect, test } from 'vitest';
import { activePatterns } from '../../src/extension/activePatterns.ts';
import { settingsReaction, type SentSettings } from '../../src/extension/settingsReaction.ts';
import { secretName } from '../../src/extension/secretName.ts';
import { dataFolder } from '../../src/settings/dataFolder.ts';

describe('files.exclude', () => {
    test('counts where it is plainly on', () => {
        expect(activePatterns({ '**/.git': true, '**/*.log': false, '**/*.js': { when: '$(basename).ts' } })).toEqual(['**/.git']);
    });
    test('is nothing when it is not there or nonsense', () => {
        expect([activePatterns(undefined), activePatterns(null), activePatterns('x'), activePatterns([])]).toEqual([[], [], [], []]);
    });
});

function checkSecret(address: string, expected: string | undefined) {
    test(`${address} -> ${expected ?? 'no key'}`, () => {
        expect(secretName(address)).toBe(expected);
    });
}

describe('a key belongs to scheme, host and port', () => {
    checkSecret('https://api.example.com/v1', 'key:https://api.example.com');
    checkSecret('https://api.example.com:8443/v1', 'key:https://api.example.com:8443');
    checkSecret('https://API.example.com/other', 'key:https://api.example.com');
    checkSecret('http://127.0.0.1:11434/v1', 'key:http://127.0.0.1:11434');
    checkSecret('http://[::1]:8000/v1', 'key:http://[::1]:8000');
    checkSecret('http://api.example.com/v1', undefined);
    checkSecret('https://somebody@api.example.com/v1', undefined);
    checkSecret('https://somebody:word@api.example.com/v1', undefined);
    checkSecret('http://localhost.example.com/v1', undefined);
    checkSecret('file:///etc/passwd', undefined);
    checkSecret('not an address', undefined);
});

function checkFolder(platform: string, env: Record<string, string>, configured: string, expected: string) {
    test(`${platform} ${JSON.stringify(env)} ${configured} -> ${expected}`, () => {
        expect(dataFolder({ platform, env, home: '/home/me' }, configured)).toBe(expected);
    });
}

describe('where indexes lie', () => {
    checkFolder('linux', {}, '', '/home/me/.local/share/footnote');
    checkFolder('linux', { XDG_DATA_HOME: '/data' }, '', '/data/footnote');
    checkFolder('linux', { XDG_DATA_HOME: 'relative' }, '', '/home/me/.local/share/footnote');
    checkFolder('darwin', { XDG_DATA_HOME: '/data' }, '', '/home/me/Library/Application Support/footnote');
    checkFolder('win32', { LOCALAPPDATA: 'C:\\Local' }, '', 'C:\\Local\\footnote');
    checkFolder('linux', {}, '/elsewhere', '/elsewhere');
    checkFolder('linux', {}, '~/elsewhere', '/home/me/elsewhere');
    checkFolder('linux', {}, '~me', '~me');
});

const sent: SentSettings = {
    data: '/data',
    isIndexing: true,
    options: {
        maxFileBytes: 1,
        concurrency: 1,
        quotaBytes: 2 ** 31,
        embedderModel: 'code-static-384',
        embedderPath: '',
        embedderServer: undefined,
        excludes: ['**/.git'],
        networkEnabled: true,
        chatModel: { provider: 'quotes' },
    },
};

function checkReaction(
    name: string,
    now: Partial<SentSettings['options']> & Partial<Pick<SentSettings, 'data' | 'isIndexing'>>,
    expected: string,
) {
    test(name, () => {
        const { data = sent.data, isIndexing = sent.isIndexing, ...options } = now;
        expect(settingsReaction(sent, { data, isIndexing, options: { ...sent.options, ...options } })).toBe(expected);
    });
}

describe('a change of settings', () => {
    checkReaction('that changes nothing for the engine', {}, 'nothing');
    checkReaction('of the model is taken up as it runs', { chatModel: { provider: 'vscode-lm', model: 'copilot/gpt-4.1' } }, 'configure');
    checkReaction('of the network as well', { networkEnabled: false }, 'configure');
    checkReaction('of what counts as a file opens the folder again', { excludes: ['**/.git', '**/build'] }, 'open again');
    checkReaction('of the size limit as well', { maxFileBytes: 2 }, 'open again');
    checkReaction('of the embedding model as well', { embedderModel: 'other' }, 'open again');
    checkReaction('of the place as well', { data: '/elsewhere' }, 'open again');
    checkReaction('of indexing itself as well', { isIndexing: false }, 'open again');
});
