/** How a project is tested, built and installed is answered from the files that state it, to the line, and never made up. */
import { describe, expect, it } from 'vitest';
import type { Answer, Question } from '../../../../src/protocol/answer.ts';
import { answerQuestion } from '../../../../src/engine/answer/answerQuestion.ts';
import { quotingModel } from '../../../../src/engine/models/quotingModel.ts';
import { retrieve } from '../../../../src/engine/retrieve/retrieve.ts';
import { workspacePath } from '../../../../src/protocol/text.ts';
import { indexedFixture } from '../../retrieve/indexedFixture.ts';

type Texts = Readonly<Record<string, string>>;

async function ask(texts: Texts, text: string, more: Partial<Question> = {}): Promise<Answer> {
    const { ports: retrieval } = await indexedFixture(texts);
    const ports = {
        ...retrieval,
        statistics: () => retrieval.store.statistics(),
        search: (query: Parameters<typeof retrieve>[0]) => retrieve(query, retrieval),
        chatModel: quotingModel,
        quotingModel,
        destination: 'the test',
        keepSent: () => '',
        now: () => 0,
        randomNonce: () => '0'.repeat(32),
    };
    for await (const event of answerQuestion({ text, ...more }, ports)) if (event.type === 'finished') return event.answer;
    throw new Error('the answer did not finish');
}

/** The lines that an answer's first footnote names, and that nothing in it is in doubt. */
function firstCited(texts: Texts, { citations, doubts }: Answer): string {
    expect(doubts ?? []).toEqual([]);
    expect(citations.filter(({ state }) => state !== 'verified')).toEqual([]);
    const [first] = citations;
    if (!first) return '';
    const lines = (texts[first.path] ?? '').split('\n').slice(first.range.startLine - 1, first.range.endLine);
    return `${first.path}: ${lines.join('\n').trim()}`;
}

const code = { 'src/run.ts': 'export function runTests(): void {\n    start();\n}\n' };

const node: Texts = {
    ...code,
    'package.json': [
        '{',
        '    "name": "shop",',
        '    "packageManager": "pnpm@9.1.0",',
        '    "scripts": {',
        '        "dev": "vite",',
        '        "build": "tsc -b",',
        '        "test:watch": "vitest",',
        '        "test": "vitest run",',
        '        "test:e2e": "playwright test"',
        '    },',
        '    "dependencies": { "test": "1.0.0" }',
        '}',
    ].join('\n'),
    'packages/cart/package.json': '{\n    "scripts": {\n        "test": "jest"\n    }\n}\n',
    'benches/README.md': '# Benchmarks\n\nRun the tests of the benchmarks often, the tests run fast.\n',
    'CONTRIBUTING.md': '# Contributing\n\n## Setup\n\n```sh\npnpm install\n```\n',
};

const make: Texts = {
    Makefile: 'GO := go\n\n.PHONY: test\ntest: lint\n\tgo test ./...\n\nbuild:\n\tgo build -o app .\n',
    'main.go': 'package main\n\nfunc main() {}\n',
    'go.mod': 'module example.org/app\n',
};

const python: Texts = {
    'CONTRIBUTING.rst': 'Contributing\n============\n\nTests\n-----\n\nRun them::\n\n    pip install -e .\n    pytest -q tests\n',
    'setup.py': 'from setuptools import setup\nsetup()\n',
    'tox.ini': '[tox]\nenvlist = py312\n\n[testenv]\ndeps = pytest\ncommands =\n    pytest {posargs}\n',
};

const goWithCi: Texts = {
    'go.mod': 'module example.org/app\n',
    'main.go': 'package main\n\nfunc main() {}\n',
    '.github/workflows/ci.yml': 'jobs:\n  test:\n    steps:\n      - run: go vet ./...\n      - run: go test -race ./...\n',
};

describe('the place that states the command leads', () => {
    it.each([
        ['Node', node, 'how do I run the tests?', 'package.json: "test": "vitest run",'],
        ['Node', node, 'how do I run the e2e tests?', 'package.json: "test:e2e": "playwright test"'],
        ['Node', node, 'how do I start the dev server?', 'package.json: "dev": "vite",'],
        ['Node', node, 'how do I install the dependencies?', 'CONTRIBUTING.md: pnpm install'],
        ['Make', make, 'how do I run the tests?', 'Makefile: test: lint'],
        ['Make', make, 'how do I build this?', 'Makefile: build:'],
        ['Python', python, 'how do I run the tests?', 'CONTRIBUTING.rst: pytest -q tests'],
        ['Python', python, 'how do I install the dependencies?', 'CONTRIBUTING.rst: pip install -e .'],
        ['Go and CI', goWithCi, 'how do I run the tests?', '.github/workflows/ci.yml: - run: go test -race ./...'],
        [
            'README only',
            { ...code, 'README.md': '# Shop\n\nTo test it, run `cargo test --all`.\n' },
            'how do I run the tests?',
            'README.md: To test it, run `cargo test --all`.',
        ],
    ] as const)('%s: %s', async (_, texts: Texts, question, expected) => {
        expect(firstCited(texts, await ask(texts, question))).toBe(expected);
    });

    it('says what is typed, with the package manager that the manifest names', async () => {
        expect((await ask(node, 'how do I run the tests?')).text).toContain(
            '`package.json` has the script `test` [1:8]. It is started with: pnpm run test',
        );
    });

    it('the plain command comes before the special one under a heading that fits better', async () => {
        const guide =
            '# Contributing\n\n## Your first change\n\n```\ncargo build\ncargo test --all-features\n```\n\n## Loom tests\n\n```\ncargo test --lib --release --features full -- --test-threads=1 --nocapture\n```\n';
        const texts = { ...code, 'CONTRIBUTING.md': guide };
        expect((await ask(texts, 'how do I run the tests?')).text).toContain('`CONTRIBUTING.md` says `cargo test --all-features` [1:7]');
    });

    it('the underline of a heading opens no block of code', async () => {
        const guide = 'Guide\n=====\n\nSetup\n~~~~~\n\npytest is what we use. Run ``tox -e py`` first.\n\npytest runs them all.\n';
        expect((await ask({ ...code, 'CONTRIBUTING.rst': guide }, 'how do I run the tests?')).text).toContain('says `tox -e py` [1:7]');
    });

    it.each([
        ['How do I build the docs?', 'package.json: "docs:build": "vitepress build docs",'],
        ['how do I run the linter?', 'package.json: "lint": "eslint ."'],
        ['how do I make a release?', 'Makefile: release: test'],
        ['how do I run the benchmarks?', 'CONTRIBUTING.md: cargo bench'],
    ])('%s', async (question, cited) => {
        const texts = {
            ...code,
            'package.json': '{\n    "scripts": {\n        "docs:build": "vitepress build docs",\n        "lint": "eslint ."\n    }\n}\n',
            Makefile: 'test:\n\tgo test ./...\n\nrelease: test\n\tgoreleaser release --clean\n',
            'CONTRIBUTING.md': '# Contributing\n\n## Benchmarks\n\n```sh\ncargo bench\n```\n',
        };
        expect(firstCited(texts, await ask(texts, question))).toBe(cited);
    });

    it('what CI starts for itself is no way to start the project', async () => {
        const texts = { ...goWithCi, '.github/workflows/ui.yml': 'jobs:\n  ui:\n    steps:\n      - run: npm start\n' };
        const { text } = await ask(texts, 'how do I start the dev server?');
        expect(text).toContain('states a command to start it.');
        expect(text).toContain('`go.mod` is a manifest of Go [1]');
    });

    it('asked about a folder, it answers for that folder', async () => {
        const answer = await ask(node, 'how do I run the tests?', {
            attachments: [{ kind: 'folder', path: workspacePath('packages/cart') }],
        });
        expect(firstCited(node, answer)).toBe('packages/cart/package.json: "test": "jest"');
    });
});

describe('what no file states is not made up', () => {
    it('says so, and tells the kind of project where a manifest shows it', async () => {
        const { text, isAnswered } = await ask(
            { 'pom.xml': '<project>\n</project>\n', 'src/A.java': 'class A {}\n' },
            'how do I run the tests?',
        );
        expect(text).toContain('states a command to run the tests.');
        expect(text).toContain('`pom.xml` is a manifest of Maven [1]');
        expect(text).not.toMatch(/mvn/);
        expect(isAnswered).toBe(true);
    });

    it('does not offer the unit tests for the integration tests, nor the script that npm makes up', async () => {
        expect((await ask(make, 'how do I run the integration tests?')).text).toContain('No script, target, CI job');
        const fresh = { 'package.json': '{\n  "scripts": {\n    "test": "echo \\"Error: no test specified\\" && exit 1"\n  }\n}\n' };
        expect((await ask(fresh, 'how do I run the tests?')).text).not.toContain('has the script');
    });

    it('leaves a repository without any such file to the search', async () => {
        expect((await ask(code, 'how do I run the tests?')).text).toContain('runTests');
    });
});
