import type { Failure } from '../../src/protocol/failure.ts';

/** Each expected failure once, as it may come; the compiler says when one is missing. */
export const everyFailure: { readonly [Kind in Failure['kind']]: Extract<Failure, { kind: Kind }> } = {
    'no-folder': { kind: 'no-folder' },
    'index-missing': { kind: 'index-missing' },
    'index-busy': { kind: 'index-busy', holderPid: 4711 },
    'index-damaged': { kind: 'index-damaged', detail: 'checksum of generation 4' },
    'model-missing': { kind: 'model-missing', model: 'footnote-embed', folder: '/home/me/models' },
    'model-refused': { kind: 'model-refused', origin: 'https://models.example', detail: '401 invalid key' },
    'model-unreachable': { kind: 'model-unreachable', origin: 'http://127.0.0.1:11434', detail: 'connect ECONNREFUSED' },
    'lent-model': { kind: 'lent-model', model: 'vendor/some-large-model', reason: 'used-up', detail: '' },
    'answer-incomplete': { kind: 'answer-incomplete', model: 'llama-3.1-70b', detail: 'length' },
    'question-too-long': { kind: 'question-too-long', model: 'llama-3.1-70b', tokens: 18_000, room: 12_000 },
    'network-disabled': { kind: 'network-disabled', origin: 'https://models.example' },
    'not-agreed': { kind: 'not-agreed', destination: 'https://models.example' },
    'spending-limit': { kind: 'spending-limit', limitUsd: 670, spentUsd: 669.5, nextUsd: 0.8, month: '2026-11' },
    'price-unknown': { kind: 'price-unknown', model: 'm-1', destination: 'https://models.example', limitUsd: 670 },
    'platform-unsupported': { kind: 'platform-unsupported', detail: 'LanceDB has no build for this platform' },
    'disk-full': { kind: 'disk-full', folder: '/home/me/.local/share/footnote' },
    'quota-reached': { kind: 'quota-reached', folder: '/home/me/.local/share/footnote', usedBytes: 5e9, quotaBytes: 5e9 },
    'not-writable': { kind: 'not-writable', folder: '/home/me/.local/share/footnote', detail: 'EACCES' },
    'system-refused': { kind: 'system-refused', folder: '/home/me/.local/share/footnote', detail: 'EMFILE' },
    'folder-missing': { kind: 'folder-missing', folder: '/media/disk/shop' },
    'engine-stopped': { kind: 'engine-stopped', detail: 'stopped five times in ten minutes' },
};
