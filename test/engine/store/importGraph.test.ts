import { describe, expect, test } from 'vitest';
import { workspacePath } from '../../../src/protocol/text.ts';
import { ImportGraph } from '../../../src/engine/store/importGraph.ts';

const FILES = [
    'src/cart.ts',
    'src/cart.test.ts',
    'src/item/index.ts',
    'src/item/price.tsx',
    'src/styles.css',
    'src/legacy.js',
    'lib/cart.ts',
    'shop/__init__.py',
    'shop/models/__init__.py',
    'shop/models/item.py',
    'shop/views.py',
    'os_tools/path.py',
    'server/pkg/store/store.go',
    'server/pkg/store/disk.go',
    'server/main.go',
    'app/src/main/java/com/acme/shop/Item.java',
    'app/src/main/java/com/acme/shop/Cart.java',
    'crate/src/net/mod.rs',
    'crate/src/net/tcp.rs',
    'crate/src/lib.rs',
];

const graph = new ImportGraph(FILES.map(path => ({ path: workspacePath(path), modules: [] })));

function check(importer: string, module: string, expected: readonly string[]): void {
    test(`${importer} imports ${module}`, () => {
        expect([...graph.targetsOf(module, workspacePath(importer))].sort()).toEqual([...expected].sort());
    });
}

describe('a specifier means', () => {
    check('src/cart.test.ts', './cart', ['src/cart.ts']);
    check('src/cart.test.ts', './cart.ts', ['src/cart.ts']);
    check('src/cart.test.ts', './cart.js', ['src/cart.ts']);
    check('src/cart.ts', './item', ['src/item/index.ts']);
    check('src/cart.ts', './item/price', ['src/item/price.tsx']);
    check('src/item/price.tsx', '..', []);
    check('src/item/price.tsx', '../cart', ['src/cart.ts']);
    check('src/item/price.tsx', '.', ['src/item/index.ts']);
    check('src/cart.ts', './styles.css', ['src/styles.css']);
    check('src/cart.ts', './nowhere', []);
    check('src/cart.ts', 'react', []);
    check('src/cart.ts', '@/item/price', ['src/item/price.tsx']);
    check('shop/views.py', 'shop.models.item', ['shop/models/item.py']);
    check('shop/views.py', '.models.item', ['shop/models/item.py']);
    check('shop/views.py', '.models', ['shop/models/__init__.py']);
    check('shop/models/item.py', '..views', ['shop/views.py']);
    check('shop/views.py', 'os.path', []);
    check('server/main.go', 'github.com/acme/server/pkg/store', ['server/pkg/store/store.go', 'server/pkg/store/disk.go']);
    check('server/main.go', 'fmt', []);
    check('app/src/main/java/com/acme/shop/Cart.java', 'com.acme.shop.Item', ['app/src/main/java/com/acme/shop/Item.java']);
    check('app/src/main/java/com/acme/shop/Cart.java', 'java.util.List', []);
    check('crate/src/lib.rs', 'crate::net::tcp', ['crate/src/net/tcp.rs']);
    check('crate/src/lib.rs', 'crate::net::tcp::TcpStream', ['crate/src/net/tcp.rs']);
});

test('importers are listed once, and no file imports itself', () => {
    const importing = new ImportGraph([
        { path: workspacePath('a.ts'), modules: ['./b', './b.ts', './a'] },
        { path: workspacePath('b.ts'), modules: [] },
        { path: workspacePath('c.ts'), modules: ['./b'] },
    ]);
    expect(importing.importersOf(workspacePath('b.ts'))).toEqual(['a.ts', 'c.ts']);
    expect(importing.importersOf(workspacePath('a.ts'))).toEqual([]);
});

test('files come and go one by one, and what imports mean follows', () => {
    const [app, old, fresh] = [workspacePath('src/app.ts'), workspacePath('src/cart.js'), workspacePath('src/cart/index.ts')];
    const growing = new ImportGraph([{ path: app, modules: ['./cart'] }]);
    expect(growing.importsOf(app)).toEqual([]);
    growing.set({ path: old, modules: [] });
    expect([growing.importsOf(app), growing.importersOf(old)]).toEqual([[old], [app]]);
    growing.delete(old);
    growing.set({ path: fresh, modules: [] });
    expect([growing.importsOf(app), growing.importersOf(old), growing.importersOf(fresh)]).toEqual([[fresh], [], [app]]);
    growing.set({ path: app, modules: [] });
    expect(growing.importersOf(fresh)).toEqual([]);
});
