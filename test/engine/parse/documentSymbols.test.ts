import { describe } from 'vitest';
import { check } from './checkSymbols.ts';

describe('definitions, imports and references', () => {
    check(
        'JSON: keys of the first two levels',
        'pack.json',
        `
        {
          "name": "cart",
          "scripts": {
            "build": "tsc",
            "test": { "unit": "vitest" }
          }
        }
        `,
        {
            definitions: ['key name 2-2', 'key scripts 3-6', 'key scripts.build 4-4', 'key scripts.test 5-5'],
        },
    );

    check(
        'YAML: keys of the first two levels, of every document',
        'ci.yaml',
        `
        # When it runs.
        on: push
        jobs:
          build:
            runs-on: linux
          "the tests":
            script: |
              key: not a key
        ---
        second: {a: 1}
        `,
        {
            definitions: ['key on 2-2 doc 1-1', 'key jobs 3-8', 'key jobs.build 4-5', 'key jobs.the tests 6-8', 'key second 10-10'],
        },
    );

    check(
        'TOML: tables and keys',
        'Cargo.toml',
        `
        title = "cart"

        [package]
        name = "cart"
        [dependencies.serde]
        version = "1"
        [[bin]]
        name = "till"
        `,
        {
            definitions: [
                'key title 1-1',
                'key package 3-4',
                'key package.name 4-4',
                'key dependencies.serde 5-6',
                'key dependencies.serde.version 6-6',
                'key bin 7-8',
                'key bin.name 8-8',
            ],
        },
    );

    check(
        'Markdown: sections by headings of both forms, none in code or front matter',
        'guide.md',
        `
        ---
        title: not a heading
        ---
        Before.

        # The [cart](cart.md) \`Cart\`

        Text.

        ## Adding #

        \`\`\`sh
        # a comment, not a heading
        \`\`\`

        Removing
        --------

        Text.

        # Last

        - item
        ---
        `,
        {
            definitions: [
                'section The cart Cart 6-19',
                'section The cart Cart.Adding 10-14',
                'section The cart Cart.Removing 16-19',
                'section Last 21-24',
            ],
        },
    );

    check(
        'reStructuredText: levels in the order in which adornments appear',
        'guide.rst',
        `
        =====
        Guide
        =====

        Text.

        Adding
        ======

        Words
        -----

        ::

            code
            ----

        Removing
        ========

        Text.
        `,
        {
            definitions: [
                'section Guide 1-21',
                'section Guide.Adding 7-16',
                'section Guide.Adding.Words 10-16',
                'section Guide.Removing 18-21',
            ],
        },
    );
});
