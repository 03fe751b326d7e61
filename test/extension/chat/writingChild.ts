/** Writes a conversation that never ends; killed by conversationFiles.test.ts. */
import { conversationFiles } from '../../../src/extension/chat/conversationFiles.ts';

const files = conversationFiles(process.argv[2] ?? '', error => {
    throw error;
});
files.append('one', { record: 'begun', version: 1, id: 'one', at: '2026-01-01T00:00:00.000Z' });
files.append('one', { record: 'asked', turnId: 't1', question: 'How are items added?' });
files.append('one', { record: 'event', turnId: 't1', event: { type: 'text', text: 'word0 ' } });
await files.written();
process.send?.('writing');
for (let n = 1; ; n++) {
    files.append('one', { record: 'event', turnId: 't1', event: { type: 'text', text: `word${n} ` } });
    if (n % 10 === 0) await files.written();
}
