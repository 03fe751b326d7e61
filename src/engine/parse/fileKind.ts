import type { FileKind } from '../../protocol/code.ts';
import { baseName, folderName } from '../../protocol/text.ts';

/** What a file is for, told from its path and its first lines (a few hundred characters are enough). */
export function fileKindOf(path: string, firstLines: string): FileKind {
    const lowered = path.toLowerCase();
    const name = baseName(lowered);
    const folders = folderName(lowered).split('/');
    const isProse = proseEnding.test(name);
    if (isGenerated(name, folders, isProse ? '' : firstLines)) return 'generated';
    if (isTest(baseName(path), name, folders)) return 'test';
    if (isProse || folders.some(folder => docsFolders.has(folder)) || docsName.test(name)) return 'docs';
    if (isBuild(name, folders)) return 'build';
    if (configEnding.test(name)) return 'config';
    if (dataEnding.test(name)) return 'data';
    return name.includes('.', 1) ? 'code' : kindWithoutEnding(name, firstLines);
}

/** Only a program says how it is run; notes for people go by what they are: `release-checklist`, `HACKING`. */
function kindWithoutEnding(name: string, firstLines: string): FileKind {
    if (firstLines.startsWith('#!')) return 'code';
    if (name.startsWith('.')) return 'config';
    return proseName.test(name) ? 'docs' : 'data';
}

const proseName = /(?:^|[-_])(?:checklist|todo|notes?|install|howto|faq|usage|guide|hacking|thanks|credits|template)(?:[-_]|$)/;
const proseEnding = /\.(md|mdx|markdown|rst|adoc|asciidoc|txt|tex|ipynb)$/;
const docsName =
    /^(readme|changelog|changes|contributing|license|copying|notice|authors|security|code_of_conduct|history|news|maintainers)(\.|$)/;
/** Examples show how to use the code; they are not the code. */
const docsFolders = new Set([
    'doc',
    'docs',
    'documentation',
    'example',
    'examples',
    'sample',
    'samples',
    'demo',
    'demos',
    'tutorial',
    'tutorials',
]);

const generatedFolders = new Set(['node_modules', 'vendor', 'third_party', 'generated', '__generated__', 'gen', 'autogen']);
const lockFiles = new Set([
    'package-lock.json',
    'npm-shrinkwrap.json',
    'yarn.lock',
    'pnpm-lock.yaml',
    'bun.lock',
    'cargo.lock',
    'poetry.lock',
    'uv.lock',
    'pipfile.lock',
    'go.sum',
    'gemfile.lock',
    'composer.lock',
    'flake.lock',
    'mix.lock',
    'pubspec.lock',
    'podfile.lock',
    'package.resolved',
    'stack.yaml.lock',
    'renv.lock',
    '.terraform.lock.hcl',
    'gradle.lockfile',
]);
const generatedName =
    /(\.min\.(js|css|mjs)|\.bundle\.js|\.pb\.go|\.pb\.(cc|h)|_pb2(_grpc)?\.pyi?|_pb\.(js|ts)|\.(g|freezed|gr|mocks|pb|pbenum|pbjson)\.dart|\.pb\.swift|\.generated\.[a-z]+|\.designer\.cs|\.map)$/;
/** What generators write at the top: Go's convention, the `@generated` mark, and the usual sentences; in small letters it may be advice to people. */
const generatedMark = /@generated\b|\bDO NOT (EDIT|MODIFY)\b|\b[Aa]uto[- ]?(matically )?generated (by|from|file)\b/;

function isGenerated(name: string, folders: readonly string[], firstLines: string): boolean {
    if (lockFiles.has(name) || generatedName.test(name) || folders.some(folder => generatedFolders.has(folder))) return true;
    // Declarations beside their source are written by hand; those in an output folder are not.
    if (
        /\.d\.[mc]?ts$/.test(name) &&
        folders.some(folder => folder === 'dist' || folder === 'build' || folder === 'out' || folder === 'lib')
    )
        return true;
    return firstLines.split('\n', 15).some(line => generatedMark.test(line) && /^\W/.test(line.trimStart()));
}

/** Benchmarks and end-to-end playgrounds exercise the code as tests do, and are as seldom what a question is about. */
const testFolders =
    /^(test|tests|__tests?__|test[-_]?data|.*[-_]tests?|tests[-_].*|fixtures|__(fixtures|snapshots|mocks)__|e2e|bench|benches|benchmarks?|playgrounds?|androidtest)$/;
/** Go's helpers for tests: `caddytest`, `storetest`. */
const testHelperFolder = /^(?!.*(latest|contest|attest|protest|greatest|fastest)$)[a-z]+test$/;

function isTest(name: string, lowered: string, folders: readonly string[]): boolean {
    if (folders.some(folder => testFolders.test(folder) || testHelperFolder.test(folder))) return true;
    return (
        /(_test|_tests|_spec|_bench)\.[a-z]+$/.test(lowered) ||
        /[.-](test|tests|spec|bench|e2e|test-d|stories)\.[a-z]+$/.test(lowered) ||
        /^(test_.*|conftest|tests?)\.(py|rs|js|ts|ml|jl|lua|exs|nix|zig)$/.test(lowered) ||
        // `CartTest.java`, not `Latest.java`.
        /[a-z0-9](Test|Tests|IT|TestCase|Spec)\.(java|kt|scala|cs|groovy|swift|php|hs|dart)$/.test(name) ||
        /^spec\.hs$|^runtests\.jl$|\.tests?\.ps1$|\.t$/.test(lowered) ||
        /^Test[A-Z]\w*\.(java|kt)$/.test(name)
    );
}

const buildNames = new Set([
    'makefile',
    'gnumakefile',
    'jenkinsfile',
    'justfile',
    'rakefile',
    'gemfile',
    'procfile',
    'vagrantfile',
    'cmakelists.txt',
    'meson.build',
    'build',
    'build.bazel',
    'workspace',
    'package.json',
    'pnpm-workspace.yaml',
    'lerna.json',
    'nx.json',
    'turbo.json',
    'cargo.toml',
    'go.mod',
    'go.work',
    'pom.xml',
    'gradlew',
    'gradlew.bat',
    'pyproject.toml',
    'setup.py',
    'setup.cfg',
    'tox.ini',
    'noxfile.py',
    'pipfile',
    'manifest.in',
    'composer.json',
    'deno.json',
    'rust-toolchain.toml',
    '.gitlab-ci.yml',
    '.travis.yml',
    'appveyor.yml',
    'azure-pipelines.yml',
    '.goreleaser.yml',
    '.promu.yml',
    'cross.toml',
    'taskfile.yml',
    'docker-compose.yml',
    'compose.yaml',
    'compose.yml',
    'renovate.json',
    'dependabot.yml',
    'build.rs',
    'package.swift',
    'podfile',
    'fastfile',
    'mix.exs',
    'rebar.config',
    'pubspec.yaml',
    'build.sbt',
    'stack.yaml',
    'cabal.project',
    'project.clj',
    'deps.edn',
    'shadow-cljs.edn',
    'build.zig',
    'build.zig.zon',
    'dune',
    'dune-project',
    'cpanfile',
    'makefile.pl',
    'build.pl',
]);

function isBuild(name: string, folders: readonly string[]): boolean {
    return (
        buildNames.has(name) ||
        folders.includes('.github') ||
        folders.includes('.circleci') ||
        folders.includes('.buildkite') ||
        /^(dockerfile|containerfile)\b/.test(name) ||
        // `Makefile.common`, `Makefile.win`.
        /^(gnu)?makefile\.\w+$/.test(name) ||
        /\.(mk|cmake|gradle|gradle\.kts|gemspec|csproj|vcxproj|sln|nix|dockerfile|bzl|bnd|cabal|sbt|podspec|rockspec|opam)$/.test(name) ||
        /^requirements.*\.(txt|in)$/.test(name) ||
        /^tsconfig.*\.json$/.test(name) ||
        /\.config\.[mc]?[jt]s$/.test(name)
    );
}

const configEnding = /(\.(json|jsonc|json5|yaml|yml|toml|ini|cfg|conf|properties|env|xml|plist|editorconfig|tfvars|edn)|rc)$/;
const dataEnding = /\.(csv|tsv|svg|po|pot|log|snap|patch|diff|lock|pem|crt|dat|out|sum|prom|jsonl|ndjson|geojson)$/;
