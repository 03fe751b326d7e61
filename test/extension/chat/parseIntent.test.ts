import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseIntent } from '../../../src/extension/chat/parseIntent.ts';

function accepts(message: unknown, as: unknown = message) {
    test(`takes ${JSON.stringify(message)}`, () => {
        expect(parseIntent(message)).toEqual(as);
    });
}

function refuses(name: string, message: unknown) {
    test(`refuses ${name}`, () => {
        expect(parseIntent(message)).toBeUndefined();
    });
}

describe('what the panel may say', () => {
    for (const type of ['ready', 'stop', 'new-conversation']) accepts({ type });
    accepts({ type: 'ask', text: '  Where is the cart?  ' }, { type: 'ask', text: 'Where is the cart?' });
    accepts({ type: 'retry', turnId: 't1' });
    accepts({ type: 'retry-with-model', turnId: 't1' });
    accepts({ type: 'continue', turnId: 't1' });
    accepts({ type: 'show-version', turnId: 't1', version: 2 });
    for (const use of ['insert', 'new-file', 'apply']) accepts({ type: 'use-code', turnId: 't1', code: 0, use });
    accepts({ type: 'list-elsewhere' });
    accepts({ type: 'read-elsewhere', key: '1f3a', conversationId: 'c1' });
    accepts({ type: 'open-folder-of', key: '1f3a' });
    accepts({ type: 'copy-answer', turnId: 't1' });
    accepts({ type: 'show-payload', turnId: 't1' });
    accepts({ type: 'copy-text', text: 'const a = 1;' });
    accepts({ type: 'open-conversation', conversationId: '20260101T000000000Z-1a2b3c4d' });
    accepts({ type: 'delete-conversation', conversationId: '20260101T000000000Z-1a2b3c4d' });
    accepts({ type: 'rename-conversation', conversationId: '20260101T000000000Z-1a2b3c4d' });
    accepts({ type: 'pin-conversation', conversationId: 'c1' });
    accepts({ type: 'unpin-conversation', conversationId: 'c1' });
    accepts({ type: 'delete-conversations', conversationIds: ['c1', 'c2'] });
    accepts({ type: 'search-conversations', text: 'retry' });
    accepts({ type: 'fork', turnId: 't1' });
    accepts({ type: 'edit-question', turnId: 't1', text: ' Where? ' }, { type: 'edit-question', turnId: 't1', text: 'Where?' });
    accepts({ type: 'detach', attachmentId: 'a1' });
    accepts({ type: 'attach', offerId: 'o12' });
    accepts({ type: 'search-attachments', text: '' });
    accepts({ type: 'attach-dropped', addresses: ['file:///home/me/shop/src/cart.ts'] });
    accepts({ type: 'attach-pasted-path', text: 'src/cart.ts' });
    accepts({ type: 'attach-text', text: 'Error: no such file\n    at read (a.js:1)' });
    accepts({ type: 'open-citation', turnId: 't1', mark: '1' });
    accepts({ type: 'open-citation', turnId: 't1', mark: '12:12-18' });
    accepts({ type: 'open-citation', turnId: 't1', mark: '3:44' });
    accepts({ type: 'open-source', turnId: 't1', number: 1 });
    accepts({ type: 'copy-permalink', turnId: 't1', number: 2 });
    accepts({ type: 'command', command: 'rebuild' });
    accepts({ type: 'command', command: 'new-private-conversation' });
});

describe('what it may not', () => {
    refuses('nothing', undefined);
    refuses('null', null);
    refuses('a string', 'ready');
    refuses('a list', [{ type: 'ready' }]);
    refuses('an unknown type', { type: 'open-file', path: '/etc/passwd' });
    refuses('an empty question', { type: 'ask', text: '  \n' });
    refuses('a question that is no text', { type: 'ask', text: ['x'] });
    refuses('a question of a megabyte', { type: 'ask', text: 'x'.repeat(1_000_000) });
    refuses('a path for an id', { type: 'open-conversation', conversationId: '../../secret' });
    refuses('one path among ids', { type: 'delete-conversations', conversationIds: ['c1', '../c2'] });
    refuses('no ids', { type: 'delete-conversations', conversationIds: [] });
    refuses('an edited question without words', { type: 'edit-question', turnId: 't1', text: ' ' });
    refuses('a search for a book', { type: 'search-conversations', text: 'x'.repeat(501) });
    refuses('an attachment by its path', { type: 'attach', offerId: '../../etc/passwd' });
    refuses('a drop of nothing', { type: 'attach-dropped', addresses: [] });
    refuses('a drop of a thousand files', { type: 'attach-dropped', addresses: Array.from({ length: 1_000 }, () => 'file:///a') });
    refuses('a drop that is no text', { type: 'attach-dropped', addresses: ['file:///a', { path: '/etc/passwd' }] });
    refuses('a pasted text of a megabyte', { type: 'attach-text', text: 'x'.repeat(1_000_000) });
    refuses('a pasted text without a letter', { type: 'attach-text', text: ' \n\t' });
    refuses('code by its text', { type: 'use-code', turnId: 't1', code: 'rm -rf /', use: 'apply' });
    refuses('a use of code that there is none of', { type: 'use-code', turnId: 't1', code: 0, use: 'run' });
    refuses('version zero', { type: 'show-version', turnId: 't1', version: 0 });
    refuses('another folder by its path', { type: 'open-folder-of', key: '../other' });
    refuses('a conversation elsewhere by its path', { type: 'read-elsewhere', key: '1f3a', conversationId: '../c1' });
    refuses('a mark that is no mark', { type: 'open-citation', turnId: 't1', mark: '1:2-3:4' });
    refuses('a mark with a newline', { type: 'open-citation', turnId: 't1', mark: '1\n' });
    refuses('a number that is none', { type: 'open-source', turnId: 't1', number: Number.NaN });
    refuses('source zero', { type: 'open-source', turnId: 't1', number: 0 });
    refuses('a command of the editor', { type: 'command', command: 'workbench.action.terminal.new' });
    refuses('a property of every object as command', { type: 'command', command: 'toString' });

    test('extra fields do not come through', () => {
        expect(parseIntent({ type: 'retry', turnId: 't1', path: '/etc/passwd', __proto__: { admin: true } })).toEqual({
            type: 'retry',
            turnId: 't1',
        });
    });

    test('anything at all, without an error', () => {
        const types = fc.constantFrom('ready', 'ask', 'retry', 'open-citation', 'open-source', 'command', 'copy-text', 'open-conversation');
        const message = fc.record(
            { type: fc.oneof(types, fc.anything()), text: fc.anything(), turnId: fc.anything(), mark: fc.anything() },
            { requiredKeys: [] },
        );
        fc.assert(
            fc.property(fc.oneof(message, fc.anything()), anything => {
                const intent = parseIntent(anything);
                return intent === undefined || typeof intent.type === 'string';
            }),
            { numRuns: 2_000 },
        );
    });
});
