/** Answers one question after the other, word by word, and never ends; killed by conversationFiles.test.ts. */
import { conversationFiles } from '../../../src/extension/chat/conversationFiles.ts';
import type { AnswerEvent } from '../../../src/protocol/answer.ts';
import { answer } from './answers.ts';

const files = conversationFiles(process.argv[2] ?? '', error => {
    throw error;
});
files.append('one', { record: 'begun', version: 1, id: 'one', at: '2026-01-01T00:00:00.000Z' });
for (let n = 0; ; n++) {
    const turnId = `t${n}`;
    const tell = (event: AnswerEvent): void => files.append('one', { record: 'event', turnId, event });
    files.append('one', { record: 'asked', turnId, question: 'How are items added?' });
    for (let word = 0; word < 40; word++) {
        tell({ type: 'text', text: `word${word} ` });
        // Long lines take the disk longer, and are cut more often.
        if (word % 10 === 0)
            tell({ type: 'evidence', evidence: Array(50).fill(answer.evidence).flat(), coverage: answer.coverage, tookMs: 1 });
    }
    if (n === 0) {
        await files.written();
        process.send?.('writing');
    }
    tell({ type: 'finished', answer });
    await files.written();
    // From here on a reader may count on it.
    process.send?.(turnId);
}
