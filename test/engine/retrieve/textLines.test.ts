import { expect, it } from 'vitest';
import { TextLines } from '../../../src/engine/retrieve/textLines.ts';

it('lines of every kind of text are those that cutting it gives', () => {
    for (const text of [
        '',
        '\n',
        'a',
        'a\n',
        'a\nb\nc',
        'a\r\nb\r\n',
        'a\rb\r\rc',
        'a\r\n\nb\r',
        '\uFEFFa\nb',
        '\n\n\n',
        'größe\n数量\r\n',
    ]) {
        const cut = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
        const lines = new TextLines(text);
        expect(lines.count).toBe(cut.length);
        expect(lines.all()).toEqual(cut);
        for (let startLine = 1; startLine <= cut.length; startLine++) {
            for (let endLine = startLine; endLine <= cut.length + 1; endLine++)
                expect(lines.between({ startLine, endLine })).toBe(cut.slice(startLine - 1, endLine).join('\n'));
        }
    }
});
