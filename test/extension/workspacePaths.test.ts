import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pathOfDocument, toDiskPath, toWorkspacePath, workspaceRoots } from '../../src/extension/workspacePaths.ts';
import { workspacePath } from '../../src/protocol/text.ts';

const one = [{ folder: '/projects/shop', name: '' }];
const two = workspaceRoots([
    { folder: '/projects/shop', name: 'shop' },
    { folder: '/projects/shop/web', name: 'web' },
]);

function check(name: string, roots: typeof one | typeof two, file: string, expected: string | undefined) {
    test(name, () => {
        expect(toWorkspacePath(roots, file)).toBe(expected);
        if (expected !== undefined) expect(toDiskPath(roots, workspacePath(expected))).toBe(file);
    });
}

describe('paths of a workspace', () => {
    check('are relative to its folder', one, '/projects/shop/src/cart.ts', 'src/cart.ts');
    check('begin with the folder when there are several', two, '/projects/shop/src/cart.ts', 'shop/src/cart.ts');
    check('belong to the inner folder when one lies in the other', two, '/projects/shop/web/page.ts', 'web/page.ts');
    check('are none outside', one, '/projects/other/cart.ts', undefined);
    check('are none for a folder that only begins alike', one, '/projects/shopping/cart.ts', undefined);
    check('are none for the folder itself', one, '/projects/shop', undefined);
    check('may begin with dots', one, '/projects/shop/..cart/a.ts', '..cart/a.ts');

    test('folders of the same name are told apart, and one that is opened twice counts once', () => {
        const roots = workspaceRoots([
            { folder: '/a/app', name: 'app' },
            { folder: '/b/app', name: 'app' },
            { folder: '/a/app', name: 'again' },
            { folder: '/c', name: 'x/y' },
        ]);
        expect(roots.map(({ name }) => name)).toEqual(['app', 'app (2)', 'x-y']);
        const copies = workspaceRoots(['/a/app', '/b/app', '/c/app (2)', '/d/app'].map(folder => ({ folder, name: folder.slice(3) })));
        expect(copies.map(({ name }) => name)).toEqual(['app', 'app (2)', 'app (2) (2)', 'app (3)']);
    });

    test('are none of a document that is not on this disk, whatever its path looks like', () => {
        const fsPath = '/projects/shop/src/cart.ts';
        expect(pathOfDocument(one, { scheme: 'file', fsPath })).toBe('src/cart.ts');
        for (const scheme of ['vscode-vfs', 'untitled', 'git', 'vscode-remote', 'http'])
            expect(pathOfDocument(one, { scheme, fsPath }), scheme).toBeUndefined();
    });

    test('no path climbs out of its folder', () => {
        for (const path of ['../secret', 'src/../../secret', 'a\0b', '..', '.', '']) {
            expect(toDiskPath(one, workspacePath(path)), path).toBeUndefined();
        }
        fc.assert(
            fc.property(fc.array(fc.constantFrom('..', '.', 'a', '', '\0', '/', '\\', '~', '...'), { maxLength: 12 }), parts => {
                const found = toDiskPath(one, workspacePath(parts.join('/')));
                return found === undefined || found.startsWith('/projects/shop/');
            }),
            { numRuns: 2_000 },
        );
    });
});
