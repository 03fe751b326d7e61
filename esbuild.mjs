/**
 * Builds everything into dist/: the extension, the engine, its parse worker, the command line, the view, and copies grammars beside them; and the companion into companion/dist/.
 *   node esbuild.mjs [--watch] [--only=view]
 * Runs on the Node that starts it; no step needs the network.
 */
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { copyGrammars } from './scripts/copyGrammars.mjs';

const root = import.meta.dirname;
const isWatching = process.argv.includes('--watch');
const at = (...parts) => path.join(root, ...parts);

/** Modules of @xenova/transformers that Footnote never uses: images, and the browser's ONNX runtime. */
const unused = {
    name: 'unused-parts-of-transformers',
    setup(build) {
        build.onResolve({ filter: /^(sharp|onnxruntime-web)$/ }, ({ path: name }) => ({ path: name, namespace: 'unused' }));
        build.onLoad({ filter: /.*/, namespace: 'unused' }, ({ path: name }) => ({
            contents:
                name === 'sharp'
                    ? "module.exports = () => { throw new Error('images are not embedded'); };"
                    : 'module.exports = { env: { wasm: {} } };',
        }));
    },
};

/** What tells this build from any other, and what tells whether two of them understand each other (`src/protocol/build.ts`). */
const build = await hashOf('src', 'scripts/copyGrammars.mjs', 'package.json', 'package-lock.json');
const protocol = await hashOf('src/protocol', 'src/wire');

const common = {
    bundle: true,
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
    absWorkingDir: root,
    legalComments: 'none',
    metafile: true,
    define: { FOOTNOTE_BUILD: JSON.stringify(build), FOOTNOTE_PROTOCOL: JSON.stringify(protocol) },
};

/** CommonJS packages inside an ES module bundle still call `require`. */
const requireBanner = "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

const node = {
    ...common,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    // Native packages are loaded from node_modules; LanceDB and Arrow must be the very same CommonJS modules.
    external: ['@lancedb/lancedb', 'apache-arrow', 'onnxruntime-node'],
    plugins: [unused],
    banner: { js: requireBanner },
};

const builds = [
    {
        ...common,
        platform: 'node',
        target: 'node22',
        format: 'cjs',
        entryPoints: { extension: 'src/extension/extension.ts' },
        outdir: 'dist',
        outExtension: { '.js': '.cjs' },
        external: ['vscode'],
    },
    // The companion runs on the user's side: in the editor's own Node, and where the editor is a web page in a worker of that.
    ...[
        ['node', 'companion'],
        ['browser', 'companion.browser'],
    ].map(([platform, name]) => ({
        ...common,
        platform,
        target: platform === 'node' ? 'node22' : 'es2023',
        format: 'cjs',
        minify: true,
        entryPoints: { [name]: 'src/companion/companion.ts' },
        outdir: 'companion/dist',
        outExtension: { '.js': '.cjs' },
        external: ['vscode'],
    })),
    { ...node, splitting: true, chunkNames: 'engine-[hash]', entryPoints: { engine: 'src/engine/main.ts', cli: 'src/cli/main.ts' } },
    { ...node, entryPoints: { parseWorker: 'src/engine/parse/parseWorker.ts' } },
    {
        ...common,
        platform: 'browser',
        target: 'es2023',
        format: 'esm',
        minify: true,
        entryPoints: { chat: 'webview-ui/src/main.ts', theme: 'webview-ui/src/theme.css' },
        outdir: 'dist/view',
        external: ['*.ttf'],
    },
];

await mkdir(at('dist/view'), { recursive: true });
await cp(at('src/cli/schema.json'), at('dist/schema.json'));
await copyGrammars(at('dist/grammars'));

// Last, so that who reads it finds everything else in its place.
const writeBuildId = async () => {
    await writeFile(at('dist/build-id.new'), build);
    await rename(at('dist/build-id.new'), at('dist/build-id'));
};

if (isWatching) {
    await writeBuildId();
    for (const options of builds) await (await esbuild.context(options)).watch();
    console.log('Watching; Ctrl-C ends it.');
} else {
    const results = await Promise.all(builds.map(options => esbuild.build(options)));
    await writeBuildId();
    // What an earlier build left behind goes last: a running Footnote never finds its files missing.
    const written = new Set(results.flatMap(({ metafile }) => Object.keys(metafile.outputs)));
    for (const name of await readdir(at('dist'))) {
        if (/^engine-.*\.mjs(\.map)?$/.test(name) && !written.has(`dist/${name}`)) await rm(at('dist', name));
    }
    for (const { metafile } of results) {
        for (const [file, { bytes }] of Object.entries(metafile.outputs)) {
            if (!file.endsWith('.map')) console.log(`${file}  ${(bytes / 1024).toFixed(0)} KB`);
        }
    }
}

/** Of the names and contents of files, and of all files below folders. */
async function hashOf(...places) {
    const hash = createHash('sha256');
    for (const place of places) {
        const below = place.includes('.') ? [''] : (await readdir(at(place), { recursive: true })).sort();
        for (const name of below) {
            const file = path.join(place, name);
            const bytes = await readFile(at(file)).catch(error => {
                if (error.code === 'EISDIR') return undefined;
                throw error;
            });
            if (bytes) hash.update(`${file}\n${bytes.length}\n`).update(bytes);
        }
    }
    return hash.digest('hex').slice(0, 32);
}
