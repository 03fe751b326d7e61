import type { ProjectTask } from './commandQuestion.ts';

/**
 * How well a line of a document or of a CI job, as typed into a shell, does a task: 0 not at all, 1 the usual way, less for what does it
 * by the way (`npm run build:docs`, `go build` of one file). The commands are those of the common build tools, no project's own.
 */
export function fitsTask(line: string, task: ProjectTask): number {
    const typed = typedIn(line);
    // Several commands on a line: the best decides.
    return Math.max(0, ...typed.split(/ && |; | \|\| /).map(part => fitOfCommand(part.replace(PREFIX, ''), task)));
}

/** A line without prompt, list mark, key of a CI job and trailing comment. */
export function typedIn(line: string): string {
    return line
        .trim()
        .replace(/^(?:[$>%]|-) +/, '')
        .replace(/^(?:run|script): *(?:["'|>-]+ *)?/, '')
        .replace(/\s+#\s.*$/, '');
}

/** What may stand before a command: `sudo`, variables, a virtual environment's tool. */
const PREFIX = /^(?:(?:sudo|time|cd \S+ &&|(?:poetry|uv|pipenv|hatch|pdm|bundle)(?: run| exec)|\w+=(?:"[^"]*"|'[^']*'|\S*))\s+)+/;

function fitOfCommand(command: string, task: ProjectTask): number {
    const match = PATTERNS[task].find(([pattern]) => pattern.test(command));
    if (!match) return 0;
    // `cargo test` is for everybody; the more is added to it, the more special is what it does.
    const words = command.split(/\s+/).length;
    return match[1] * (1 - Math.min(MOST_OFF, OFF_BY_WORD * Math.max(0, words - PLAIN_WORDS)));
}

const PLAIN_WORDS = 4;
const OFF_BY_WORD = 0.02;
const MOST_OFF = 0.16;

const END = '(?=\\s*(?:$|#|\\\\|--?\\w|\\||&|\\)))';
const RUN = '(?:npm(?: run)?(?:-script)?|yarn(?: run)?|pnpm(?: run)?|bun(?: run)?|deno task|make|just|task|rake|composer(?: run)?|ant)';
const MAVEN = '(?:\\.\\/)?mvnw?\\b';
const GRADLE = '(?:\\.\\/)?gradlew?\\b';

const PATTERNS: Readonly<Record<ProjectTask, readonly (readonly [RegExp, number])[]>> = {
    test: [
        [new RegExp(`^${RUN} (?:-\\S+ )*(?:tests?|check|spec)${END}|^npm t$`), 1],
        [/^cargo (?:\+\S+ )?(?:test|nextest run)\b/, 1],
        [/^go test\b/, 1],
        [/^(?:python[\d.]* -m )?(?:pytest|py\.test|tox|nox|unittest)\b(?!\s*[=:<>])(?! is\b)/, 1],
        [/^python[\d.]* (?:setup\.py test|manage\.py test)\b/, 1],
        [new RegExp(`^${MAVEN}.* (?:test|verify)\\b`), 1],
        [new RegExp(`^${GRADLE}.* :?(?:\\w+:)*(?:test|check)\\b`), 1],
        [
            /^(?:ctest|rspec|phpunit|(?:vendor\/bin|\.\/vendor\/bin)\/phpunit|(?:dotnet|mix|bazel|swift|sbt|deno|bun|flutter|stack|cabal) test)\b/,
            1,
        ],
        [new RegExp(`^${RUN} \\S*(?:test|check)\\S*`), 0.8],
    ],
    build: [
        [new RegExp(`^${RUN} (?:-\\S+ )*(?:build|compile|all)${END}|^make$|^make -j\\S*$`), 1],
        [/^cargo (?:\+\S+ )?build\b/, 1],
        [/^go (?:build|install)\b/, 1],
        [new RegExp(`^${MAVEN}.* (?:package|install|compile|verify)\\b`), 1],
        [new RegExp(`^${GRADLE}.* :?(?:build|assemble)\\b`), 1],
        [/^python[\d.]* (?:-m build|setup\.py (?:build|sdist|bdist_wheel))\b/, 1],
        [/^(?:cmake|(?:dotnet|swift|bazel|stack|cabal|poetry|uv|hatch|flit) build|ninja)\b/, 1],
        [/^docker build\b/, 0.85],
        [new RegExp(`^${RUN} \\S*(?:build|compile)\\S*`), 0.8],
    ],
    start: [
        [new RegExp(`^${RUN} (?:-\\S+ )*(?:dev|start|serve|develop)${END}|^(?:make|just|task|rake) run${END}`), 1],
        [/^(?:cargo|go|dotnet|mix|swift) (?:\+\S+ )?run\b/, 1],
        [/^(?:docker[- ]compose up|flask run|uvicorn |gunicorn |rails s|python[\d.]* manage\.py runserver)/, 1],
        [new RegExp(`^${MAVEN}.* \\S*:run\\b|^${GRADLE}.* :?(?:run|bootRun)\\b`), 1],
        [/^(?!(?:npm|yarn|pnpm|bun|make|docker|poetry|uv|tox|nox|git)\b)[\w./-]+ (?:run|serve|start|server)\b/, 0.85],
        [/^docker run\b/, 0.85],
        [/^\.\/[\w-]+(?: --?\w|$)/, 0.8],
        [new RegExp(`^${RUN} (?:dev|start|serve)\\S*`), 0.8],
    ],
    dependencies: dependencyCommands(),
    install: [
        ...dependencyCommands(),
        [new RegExp(`^(?:make|just|ninja) (?:install|setup)${END}|^(?:cargo|go) install\\b`), 1],
        [/^(?:python[\d.]* -m )?(?:pip|pipx|uv pip)[\d.]* install \S/, 0.95],
        [/^(?:npm (?:i|install)|yarn add|pnpm add|brew install|apt(?:-get)? install|go get|gem install|cargo add|conda install) /, 0.9],
        [/^python[\d.]* setup\.py (?:install|develop)\b/, 0.9],
    ],
    docs: [
        [new RegExp(`^${RUN} (?:-\\S+ )*(?:(?:docs?|documentation)(?:[:_-]build)?|build[:_-]docs?|html)${END}`), 1],
        [/^(?:(?:mkdocs|hugo|jekyll|vitepress) (?:build|serve)|sphinx-build|cargo (?:\+\S+ )?doc|typedoc|doxygen|tox -e docs?)\b/, 1],
        [new RegExp(`^${MAVEN}.* (?:javadoc|site)|^${GRADLE}.* (?:javadoc|dokka)\\w*`), 1],
        [new RegExp(`^${RUN} \\S*docs?\\b\\S*`), 0.8],
    ],
    lint: [
        [new RegExp(`^${RUN} (?:-\\S+ )*lint${END}`), 1],
        [/^(?:golangci-lint run|cargo (?:\+\S+ )?clippy|(?:npx )?eslint \S|ruff check|pre-commit run)/, 1],
        [/^(?:flake8|(?:pylint|mypy|shellcheck|rubocop|staticcheck) \S|tox -e (?:lint|flake8|mypy)|go vet)/, 0.95],
        [new RegExp(`^${RUN} \\S*(?:lint|typecheck)\\S*`), 0.8],
    ],
    format: [
        [new RegExp(`^${RUN} (?:-\\S+ )*(?:format|fmt)${END}`), 1],
        [
            /^(?:go fmt|cargo (?:\+\S+ )?fmt|ruff format|(?:mix|dotnet) format|(?:(?:npx )?prettier|gofmt|black|isort|rustfmt|clang-format) \S)/,
            1,
        ],
        [new RegExp(`^${RUN} \\S*(?:format|fmt|prettier)\\S*`), 0.8],
    ],
    bench: [
        [new RegExp(`^${RUN} (?:-\\S+ )*bench(?:marks?)?${END}`), 1],
        [/^cargo (?:\+\S+ )?bench\b|^go test\b.* -bench\b|^asv run\b|^pytest\b.* --benchmark/, 1],
        [new RegExp(`^${RUN} \\S*(?:bench|perf)\\S*`), 0.8],
    ],
    release: [
        [new RegExp(`^${RUN} (?:-\\S+ )*(?:release|publish)${END}`), 1],
        [
            /^(?:(?:npm|yarn|pnpm|cargo|poetry|uv|flit|hatch|lerna|changeset) publish|goreleaser (?:release|build)|twine upload|semantic-release)\b/,
            1,
        ],
        [new RegExp(`^${MAVEN}.* (?:release:\\S+|deploy)\\b`), 1],
        [new RegExp(`^${RUN} \\S*(?:release|publish)\\S*`), 0.8],
    ],
};

/** Those that install what a checkout needs, not a package into another project. */
function dependencyCommands(): readonly (readonly [RegExp, number])[] {
    return [
        [
            new RegExp(
                `^(?:npm (?:ci|i|install|clean-install)|pnpm (?:i|install)|yarn(?: install)?|bun install|bundle(?: install)?)${END}`,
            ),
            1,
        ],
        [/^(?:python[\d.]* -m )?(?:pip|uv pip)[\d.]* install .*(?:-r \S|-e\b|\s\.(?:\[|\s|$)|'\.\[|"\.\[)/, 1],
        [/^(?:poetry install|uv sync|pipenv install|pdm install|hatch env create|composer install|mix deps\.get)\b/, 1],
        [/^(?:go mod (?:download|tidy|vendor)|cargo fetch|dotnet restore)\b/, 1],
        [new RegExp(`^(?:make|just|task) (?:\\S*deps|dependencies|bootstrap|setup|install-deps|init)${END}`), 1],
        [new RegExp(`^${MAVEN}.* dependency:\\S+`), 1],
    ];
}
