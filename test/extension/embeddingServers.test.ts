import { describe, expect, test } from 'vitest';
import { embedderToAgreeTo, embeddingServerPresets } from '../../src/extension/embeddingServers.ts';
import { KeyStore } from '../../src/extension/keyStore.ts';
import { menuEntries } from '../../src/extension/menuEntries.ts';
import { addressProblem } from '../../src/extension/modelServers.ts';
import { embedderKeyOf, keyOf, secretName } from '../../src/extension/secretName.ts';
import { defaultSettings, type Settings } from '../../src/settings/settings.ts';
import { memorySecrets } from './memorySecrets.ts';

function served(baseUrl: string): Settings {
    return { ...defaultSettings, 'footnote.embedder.provider': 'openai-compatible', 'footnote.embedder.baseUrl': baseUrl };
}

function checkAgreement(rule: string, settings: Settings, agreed: string, expected: string | undefined): void {
    test(rule, () => {
        expect(embedderToAgreeTo(settings, agreed)).toBe(expected);
    });
}

describe('before a workspace is sent to be embedded', () => {
    const elsewhere = served('https://embeddings.example:8443/v1');
    checkAgreement('a server elsewhere is agreed to', elsewhere, '', 'https://embeddings.example:8443');
    checkAgreement('once for each origin', elsewhere, 'https://embeddings.example:8443', undefined);
    checkAgreement('and again when it is another', elsewhere, 'https://embeddings.example', 'https://embeddings.example:8443');
    checkAgreement('a neighbour is not this machine', served('https://127.0.0.1.example/v1'), '', 'https://127.0.0.1.example');
    checkAgreement('this machine needs no agreement', served('http://127.0.0.1:11434/v1'), '', undefined);
    checkAgreement('what runs in Footnote needs none', { ...elsewhere, 'footnote.embedder.provider': 'local' }, '', undefined);
    checkAgreement('an address that cannot be read is asked by nobody', served('nowhere'), '', undefined);
});

test('each address that is offered can be asked', () => {
    expect(embeddingServerPresets.map(({ baseUrl }) => addressProblem(baseUrl))).toEqual(embeddingServerPresets.map(() => undefined));
});

test('the keys of the two servers are not mixed up', async () => {
    const keys = new KeyStore(memorySecrets(), { onTrouble: () => undefined });
    await keys.store(secretName('https://a.example') ?? '', 'sk-of-a');
    await keys.store(secretName('https://b.example') ?? '', 'sk-of-b');
    const settings: Settings = {
        ...served('https://b.example/v1'),
        'footnote.model.provider': 'openai-compatible',
        'footnote.model.baseUrl': 'https://a.example/v1',
    };
    expect([await keyOf(settings, keys), await embedderKeyOf(settings, keys)]).toEqual(['sk-of-a', 'sk-of-b']);
    expect(await embedderKeyOf({ ...settings, 'footnote.embedder.baseUrl': 'https://c.example/v1' }, keys)).toBe('');
    expect(await embedderKeyOf({ ...settings, 'footnote.embedder.provider': 'local' }, keys)).toBe('');
});

test('where another model stands in, the menu offers to choose', () => {
    const counts = { indexed: 1, total: 1, skipped: 0, chunks: 1 };
    const offered = (more: object): boolean =>
        menuEntries({ state: 'running' }, { state: 'ready', counts, hasMeaning: true, ...more }, { areLensesShown: true }).some(
            ({ command }) => command === 'footnote.chooseEmbedder',
        );
    expect([offered({}), offered({ embedderNote: 'it stands in' }), offered({ hasMeaning: false })]).toEqual([false, true, true]);
});
