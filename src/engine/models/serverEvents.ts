/**
 * Reads a stream of server-sent events: the data of each event, in lists of what came together. Line ends of every kind, comments,
 * fields that do not matter, several lines of data, a byte order mark and bytes cut anywhere are read as the standard has them
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html); unlike there, an event that ends with the stream counts.
 */
export async function* serverEvents(bytes: AsyncIterable<Uint8Array>): AsyncIterable<readonly string[]> {
    const reader = new EventReader();
    // Bytes that are no UTF-8 become U+FFFD; a byte order mark at the start is dropped.
    const decoder = new TextDecoder();
    for await (const chunk of bytes) yield reader.push(decoder.decode(chunk, { stream: true }));
    yield reader.push(`${decoder.decode()}\n\n`);
}

/** Thrown for a stream that holds more than any model says at once. */
export class TooMuchText extends Error {
    override readonly name = 'TooMuchText';
}

/** A megabyte: a hundred times what servers put into one event. */
export const LONGEST_EVENT = 1_048_576;

class EventReader {
    private line = '';
    private data: string[] = [];
    private dataLength = 0;
    /** The text so far ended with a carriage return: a line feed right after it belongs to the same line end. */
    private endsWithReturn = false;

    push(text: string): readonly string[] {
        if (text === '') return [];
        const fresh = this.endsWithReturn && text.startsWith('\n') ? text.slice(1) : text;
        this.endsWithReturn = text.endsWith('\r');
        const [first = '', ...others] = fresh.split(/\r\n|\r|\n/);
        this.line += first;
        const events: string[] = [];
        for (const next of others) {
            this.endLine(events);
            this.line = next;
        }
        if (this.line.length > LONGEST_EVENT) throw new TooMuchText('a line without end');
        return events;
    }

    private endLine(events: string[]): void {
        if (this.line === '') {
            if (this.data.length > 0) events.push(this.data.join('\n'));
            this.data = [];
            this.dataLength = 0;
            return;
        }
        const [, field, value = ''] = /^([^:]*)(?::[ ]?(.*))?$/s.exec(this.line) ?? [];
        if (field !== 'data') return;
        this.dataLength += value.length;
        if (this.dataLength > LONGEST_EVENT) throw new TooMuchText('an event without end');
        this.data.push(value);
    }
}
