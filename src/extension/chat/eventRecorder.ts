import type { AnswerEvent } from '../../protocol/answer.ts';
import type { ConversationRecord } from './recordSchema.ts';

export interface EventRecorder {
    add(event: AnswerEvent): void;
    /** Writes what has been held back. */
    flush(): void;
}

/** Text comes in words; a record for each would make a file ten times the size of the answer. */
export function eventRecorder(turnId: string, write: (record: ConversationRecord) => void): EventRecorder {
    let text = '';
    let writtenMs = Date.now();
    const flush = (): void => {
        if (text !== '') write({ record: 'event', turnId, event: { type: 'text', text } });
        text = '';
        writtenMs = Date.now();
    };
    return {
        add(event) {
            if (event.type === 'text') {
                text += event.text;
                if (Date.now() - writtenMs >= TEXT_RECORD_MS) flush();
                return;
            }
            flush();
            write({ record: 'event', turnId, event });
        },
        flush,
    };
}

/** What a killed window may lose of an answer. */
const TEXT_RECORD_MS = 250;
