import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { indexed, skipped, type AdversarialRow } from './row.ts';

/** A1 to A18: what stands in a file, how much of it, and what happens while it is read. */
export const rowsOfBytes: readonly AdversarialRow[] = [
    {
        id: 'A1',
        input: 'empty file',
        make: ({ put }) => {
            put('empty.ts', '');
            return [skipped('empty.ts', 'empty')];
        },
    },
    {
        id: 'A2',
        input: 'a million line feeds',
        make: ({ put }) => {
            put('blank.ts', '\n'.repeat(1_000_000));
            return [skipped('blank.ts', 'empty', /blank/)];
        },
    },
    {
        id: 'A3',
        input: 'no final newline',
        make: ({ put }) => {
            put('last.py', 'def first():\n    return 1\n\n\ndef last():\n    return "lastlineword"');
            return [indexed('last.py')];
        },
    },
    {
        id: 'A4',
        input: 'CRLF, CR only, mixed, U+2028/2029, VT/FF',
        make: ({ put }) => {
            const lines = ['const one = 1;', 'const two = 2;', 'const three = 3;', ''];
            put('crlf.ts', lines.join('\r\n'));
            put('cr.ts', lines.join('\r'));
            put('mixed.ts', 'const one = 1;\r\nconst two = 2;\nconst three = 3;\rconst four = 4;\n');
            put('separators.ts', 'const one = "a\u2028b\u2029c";\nconst two = 2;\u000b\u000c\nconst three = 3;\n');
            return ['crlf.ts', 'cr.ts', 'mixed.ts', 'separators.ts'].map(file => indexed(file));
        },
        heldBy: [{ file: 'test/engine/chunk/chunkFile.test.ts', test: '${name}, with a byte order mark and without a last line end' }],
    },
    {
        id: 'A5',
        input: 'UTF-8 byte order mark',
        make: ({ put }) => {
            put('marked.ts', '\ufeffexport const marked = 1;\n');
            return [indexed('marked.ts')];
        },
        heldBy: [{ file: 'test/engine/scan/eligibility.test.ts', test: 'UTF-8 loses its mark' }],
    },
    {
        id: 'A6',
        input: 'UTF-16LE and UTF-16BE with byte order mark',
        make: ({ put }) => {
            const bytes = Buffer.from('\ufeffexport const wide = "é";\r\n', 'utf16le');
            put('little.ts', bytes);
            put('big.ts', Buffer.from(bytes).swap16());
            return [indexed('little.ts'), indexed('big.ts')];
        },
    },
    {
        id: 'A7',
        input: 'UTF-16 without byte order mark',
        make: ({ put }) => {
            put('wide.ts', Buffer.from('export const wide = 1;\n', 'utf16le'));
            return [skipped('wide.ts', 'binary', /NUL/)];
        },
    },
    {
        id: 'A8',
        input: 'Latin-1, Windows-1252, Shift-JIS and GBK text',
        make: ({ put }) => {
            put('latin.py', Buffer.from('# Grüße für die Straße\nname = "café"\n', 'latin1'));
            put('windows.py', Buffer.from([0x23, 0x20, 0x93, 0x80, 0x94, 0x0a, 0x61, 0x20, 0x3d, 0x20, 0x31, 0x0a]));
            put('japanese.py', Buffer.from([0x23, 0x20, 0x93, 0xfa, 0x96, 0x7b, 0x8c, 0xea, 0x0a, 0x62, 0x20, 0x3d, 0x20, 0x31, 0x0a]));
            put('chinese.py', Buffer.from([0x23, 0x20, 0xd6, 0xd0, 0xce, 0xc4, 0x0a, 0x63, 0x20, 0x3d, 0x20, 0x31, 0x0a]));
            return ['latin.py', 'windows.py', 'japanese.py', 'chinese.py'].map(file => indexed(file));
        },
    },
    {
        id: 'A9',
        input: 'invalid UTF-8 in mid-file',
        make: ({ put }) => {
            put('damaged.py', Buffer.concat([Buffer.from('# ä ö ü\na = 1\n'), Buffer.from([0xc3, 0x28, 0xff]), Buffer.from('\nb = 2\n')]));
            return [indexed('damaged.py')];
        },
    },
    {
        id: 'A10',
        input: 'NUL at byte 10',
        make: ({ put }) => {
            put('early.c', 'int main()\0{ return 0; }\n');
            return [skipped('early.c', 'binary', /offset 10/)];
        },
    },
    {
        id: 'A11',
        input: 'NUL at byte 70,000, behind any sniffing',
        make: ({ put }) => {
            put('late.c', `${'int a;\n'.repeat(10_000)}\0${'int b;\n'.repeat(10)}`);
            return [skipped('late.c', 'binary', /offset 70000/)];
        },
    },
    {
        id: 'A12',
        input: 'one line of 50 MB, and of 900 KB',
        make: ({ folder, put }) => {
            put('line.js', `var a=[${'1,'.repeat(450_000)}];`);
            sparse(path.join(folder, 'huge.js'), 50 * MB, 'var b=[');
            return [skipped('line.js', 'minified', /a line of 900009 characters/), skipped('huge.js', 'too-large', /50\.0 MiB/)];
        },
    },
    {
        id: 'A13',
        input: 'log of 300 MB',
        make: ({ folder }) => {
            sparse(path.join(folder, 'server.log'), 300 * MB, 'started\n');
            return [skipped('server.log', 'too-large', /300\.0 MiB/)];
        },
    },
    {
        id: 'A14',
        input: 'sparse file of 1 TB apparent size',
        make: ({ folder }) => {
            try {
                sparse(path.join(folder, 'disk.img'), 1024 * 1024 * MB, 'x');
            } catch (error) {
                return { notHere: `this disk makes no file of 1 TB: ${String(error)}` };
            }
            return [skipped('disk.img', 'too-large', /MiB/)];
        },
    },
    ...(['A15', 'A16', 'A17', 'A18'] as const).map((id): AdversarialRow => ({
        id,
        input: {
            A15: 'file growing while it is read',
            A16: 'file truncated while it is read',
            A17: 'file replaced by a folder between list and open',
            A18: 'file deleted between list and open',
        }[id],
        heldBy: [{ file: 'test/adversarial/changingFiles.test.ts', test: id }],
    })),
];

const MB = 1024 * 1024;

/** A file of this size that takes no room. */
function sparse(file: string, bytes: number, start: string): void {
    const handle = openSync(file, 'w');
    try {
        writeSync(handle, start);
        ftruncateSync(handle, bytes);
    } finally {
        closeSync(handle);
    }
}
