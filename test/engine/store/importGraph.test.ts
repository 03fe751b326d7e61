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
    'zig/main.zig',
    'zig/money.zig',
    'lib/plug/conn.ex',
    'lib/plug/conn/query.ex',
    'lib/plug/router.ex',
    'lib/http.dart',
    'lib/src/client.dart',
    'ring/middleware/content_type.clj',
    'ring/core.clj',
    'lua/telescope/init.lua',
    'lua/telescope/sorters.lua',
    'src/XMonad/StackSet.hs',
    'src/Main.hs',
    'unix/lwt_unix.ml',
    'unix/app.ml',
    'nix/module.nix',
    'nix/lib/default.nix',
    'perl/Shop/Cart.pm',
    'perl/Shop/Till.pm',
    'ps/Cart.psm1',
    'ps/Lines.ps1',
    'tf/main.tf',
    'tf/modules/network/main.tf',
    'tf/modules/network/outputs.tf',
];

/** A graph of files that import what is written here, and a way to change both. */
function graphOf(files: Readonly<Record<string, readonly string[]>>): {
    readonly graph: ImportGraph;
    set(path: string, modules: readonly string[]): void;
    delete(path: string): void;
} {
    const modulesOf = new Map<string, readonly string[]>();
    const texts: string[] = [];
    const paths: string[] = [];
    const graph = new ImportGraph({
        modulesOf: path => (modulesOf.get(path) ?? []).map(module => texts.indexOf(module)),
        textOf: module => texts[module] ?? '',
        filesWith: module => paths.flatMap((path, file) => (modulesOf.get(path)?.includes(texts[module] ?? '') === true ? [file] : [])),
        pathOf: file => workspacePath(paths[file] ?? ''),
    });
    const set = (path: string, modules: readonly string[]): void => {
        if (!modulesOf.has(path)) graph.add(workspacePath(path));
        modulesOf.set(path, modules);
        if (!paths.includes(path)) paths.push(path);
        for (const module of modules) if (!texts.includes(module)) graph.addModule(texts.push(module) - 1);
    };
    for (const [path, modules] of Object.entries(files)) set(path, modules);
    return {
        graph,
        set,
        delete: path => {
            modulesOf.delete(path);
            graph.delete(workspacePath(path));
        },
    };
}

const { graph } = graphOf(Object.fromEntries(FILES.map(path => [path, []])));

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
    check('zig/main.zig', 'money.zig', ['zig/money.zig']);
    check('zig/main.zig', 'std', []);
    check('lib/plug/router.ex', 'Plug.Conn', ['lib/plug/conn.ex']);
    check('lib/plug/router.ex', 'Plug.Conn.Query', ['lib/plug/conn/query.ex']);
    check('src/cart.ts', 'Plug.Conn', []);
    check('lib/http.dart', 'src/client.dart', ['lib/src/client.dart']);
    check('lib/src/client.dart', 'package:http/http.dart', ['lib/http.dart']);
    check('ring/core.clj', 'ring.middleware.content-type', ['ring/middleware/content_type.clj']);
    check('lua/telescope/init.lua', 'telescope.sorters', ['lua/telescope/sorters.lua']);
    check('src/Main.hs', 'XMonad.StackSet', ['src/XMonad/StackSet.hs']);
    check('unix/app.ml', 'Lwt_unix', ['unix/lwt_unix.ml']);
    check('tf/main.tf', './modules/network', ['tf/modules/network/main.tf']);
    check('nix/module.nix', './lib', ['nix/lib/default.nix']);
    check('perl/Shop/Till.pm', 'Shop::Cart', ['perl/Shop/Cart.pm']);
    check('ps/Cart.psm1', '$PSScriptRoot\\Lines.ps1', ['ps/Lines.ps1']);
});

test('importers are listed once, and no file imports itself', () => {
    const { graph: importing } = graphOf({ 'a.ts': ['./b', './b.ts', './a'], 'b.ts': [], 'c.ts': ['./b'] });
    expect(importing.importersOf(workspacePath('b.ts'))).toEqual(['a.ts', 'c.ts']);
    expect(importing.importersOf(workspacePath('a.ts'))).toEqual([]);
});

test('importers are found by a specifier that names only folders above them', () => {
    const { graph: importing } = graphOf({
        'shop/__init__.py': [],
        'shop/views.py': ['.', '..other'],
        'shop/deep/form.py': ['..'],
        'shop/deep/__init__.py': ['...'],
        'lib/index.ts': [],
        'lib/a/b.ts': ['..', '../a/..'],
        'other.py': ['.'],
    });
    expect(importing.importersOf(workspacePath('shop/__init__.py'))).toEqual(['shop/views.py', 'shop/deep/form.py']);
    expect(importing.importersOf(workspacePath('lib/index.ts'))).toEqual(['lib/a/b.ts']);
    expect(importing.importersOf(workspacePath('shop/views.py'))).toEqual([]);
});

test('importers of a file are found by a name that its path spells otherwise', () => {
    const { graph: importing } = graphOf({
        'lib/plug/conn.ex': [],
        'lib/router.ex': ['Plug.Conn'],
        'lib/zig.zig': ['a.zig'],
        'lib/a.zig': [],
    });
    expect(importing.importersOf(workspacePath('lib/plug/conn.ex'))).toEqual(['lib/router.ex']);
    expect(importing.importersOf(workspacePath('lib/a.zig'))).toEqual(['lib/zig.zig']);
});

test('files come and go one by one, and what imports mean follows', () => {
    const [app, old, fresh] = [workspacePath('src/app.ts'), workspacePath('src/cart.js'), workspacePath('src/cart/index.ts')];
    const files = graphOf({ [app]: ['./cart'] });
    const growing = files.graph;
    expect(growing.importsOf(app)).toEqual([]);
    files.set(old, []);
    expect([growing.importsOf(app), growing.importersOf(old)]).toEqual([[old], [app]]);
    files.delete(old);
    files.set(fresh, []);
    expect([growing.importsOf(app), growing.importersOf(old), growing.importersOf(fresh)]).toEqual([[fresh], [], [app]]);
    files.set(app, ['./cart', './cart']);
    expect([growing.importersOf(fresh), growing.importsOf(app)]).toEqual([[app], [fresh]]);
    files.set(app, []);
    expect(growing.importersOf(fresh)).toEqual([]);
});
