/** A copy of the fixture `shop` to change at will, with a repository around it and an index of its own. */
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export function makeTestWorkspace() {
    const base = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'footnote-test-')));
    const folder = path.join(base, 'shop');
    cpSync(path.resolve(import.meta.dirname, '../test/fixtures/shop'), folder, { recursive: true });
    writeFileSync(path.join(folder, 'logo.bin'), Buffer.from([0, 1, 2, 3, 0, 255]));
    // Enough of a repository for a permalink; a fixture cannot hold a `.git` of its own.
    mkdirSync(path.join(folder, '.git/refs/heads'), { recursive: true });
    writeFileSync(path.join(folder, '.git/HEAD'), 'ref: refs/heads/main\n');
    writeFileSync(path.join(folder, '.git/refs/heads/main'), '0123456789abcdef0123456789abcdef01234567\n');
    writeFileSync(path.join(folder, '.git/config'), '[remote "origin"]\n\turl = git@github.com:acme/shop.git\n');
    return {
        folder,
        /** Keeps the user's own indexes out of it. */
        env: { XDG_DATA_HOME: path.join(base, 'data') },
        base,
        remove: () => rmSync(base, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
    };
}
