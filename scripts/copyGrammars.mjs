/**
 * Copies the grammars, the tree-sitter runtime and our queries into one folder (`dist/grammars` by default).
 * Files that are there already are left alone; several processes may do this at once.
 */
import { copyFile, mkdir, readdir, rename, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);

/** Where each grammar comes from; the newest build that web-tree-sitter 0.27 loads. */
const sources = {
    '@vscode/tree-sitter-wasm/wasm': [
        'typescript',
        'tsx',
        'javascript',
        'python',
        'java',
        'go',
        'rust',
        'cpp',
        'c-sharp',
        'ruby',
        'php',
        'bash',
        'css',
        'powershell',
    ],
    '@cursorless/tree-sitter-wasms/out': [
        'json',
        'yaml',
        'c',
        'kotlin',
        'scss',
        'swift',
        'scala',
        'dart',
        'lua',
        'elixir',
        'haskell',
        'zig',
        'perl',
        'r',
        'hcl',
        'nix',
        'clojure',
        'elm',
        'gleam',
        'gdscript',
    ],
    '@tree-sitter-grammars/tree-sitter-toml': ['toml'],
    'tree-sitter-ocaml': ['ocaml', 'ocaml_interface'],
    'tree-sitter-julia': ['julia'],
};

/** The packages that they come from, whose licences go with them. */
export const grammarPackages = Object.keys(sources).map(folder =>
    folder
        .split('/')
        .slice(0, folder.startsWith('@') ? 2 : 1)
        .join('/'),
);

/** Returns the names of the files in `target`. */
export async function copyGrammars(target = join(root, 'dist', 'grammars')) {
    await mkdir(target, { recursive: true });
    const queries = join(root, 'src', 'engine', 'parse', 'queries');
    const files = [
        require.resolve('web-tree-sitter/web-tree-sitter.wasm'),
        ...Object.entries(sources).flatMap(([folder, names]) =>
            names.map(name => join(root, 'node_modules', folder, `tree-sitter-${name}.wasm`)),
        ),
        ...(await readdir(queries)).map(name => join(queries, name)),
    ];
    await Promise.all(files.map(file => copyIfNewer(file, join(target, basename(file)))));
    return files.map(file => basename(file));
}

async function copyIfNewer(from, to) {
    const [source, copy] = await Promise.all([stat(from), stat(to).catch(() => undefined)]);
    if (copy && copy.size === source.size && copy.mtimeMs >= source.mtimeMs) return;
    // Another process may be reading the old file, so the new one takes its place whole.
    const draft = `${to}.${process.pid}`;
    await copyFile(from, draft);
    await rename(draft, to);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const names = await copyGrammars(process.argv[2]);
    console.log(`${names.length} files of grammars copied`);
}
