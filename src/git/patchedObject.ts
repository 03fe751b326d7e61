/**
 * What a difference makes of its base: copies from it and insertions, after the lengths of both (gitformat-pack, "Deltified
 * representation"). Throws a `RangeError` for one that does not fit its base, or makes more than `mostBytes`.
 */
export function patched(base: Buffer, delta: Buffer, mostBytes: number): Buffer {
    let at = 0;
    const length = (): number => {
        let value = 0;
        for (let shift = 0; ; shift += 7) {
            const byte = delta.readUInt8(at++);
            value += (byte & 0x7f) * 2 ** shift;
            if (!(byte & 0x80)) return value;
        }
    };
    if (length() !== base.length) throw new RangeError('the difference is one of something else');
    const whole = length();
    if (whole > mostBytes) throw new RangeError('larger than anything that is cited');
    const data = Buffer.alloc(whole);
    let end = 0;
    const put = (from: Buffer, start: number, count: number): void => {
        if (count === 0 || start + count > from.length || end + count > whole) throw new RangeError('the difference does not fit its base');
        from.copy(data, end, start, start + count);
        end += count;
    };
    while (at < delta.length) {
        const order = delta.readUInt8(at++);
        if (order & 0x80) {
            const number = (bits: number, firstBit: number): number => {
                let value = 0;
                for (let nth = 0; nth < bits; nth++) if (order & (1 << (firstBit + nth))) value += delta.readUInt8(at++) * 2 ** (8 * nth);
                return value;
            };
            const from = number(4, 0);
            put(base, from, number(3, 4) || 0x10000);
        } else {
            put(delta, at, order);
            at += order;
        }
    }
    if (end !== whole) throw new RangeError('the difference does not fit its base');
    return data;
}
