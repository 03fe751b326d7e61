import { describe, expect, test } from 'vitest';
import { lensesFor, MOST_LINES, type LensOptions } from '../../../src/extension/surfaces/lensesFor.ts';
import { ownReferenceLenses } from '../../../src/extension/surfaces/ownReferenceLenses.ts';
import { countLabel } from '../../../src/extension/surfaces/referenceCount.ts';
import type { CodeSymbol, SymbolKind } from '../../../src/protocol/code.ts';
import { workspacePath } from '../../../src/protocol/text.ts';

const everything: LensOptions = { references: true, ask: true, kinds: ['function', 'method', 'class', 'type'] };

/** `kind Container.name first-last`, the name being on the first line. */
function symbol(text: string): CodeSymbol {
    const [kind = '', qualified = '', lines = ''] = text.split(' ');
    const [startLine = 1, endLine = startLine] = lines.split('-').map(Number);
    const names = qualified.split('.');
    const range = { startLine, endLine };
    return {
        path: workspacePath('src/shop.ts'),
        kind: kind as SymbolKind,
        name: names.at(-1) ?? '',
        container: names.slice(0, -1).join('.'),
        range,
        nameLine: startLine,
        signature: { startLine, endLine: startLine },
    };
}

const source = `class Cart {
    constructor() {}
    add(item) {
        const inner = () => item;
        return inner();
    }
}
interface Door {
    open(): void;
}
const limit = 3;
function total() { return limit; }
enum Size { Small }
`;

const symbols = [
    'class Cart 1-7',
    'method Cart.constructor 2',
    'method Cart.add 3-6',
    'function Cart.add.inner 4',
    'interface Door 8-10',
    'method Door.open 9',
    'constant limit 11',
    'function total 12',
    'enum Size 13',
    'field Size.Small 13',
].map(symbol);

/** Lenses as `name@line: offers`, lines counted from 1. */
function check(name: string, text: string, options: Partial<LensOptions>, expected: readonly string[]) {
    test(name, () => {
        const found = lensesFor(symbols, text.split('\n'), { ...everything, ...options });
        expect(
            found.map(
                lens => `${lens.symbol.name}@${lens.line + 1}:${lens.hasReferences ? ' references' : ''}${lens.hasAsk ? ' ask' : ''}`,
            ),
        ).toEqual(expected);
    });
}

describe('lenses stand', () => {
    check('above functions, methods, classes and types, not above what lives inside them', source, {}, [
        'Cart@1: references ask',
        'constructor@2: ask',
        'add@3: references ask',
        'Door@8: references ask',
        'total@12: references ask',
        'Size@13: references ask',
    ]);
    check('only above the kinds that are wanted', source, { kinds: ['type', 'function'], ask: false }, [
        'Door@8: references',
        'total@12: references',
        'Size@13: references',
    ]);
    check('where the name is now, when lines were typed above it', `\n\n${source}`, { kinds: ['function'] }, ['total@14: references ask']);
    check('nowhere when the name is gone', source.replace('total', 'sum'), { kinds: ['function'] }, []);
    check('nowhere when both are switched off', source, { references: false, ask: false }, []);
    check('nowhere in a file of more than 5,000 lines', source + '\n'.repeat(MOST_LINES), {}, []);
});

test('a count says who counted', () => {
    expect([countLabel(0, 'language server'), countLabel(1, 'language server'), countLabel(1234, 'language server')]).toEqual([
        'no references',
        '1 reference',
        '1,234 references',
    ]);
    expect([countLabel(0, 'index'), countLabel(1, 'index'), countLabel(3, 'index')]).toEqual([
        'no mentions (index)',
        '1 mention (index)',
        '3 mentions (index)',
    ]);
});

test('a language with reference lenses of its own is known by the setting that shows them', () => {
    expect(ownReferenceLenses('typescriptreact')).toContain('typescript.referencesCodeLens.enabled');
    expect(ownReferenceLenses('java')).toEqual(['java.referencesCodeLens.enabled']);
    expect(ownReferenceLenses('python')).toEqual([]);
});
