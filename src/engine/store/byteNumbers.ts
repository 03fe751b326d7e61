/**
 * Numbers of variable length in bytes: seven bits a byte, the lowest first, as in Protocol Buffers; texts in UTF-8 after their length;
 * lines as steps from the line before, signed ones folded so that small steps stay short.
 */
export class NumberWriter {
    private length = 0;

    put(value: number): void {
        let left = value;
        this.reserve(LONGEST_NUMBER);
        for (; left > 0x7f; left >>>= 7) scratch[this.length++] = (left & 0x7f) | 0x80;
        scratch[this.length++] = left;
    }

    putLines(lines: readonly number[]): void {
        let before = 0;
        for (const line of lines) {
            const step = line - before;
            this.put(((step << 1) ^ (step >> 31)) >>> 0);
            before = line;
        }
    }

    putText(text: string): void {
        const length = Buffer.byteLength(text);
        this.put(length);
        this.reserve(length);
        scratch.write(text, this.length);
        this.length += length;
    }

    putBytes(bytes: Uint8Array): void {
        this.reserve(bytes.length);
        scratch.set(bytes, this.length);
        this.length += bytes.length;
    }

    /** A copy of what was written. */
    bytes(): Uint8Array {
        return new Uint8Array(scratch.subarray(0, this.length));
    }

    private reserve(bytes: number): void {
        if (this.length + bytes > scratch.length) scratch = Buffer.concat([scratch, Buffer.alloc(scratch.length + bytes)]);
    }
}

/** What is being written, which is never two things at once. */
let scratch = Buffer.alloc(64 * 1024);
const LONGEST_NUMBER = 5;

export class NumberReader {
    private readonly bytes: Uint8Array;
    /** Where the next number begins. */
    at = 0;

    constructor(bytes: Uint8Array) {
        this.bytes = bytes;
    }

    take(): number {
        const first = this.bytes[this.at++] ?? 0;
        if (first < 0x80) return first;
        let value = first & 0x7f;
        for (let shift = 7; ; shift += 7) {
            const byte = this.bytes[this.at++] ?? 0;
            value |= (byte & 0x7f) << shift;
            if (byte < 0x80) return value >>> 0;
        }
    }

    takeLines(count: number): number[] {
        let line = 0;
        return Array.from({ length: count }, () => {
            const folded = this.take();
            line += (folded >>> 1) ^ -(folded & 1);
            return line;
        });
    }

    skip(numbers: number): void {
        for (let left = numbers; left > 0; left--) while ((this.bytes[this.at++] ?? 0) > 0x7f);
    }
}
