import { describe, expect, test } from 'vitest';
import { decodeText } from '../../../src/engine/scan/decodeText.ts';
import { judgeBytes, judgeText, judgeUnread } from '../../../src/engine/scan/eligibility.ts';

const LIMIT = 1024 * 1024;

describe('what name and size decide', () => {
    const check = (path: string, size: number, reason: string | undefined): void => {
        test(`${path} (${String(size)} bytes): ${reason ?? 'indexed'}`, () => {
            expect(judgeUnread(path, size, LIMIT)?.reason).toBe(reason);
        });
    };
    check('src/cart.ts', 100, undefined);
    check('Makefile', 100, undefined);
    check('data.unknown-extension', LIMIT, undefined);
    check('big.ts', LIMIT + 1, 'too-large');
    check('empty.ts', 0, 'empty');
    check('.env', 10, 'secret');
    check('app/.env.local', 10, 'secret');
    check('app/.env.example', 10, undefined);
    check('home/id_rsa', 10, 'secret');
    check('home/id_rsa.pub', 10, undefined);
    check('certs/Server.PEM', 10, 'secret');
    check('.npmrc', 10, 'secret');
    check('terraform.tfstate', 10, 'secret');
    check('src/environment.ts', 10, undefined);
    check('src/credentials.ts', 10, undefined);
    check('package-lock.json', 10, 'generated');
    check('web/app.js.map', 10, 'generated');
    check('web/jquery.min.js', 10, 'minified');
    check('logo.png', 10, 'binary');
});

test('a file that is too large says by how much', () => {
    expect(judgeUnread('a.sql', 3 * LIMIT, LIMIT)?.detail).toBe('3.0 MiB; the limit is 1.0 MiB (footnote.index.maxFileBytes)');
    expect(judgeUnread('a.sql', LIMIT + 9, LIMIT)?.detail).toBe('1,048,585 bytes; the limit is 1,048,576 (footnote.index.maxFileBytes)');
});

describe('what the bytes decide', () => {
    const check = (rule: string, bytes: Uint8Array, reason: string | undefined): void => {
        test(rule, () => {
            expect(judgeBytes(bytes)?.reason).toBe(reason);
        });
    };
    check('text is text', Buffer.from('const a = 1;\n\tb();\r\n'), undefined);
    check('a NUL byte near the start is binary', Buffer.from('abcdefghi\0x'), 'binary');
    check('a NUL byte far behind the start is binary too', Buffer.concat([Buffer.alloc(70_000, 97), Buffer.from([0, 97])]), 'binary');
    check('many control characters are binary', Buffer.from('\u0001\u0002abcdefg'), 'binary');
    check('UTF-16 with a mark is text', Buffer.from('\ufeffabc', 'utf16le'), undefined);
    check('UTF-32, whose mark begins as that of UTF-16, is binary', Buffer.from([0xff, 0xfe, 0, 0, 97, 0, 0, 0]), 'binary');
    check('UTF-16 without a mark is binary', Buffer.from('abc', 'utf16le'), 'binary');
});

describe('what the text decides', () => {
    const check = (rule: string, path: string, text: string, reason: string | undefined): void => {
        test(rule, () => {
            expect(judgeText(path, text)?.reason).toBe(reason);
        });
    };
    check('formatted code is indexed', 'a.js', 'const answer = 42;\n'.repeat(1000), undefined);
    check('code in a few long lines is minified', 'a.js', `${'x=1;'.repeat(500)}\n`.repeat(5), 'minified');
    check('prose in long lines is not', 'a.md', `${'word '.repeat(400)}\n`.repeat(5), undefined);
    check('one enormous line is minified in any language', 'a.txt', 'x'.repeat(50_000), 'minified');
    check('one enormous line in a much larger file is not', 'a.py', `${'x'.repeat(30_000)}\n${'a = 1\n'.repeat(10_000)}`, undefined);
    check('blanks alone are empty', 'a.py', '\n\n  \t\n', 'empty');
    check('a Git LFS pointer has no content', 'a.csv', 'version https://git-lfs.github.com/spec/v1\noid sha256:1\n', 'binary');
});

describe('bytes become text', () => {
    const check = (rule: string, bytes: Uint8Array, text: string): void => {
        test(rule, () => {
            expect(decodeText(bytes)).toBe(text);
        });
    };
    check('UTF-8 loses its mark', Buffer.from('\ufeffé\n'), 'é\n');
    check('UTF-16, little end first', Buffer.from('\ufeffé\n', 'utf16le'), 'é\n');
    check('UTF-16, big end first', Buffer.from('\ufeffé\n', 'utf16le').swap16(), 'é\n');
    check('Latin-1 keeps its accents', Buffer.from('caf\u00e9\n', 'latin1'), 'café\n');
    check('one damaged byte among sound ones is shown as such', Buffer.concat([Buffer.from('é è '), Buffer.from([0xff])]), 'é è \ufffd');
});
