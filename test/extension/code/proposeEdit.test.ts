import { describe, expect, test } from 'vitest';
import { editedText, indentedFor, proposeEdit } from '../../../src/extension/code/proposeEdit.ts';

const file = `import { pause } from './pause.ts';

export class Cart {
    /** Adds one. */
    add(item: Item): void {
        this.items.push(item);
    }

    remove(item: Item): void {
        this.add(undo(item));
    }
}

// The end.
if (main) {
    start();
}
`;
const definitions = [
    { name: 'Cart', range: { startLine: 3, endLine: 12 }, nameLine: 3 },
    { name: 'add', range: { startLine: 5, endLine: 7 }, nameLine: 5, doc: { startLine: 4, endLine: 4 } },
    { name: 'remove', range: { startLine: 9, endLine: 11 }, nameLine: 9 },
];

/** The file after the block has been applied, with the lines that the block has replaced. */
function proposed(code: string, range?: { startLine: number; endLine: number }): { readonly how: string; readonly text: string } {
    const edit = proposeEdit(file, { code, range }, definitions);
    if (edit.type === 'leaves out') return { how: edit.type, text: '' };
    const how = edit.type === 'replace' ? `${edit.why} ${edit.range.startLine}-${edit.range.endLine}` : edit.type;
    return { how, text: editedText(file, edit) };
}

describe('a block of code belongs', () => {
    test('to the lines that it says', () => {
        const { how, text } = proposed("import { wait } from './wait.ts';", { startLine: 1, endLine: 1 });
        expect([how, text]).toEqual(['lines 1-1', file.replace(/pause/g, 'wait')]);
    });

    test('to the definition that it defines as well, as deep as that one is', () => {
        const { how, text } = proposed('add(item: Item, count = 1): void {\n    for (let n = 0; n < count; n++) this.items.push(item);\n}');
        expect(how).toBe('definition 5-7');
        expect(text).toBe(
            file.replace(
                'add(item: Item): void {\n        this.items.push(item);\n    }',
                'add(item: Item, count = 1): void {\n        for (let n = 0; n < count; n++) this.items.push(item);\n    }',
            ),
        );
    });

    test('with its comment, when it brings one', () => {
        const { how, text } = proposed('/** Adds some. */\nadd(items: Item[]): void {\n    this.items.push(...items);\n}');
        expect(how).toBe('definition 4-7');
        expect(text).toContain(
            '    /** Adds some. */\n    add(items: Item[]): void {\n        this.items.push(...items);\n    }\n\n    remove',
        );
        expect(text).not.toContain('Adds one');
    });

    test('to the lines that begin and end as it does', () => {
        const { how, text } = proposed('if (main) {\n    await start();\n}');
        expect([how, text]).toEqual(['same ends 15-17', file.replace('start();', 'await start();')]);
    });

    test('behind the last line, where nothing is like it', () => {
        const { how, text } = proposed('export function total(): number {\n    return 0;\n}\n');
        expect([how, text]).toEqual(['append', `${file}\nexport function total(): number {\n    return 0;\n}\n`]);
    });

    test('nowhere, when it leaves lines out', () => {
        for (const gap of ['// ...', '    …', '# ... existing code ...', '// rest of the class …'])
            expect(proposed(`add(item) {\n${gap}\n}`).how).toBe('leaves out');
    });
});

test('spread arguments leave nothing out', () => {
    expect(proposed('add(item) {\n    push(\n        ...items,\n    );\n}').how).toBe('definition 5-7');
});

test('a call of a name is no definition of it', () => {
    expect(proposed('this.add(item);').how).toBe('append');
    expect(proposed('const cart = add(item);').how).toBe('append');
});

test('lines that the file does not have are no place', () => {
    expect(proposed('x();', { startLine: 90, endLine: 95 }).how).toBe('append');
});

test('line ends stay as the file has them', () => {
    const windows = 'a\r\nb\r\n';
    expect(editedText(windows, { type: 'replace', range: { startLine: 2, endLine: 2 }, text: 'c\nd', why: 'lines' })).toBe(
        'a\r\nc\r\nd\r\n',
    );
    expect(editedText(windows, { type: 'append', text: 'c' })).toBe('a\r\nb\r\n\r\nc\r\n');
    expect(editedText('', { type: 'append', text: 'c' })).toBe('c\n');
});

test('code that is inserted goes on as deep as the cursor stands', () => {
    expect(indentedFor('    if (a) {\n        b();\n    }', '  ')).toBe('if (a) {\n      b();\n  }');
});
