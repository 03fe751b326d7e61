import tseslint from 'typescript-eslint';

/** What SECURITY.md rules out, wherever it stands. A rule with options of its own for some files replaces these, so it repeats them. */
const banned = [
    { selector: "MemberExpression[property.name='innerHTML']", message: 'Tokens become templates; no HTML strings.' },
    { selector: "CallExpression[callee.name='unsafeHTML']", message: 'Tokens become templates; no HTML strings.' },
    { selector: "CallExpression[callee.property.name='exec'][callee.object.name='child_process']", message: 'No shell, ever.' },
    {
        selector: 'ImportDeclaration[source.value=/child_process$/] ImportSpecifier[imported.name=/^exec(Sync)?$/]',
        message: 'No shell, ever.',
    },
    { selector: "Property[key.name='shell'][value.value=true]", message: 'No shell, ever.' },
];

export default tseslint.config(
    { ignores: ['dist/**', 'out/**', 'node_modules/**', 'runtime/**', 'stubs/**', 'test/fixtures/**', 'media/**', '**/*.mjs', '**/*.cjs'] },
    ...tseslint.configs.strictTypeChecked,
    {
        languageOptions: {
            parserOptions: { project: ['src/*/tsconfig.json', 'webview-ui/tsconfig.json', 'scripts/tsconfig.json', 'test/tsconfig.json'] },
        },
        rules: {
            '@typescript-eslint/switch-exhaustiveness-check': 'error',
            '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
            '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
            '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
            // Contracts use `void` for "nothing is asked" and "nothing comes back".
            '@typescript-eslint/no-invalid-void-type': 'off',
            'no-restricted-syntax': ['error', ...banned],
        },
    },
    {
        files: ['src/extension/**/*.ts'],
        ignores: ['src/extension/readSettings.ts'],
        rules: {
            // The settings that decide where data goes are read by readSettings alone (SECURITY.md).
            'no-restricted-syntax': [
                'error',
                ...banned,
                {
                    selector: "CallExpression[callee.property.name='getConfiguration']",
                    message: 'Settings are read by readSettings.ts, which knows their scopes.',
                },
            ],
        },
    },
    {
        files: ['test/**/*.ts'],
        rules: {
            '@typescript-eslint/no-non-null-assertion': 'off',
            '@typescript-eslint/no-empty-function': 'off',
            '@typescript-eslint/require-await': 'off',
        },
    },
);
