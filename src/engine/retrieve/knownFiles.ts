import { baseName } from '../../protocol/text.ts';
import { termsOf } from './terms.ts';

/**
 * The words with which people ask for files that go by a conventional name: nobody who wonders "who bumps our dependencies" says
 * `renovate.json5`, and the file does not say it either. Empty for all other files. In the form of `termsOf`, each once.
 */
export function wordsForKnownFile(path: string): readonly string[] {
    const name = baseName(path).toLowerCase();
    const whole = path.toLowerCase();
    const terms = new Set<string>();
    for (const { names, terms: own } of KNOWN) {
        if (names.test(name) || names.test(whole)) for (const term of own) terms.add(term);
    }
    // `.prettierrc`, `dockerfile`, `.eslintignore`, `tsconfig`: the tool's name is in it.
    for (const term of termsOf(TOOL_IN_NAME.exec(name)?.[1] ?? '')) terms.add(term);
    return [...terms];
}

const TOOL_IN_NAME = /^\.?([a-z]+?)(?:rc|file|ignore|config|attributes)(?:\.[\w.]+)?$/;

interface KnownName {
    /** Of a base name, or of a path, in lower case. */
    readonly names: RegExp;
    readonly terms: readonly string[];
}

function known(names: RegExp, words: string): KnownName {
    return { names, terms: [...new Set(termsOf(words))] };
}

/** Conventions of the ecosystems that the parser knows. What a word does not tell apart within a repository costs nothing. */
const KNOWN: readonly KnownName[] = [
    known(
        /^(?:dependabot|\.?renovate)(?:rc)?\.(?:ya?ml|json5?)$|^\.renovaterc$/,
        'bot dependency dependencies update updates upgrade bump bumps propose automatic automatically schedule weekly daily pull request pr prs',
    ),
    known(
        /^\.golangci\.|^\.?eslint|^\.flake8$|pylintrc|^\.?ruff\.toml$|^\.rubocop|^\.?stylelint|^\.?clippy\.toml$|checkstyle.*\.xml$|^\.yamllint|^tslint\.json$|^\.jshintrc|^\.?detekt|^\.swiftlint|^\.clang-tidy$|^\.ansible-lint|^\.markdownlint|^biome\.json|^\.?oxlint/,
        'lint linter linters linting rule rules warning warnings complain silence suppress disable disabled static analysis',
    ),
    known(
        /^\.?prettier|^\.editorconfig$|^\.clang-format$|^\.?rustfmt\.toml$|^biome\.json|^\.style\.yapf$|^\.scalafmt|^\.?black/,
        'format formatter formatting style tab tabs space spaces indent indentation trailing comma commas quote quotes semicolons line length whitespace newline',
    ),
    known(/^(?:ts|js)config.*\.json$|^\.?babel|^\.swcrc$/, 'compiler strict target transpile preset option options'),
    known(
        /^(?:changelog|changes|history|news|releases|release[-_]?notes)(?:\.|$)/,
        'change changed changes release released version since new introduced added came removed fixed history landed',
    ),
    known(
        /^(?:contributing|hacking|development|developing)(?:\.|$)/,
        'contribute contribution contributor patch pull request pr branch commit commits message style convention rule rules allowed submit develop',
    ),
    known(/^(?:migrat|upgrad)(?:ing|ion|e)/, 'migrate migration upgrade upgrading breaking moving'),
    known(/^security(?:\.|$)/, 'security vulnerability vulnerabilities report disclose'),
    known(
        /^(?:maintainers|codeowners|owners|authors)(?:\.|$)/,
        'maintainer maintainers owner owners responsible review reviewer author authors',
    ),
    known(/^(?:license|licence|copying|notice)(?:\.|-|$)/, 'license licence copyright terms'),
    known(/^readme(?:\.|$)/, 'install installation start started introduction overview usage'),
    known(
        /design|architecture|rationale|(?:^|\/)(?:adrs?|decisions|rfcs?)\//,
        'design architecture decision decided rationale reason why note notes',
    ),
    known(/^releas(?:e|ing)[-_]?(?:process|checklist|guide)?(?:\.|$)/, 'release releasing publish process cut step steps checklist tag'),
    known(/^(?:docker|container)file|^(?:docker-)?compose\.ya?ml$/, 'docker image container compose'),
    known(/^(?:gnu)?makefile|\.mk$|^justfile$|^taskfile\.ya?ml$|^rakefile$/, 'make target build task generate'),
    known(
        /^\.goreleaser|^\.promu/,
        'release binary binaries archive archives package packages debian deb rpm apt artifact artifacts checksum sign tarball platform',
    ),
    known(
        /^\.github\/workflows\/|^\.(?:travis|gitlab-ci|appveyor|cirrus)\.yml$|^appveyor\.yml$|^azure-pipelines|^jenkinsfile$|^\.(?:circleci|buildkite)\//,
        'ci continuous integration job jobs workflow matrix platform run os version versions',
    ),
    known(/appveyor/, 'windows'),
    known(/cirrus/, 'freebsd bsd'),
    known(/^\.\w+ignore$/, 'ignore ignored exclude excluded skip'),
    known(/^\.gitattributes$/, 'line ending endings binary diff'),
    known(/^package\.json$/, 'dependency dependencies script scripts npm engine engines entry exports peer'),
    known(
        /^(?:pyproject\.toml|setup\.(?:py|cfg)|tox\.ini|noxfile\.py)$/,
        'package packaging dependency dependencies python version environment extra extras',
    ),
    known(/^cargo\.toml$/, 'feature features dependency dependencies crate edition msrv rust'),
    known(/^pom\.xml$|\.gradle(?:\.kts)?$/, 'dependency dependencies plugin maven gradle java version artifact'),
    known(/^go\.mod$/, 'dependency dependencies module version'),
    known(/^\.?codecov/, 'coverage threshold'),
    known(
        /^(?:karma|jest|vitest|playwright|cypress|mocha|wdio)\b.*\.(?:[cm]?[jt]s|json)$|^\.mocharc|^pytest\.ini$/,
        'test tests runner timeout browser browsers coverage setup',
    ),
    known(/^\.?pre-commit/, 'hook hooks commit'),
    known(/^(?:audit|deny)\.toml$/, 'advisory advisories security audit license ban banned'),
    known(
        /^netlify\.toml$|^vercel\.json$|^\.readthedocs|^mkdocs\.ya?ml$|^docusaurus\.config/,
        'docs documentation site website deploy hosting preview redirect',
    ),
    known(/^\.(?:nvmrc|node-version|python-version|tool-versions)$|^rust-toolchain/, 'version toolchain node python'),
    known(/(?:^|\/)\.vscode\//, 'editor debug launch extension extensions settings'),
    known(/issue_template|pull_request_template/, 'issue template bug report pull request'),
    known(/^(?:stale|lock|labeler)\.ya?ml$/, 'stale close closed label labels inactive issue days lock'),
];
