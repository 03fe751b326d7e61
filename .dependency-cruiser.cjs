/** Who may know whom. Arrows only point down, and the extension never imports the engine (ARCHITECTURE.md). */
const mayKnow = {
    'src/protocol': [],
    'src/wire': ['src/protocol'],
    'src/settings': ['src/protocol'],
    'src/git': [],
    'src/engine': ['src/protocol', 'src/wire', 'src/settings', 'src/git'],
    'src/extension': ['src/protocol', 'src/wire', 'src/settings', 'src/git'],
    'src/cli': ['src/protocol', 'src/wire', 'src/settings', 'src/engine'],
    'src/companion': ['src/protocol'],
    'webview-ui': ['src/protocol'],
};
const layers = Object.keys(mayKnow);

module.exports = {
    forbidden: [
        ...layers.map(layer => ({
            name: `${layer} knows only what is below it`,
            severity: 'error',
            from: { path: `^${layer}/` },
            to: { path: `^(${layers.filter(other => other !== layer && !mayKnow[layer].includes(other)).join('|')})/` },
        })),
        { name: 'no cycles', severity: 'error', from: { path: '^(src|webview-ui)/' }, to: { circular: true } },
        { name: 'vscode only in the extensions', severity: 'error', from: { path: '^(src|webview-ui)/', pathNot: '^src/(extension|companion)/' }, to: { path: '^(vscode|@types/vscode|node_modules/@types/vscode/)' } },
        {
            name: 'vscode-jsonrpc only in the wire',
            severity: 'error',
            from: { path: '^(src|webview-ui)/', pathNot: '^src/wire/' },
            to: { path: 'node_modules/vscode-jsonrpc' },
        },
        { name: 'the protocol touches nothing', severity: 'error', from: { path: '^src/protocol/' }, to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional'] } },
        { name: 'deciding code touches no disk', severity: 'error', from: { path: '^src/engine/(chunk|retrieve|answer)/' }, to: { path: '^(node:)?fs(/promises)?$' } },
        { name: 'src does not import tests or scripts', severity: 'error', from: { path: '^(src|webview-ui)/' }, to: { path: '^(test|scripts)/' } },
        { name: 'everything resolves', severity: 'error', from: { path: '^(src|webview-ui)/' }, to: { couldNotResolve: true, pathNot: '^vscode$' } },
    ],
    options: {
        doNotFollow: { path: 'node_modules' },
        tsPreCompilationDeps: true,
        tsConfig: { fileName: 'tsconfig.base.json' },
        enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'], extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'] },
    },
};
