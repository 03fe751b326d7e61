import { closeSync, openSync, readSync } from 'node:fs';

/** What a native library is made for. `libc` is undefined where it needs none, and outside Linux. */
export interface MadeFor {
    readonly os: 'linux' | 'darwin' | 'win32';
    readonly arch: 'x64' | 'arm64';
    readonly libc?: 'glibc' | 'musl';
}

/**
 * Reads from the head of a library what it is made for: ELF (and the C library that it asks the loader for), Mach-O or PE.
 * A package that holds the binary of another platform installs without a word and then finds by words only, so that the packager looks.
 * Throws for anything else.
 */
export function madeFor(file: string): MadeFor {
    const library = openSync(file, 'r');
    try {
        const read = (at: number, length: number): Buffer => {
            const bytes = Buffer.alloc(length);
            readSync(library, bytes, 0, length, at);
            return bytes;
        };
        const head = read(0, 64);
        if (head.readUInt32BE(0) === 0x7f454c46) {
            const libc = libcOf(neededBy(head, read));
            return { os: 'linux', arch: named(ELF_MACHINES, head.readUInt16LE(18), file), ...(libc ? { libc } : {}) };
        }
        if (head.readUInt32LE(0) === 0xfeedfacf) return { os: 'darwin', arch: named(MACH_CPUS, head.readUInt32LE(4), file) };
        if (head.toString('latin1', 0, 2) === 'MZ') {
            const pe = read(head.readUInt32LE(0x3c), 6);
            if (pe.toString('latin1', 0, 4) === 'PE\0\0') return { os: 'win32', arch: named(PE_MACHINES, pe.readUInt16LE(4), file) };
        }
        throw new Error(`${file} is no library that is known`);
    } finally {
        closeSync(library);
    }
}

// Numbers of the ELF, Mach-O (`mach/machine.h`) and PE specifications.
const ELF_MACHINES = new Map<number, MadeFor['arch']>([
    [62, 'x64'],
    [183, 'arm64'],
]);
const MACH_CPUS = new Map<number, MadeFor['arch']>([
    [0x0100_0007, 'x64'],
    [0x0100_000c, 'arm64'],
]);
const PE_MACHINES = new Map<number, MadeFor['arch']>([
    [0x8664, 'x64'],
    [0xaa64, 'arm64'],
]);
const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const DT_NEEDED = 1n;
const DT_STRTAB = 5n;
const DT_STRSZ = 10n;

function named(machines: ReadonlyMap<number, MadeFor['arch']>, number: number, file: string): MadeFor['arch'] {
    const arch = machines.get(number);
    if (!arch) throw new Error(`${file} is for a machine that is not known (${String(number)})`);
    return arch;
}

/** musl is one library under the name `libc.so` or `libc.musl-<arch>.so.1`; glibc's is `libc.so.6`. */
function libcOf(needed: readonly string[]): MadeFor['libc'] {
    if (needed.includes('libc.so.6')) return 'glibc';
    return needed.some(name => name === 'libc.so' || name.startsWith('libc.musl-')) ? 'musl' : undefined;
}

/** The libraries that a 64-bit ELF file asks the loader for. */
function neededBy(head: Buffer, read: (at: number, length: number) => Buffer): readonly string[] {
    const [tableAt, entryBytes, entries] = [Number(head.readBigUInt64LE(32)), head.readUInt16LE(54), head.readUInt16LE(56)];
    const segments = Array.from({ length: entries }, (_, nth) => {
        const entry = read(tableAt + nth * entryBytes, entryBytes);
        const number = (at: number): number => Number(entry.readBigUInt64LE(at));
        return { type: entry.readUInt32LE(0), offset: number(8), address: number(16), bytes: number(32) };
    });
    const dynamic = segments.find(({ type }) => type === PT_DYNAMIC);
    if (!dynamic) return [];
    const tags = read(dynamic.offset, dynamic.bytes);
    const found: { tag: bigint; value: number }[] = [];
    for (let at = 0; at + 16 <= tags.length; at += 16) {
        const tag = tags.readBigInt64LE(at);
        if (tag === 0n) break;
        found.push({ tag, value: Number(tags.readBigUInt64LE(at + 8)) });
    }
    const address = found.find(({ tag }) => tag === DT_STRTAB)?.value ?? 0;
    const bytes = found.find(({ tag }) => tag === DT_STRSZ)?.value ?? 0;
    const holding = segments.find(
        segment => segment.type === PT_LOAD && address >= segment.address && address < segment.address + segment.bytes,
    );
    if (!holding) return [];
    const names = read(address - holding.address + holding.offset, bytes);
    return found.filter(({ tag }) => tag === DT_NEEDED).map(({ value }) => names.toString('latin1', value, names.indexOf(0, value)));
}
