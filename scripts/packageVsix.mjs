/**
 * `npm run package [-- --target darwin-arm64 | --all]`: builds and packs one VSIX for one platform (this one when none is named), with that
 * platform's native binaries only, and Footnote Companion, which is the same for all. Any platform can be packed on any:
 * what npm does not install here is fetched once and held to the digest of the lock file (`nativePackages`).
 * What ships is put together in out/package by the lists below; whatever is not named here does not ship.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { grammarPackages } from './copyGrammars.mjs';
import { nativePackageFolder } from './nativePackages.ts';
import { ownTarget, packageTargets } from './packageTargets.ts';

const repository = path.resolve(import.meta.dirname, '..');
const stage = path.join(repository, 'out/package');

/** Loaded from node_modules at run time (see `external` in esbuild.mjs); their own dependencies come along. */
const EXTERNAL = ['@lancedb/lancedb', 'apache-arrow', 'onnxruntime-node'];
/** Parts of command line programs inside apache-arrow, and types. */
const UNUSED = /^(@types\/|command-line-|json-bignum$)/;

/** Returns the path of the VSIX. */
export function packageVsix(target = ownTarget()) {
    const platform = packageTargets[target];
    if (!platform) throw new Error(`Unknown target ${target}: one of ${Object.keys(packageTargets).join(', ')}.`);
    run(process.execPath, ['esbuild.mjs'], repository);
    rmSync(stage, { recursive: true, force: true });
    mkdirSync(stage, { recursive: true });
    const manifest = stageOwnFiles();
    const sources = stagePackages(platform);
    writeFileSync(path.join(stage, 'THIRD-PARTY-NOTICES.txt'), notices([...sources.keys(), ...bundledPackages()], sources));
    // The lists above are the guard, and testPackage checks them; the scan reads 200 MB of binaries to find nothing.
    const forTarget = target === 'universal' ? [] : ['--target', target];
    return pack(stage, `${manifest.name}-${target}-${manifest.version}.vsix`, [...forTarget, '--allow-package-all-secrets']);
}

/** Footnote Companion, from what `packageVsix` has built. Returns the path of the VSIX. */
export function packageCompanion() {
    const folder = path.join(repository, 'out/package-companion');
    rmSync(folder, { recursive: true, force: true });
    cpSync(path.join(repository, 'companion'), folder, { recursive: true, filter: file => !file.endsWith('.map') });
    for (const name of ['LICENSE', 'SECURITY.md']) cpSync(path.join(repository, name), path.join(folder, name));
    writeFileSync(path.join(folder, 'THIRD-PARTY-NOTICES.txt'), notices(packagesInside('companion/dist')));
    const { name, version } = readJson('companion/package.json');
    return pack(folder, `${name}-${version}.vsix`);
}

function pack(folder, name, more = []) {
    const vsix = path.join(repository, 'out', name);
    rmSync(vsix, { force: true });
    const options = ['--out', vsix, '--no-dependencies', '--no-rewrite-relative-links', '--allow-missing-repository', ...more];
    run(process.execPath, [path.join(repository, 'node_modules/@vscode/vsce/vsce'), 'package', ...options], folder);
    return vsix;
}

/** Our own files, and a package.json without what only development needs. */
function stageOwnFiles() {
    const copy = (name, filter) => cpSync(path.join(repository, name), path.join(stage, name), { recursive: true, filter });
    copy('dist', file => !file.endsWith('.map') && path.basename(file) !== 'node_modules');
    copy('l10n', file => !path.basename(file).startsWith('manifest.'));
    for (const name of readdirSync(repository).filter(file => /^package\.nls\..*json$/.test(file))) copy(name);
    for (const name of ['media', 'README.md', 'LICENSE', 'CHANGELOG.md', 'SECURITY.md']) copy(name);
    const {
        scripts,
        dependencies,
        devDependencies,
        optionalDependencies,
        overrides,
        private: isPrivate,
        ...manifest
    } = readJson('package.json');
    writeFileSync(path.join(stage, 'package.json'), `${JSON.stringify(manifest, null, 4)}\n`);
    copy('.vscodeignore');
    return manifest;
}

/** The packages that are loaded at run time, in dist/node_modules beside the engine. Returns their names, with where they were taken from. */
function stagePackages({ native, onnx }) {
    const sources = new Map(closure(EXTERNAL).map(name => [name, path.join(repository, 'node_modules', name)]));
    if (native) sources.set(native.name, nativePackageFolder(native.name, native.madeFor));
    for (const [name, from] of sources) {
        cpSync(from, path.join(stage, 'dist/node_modules', name), {
            recursive: true,
            dereference: true,
            filter: file => ships(file, from, onnx),
        });
    }
    return sources;
}

/** Of a package: what runs or must be said, and of ONNX Runtime the binaries of this platform. */
function ships(file, packageFolder, onnx) {
    const below = path.relative(packageFolder, file).replaceAll(path.sep, '/');
    if (below === '') return true;
    if (/^(node_modules|src|bin\/.*\.js|docs?|test|examples|esm|umd)(\/|$)/.test(below) && !below.startsWith('bin/napi')) return false;
    if (below.startsWith('bin/napi-v3/')) {
        const [, , ...rest] = below.split('/');
        const at = rest.join('/');
        return onnx !== undefined && (onnx.startsWith(at) || at.startsWith(onnx));
    }
    if (statSync(file).isDirectory()) return true;
    return /\.(c?js|json|node)$/.test(below) || /(^|\/)(licen[cs]e|notice|copying|[A-Z_]*THIRD_PARTY[A-Z_]*)[^/]*$/i.test(below);
}

/** The named packages and everything they need at run time. */
function closure(names) {
    const found = new Set();
    const add = name => {
        if (found.has(name) || UNUSED.test(name)) return;
        found.add(name);
        for (const next of Object.keys(readJson(`node_modules/${name}/package.json`).dependencies ?? {})) add(next);
    };
    names.forEach(add);
    return [...found].sort();
}

/** Packages whose code is inside our bundles, as the source maps name them, and those whose grammars are copied. */
function bundledPackages() {
    return [...grammarPackages, ...packagesInside('dist', 'dist/view')].sort();
}

/** Packages whose code is inside the bundles of these folders. */
function packagesInside(...folders) {
    const names = new Set();
    for (const folder of folders) {
        for (const file of readdirSync(path.join(repository, folder))) {
            if (!file.endsWith('.map')) continue;
            for (const source of readJson(path.join(folder, file)).sources) {
                const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1];
                // Some packages bring source maps of their own, which name folders of their authors.
                if (name && existsSync(path.join(repository, 'node_modules', name, 'package.json'))) names.add(name);
            }
        }
    }
    return [...names].sort();
}

/** Names, versions and licences of other people's work, with the texts they come with. */
function notices(names, sources = new Map()) {
    const parts = [...new Set(names)].sort().map(name => {
        const folder = sources.get(name) ?? path.join(repository, 'node_modules', name);
        const { version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
        const texts = readdirSync(folder).filter(
            file => /^(licen[cs]e|notice|copying)(\.|-|$)/i.test(file) && statSync(path.join(folder, file)).isFile(),
        );
        const words = texts.map(file => readFileSync(path.join(folder, file), 'utf8').trim());
        return [`${name} ${version} (${typeof license === 'string' ? license : 'see below'})`, ...words].join('\n\n');
    });
    return `Footnote contains work of others, under their own licences.\n\n${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

function readJson(name) {
    return JSON.parse(readFileSync(path.join(repository, name), 'utf8'));
}

function run(command, args, cwd) {
    const { status } = spawnSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
    if (status !== 0) throw new Error(`${path.basename(args[0])} failed`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
    try {
        const at = process.argv.indexOf('--target');
        const named = at === -1 ? ownTarget() : process.argv[at + 1];
        const targets = process.argv.includes('--all') ? Object.keys(packageTargets) : [named];
        for (const pack of [...targets.map(target => () => packageVsix(target)), packageCompanion]) {
            const vsix = pack();
            console.log(`${path.relative(repository, vsix)}: ${(statSync(vsix).size / 2 ** 20).toFixed(1)} MB`);
        }
    } catch (error) {
        console.error(error.message);
        process.exitCode = 1;
    }
}
