/**
 * The settings by which a language's own extension shows reference lenses, by language id of VS Code. Where one is on, Footnote shows
 * none of its own. Names are those of TypeScript (VS Code 1.90 to 1.132), Java (redhat.java), C# (ms-dotnettools) and rust-analyzer.
 */
export function ownReferenceLenses(languageId: string): readonly string[] {
    return SETTINGS[languageId] ?? [];
}

const TYPESCRIPT = ['js/ts.referencesCodeLens.enabled', 'typescript.referencesCodeLens.enabled'];
const JAVASCRIPT = ['js/ts.referencesCodeLens.enabled', 'javascript.referencesCodeLens.enabled'];

const SETTINGS: Readonly<Record<string, readonly string[]>> = {
    typescript: TYPESCRIPT,
    typescriptreact: TYPESCRIPT,
    javascript: JAVASCRIPT,
    javascriptreact: JAVASCRIPT,
    java: ['java.referencesCodeLens.enabled'],
    csharp: ['dotnet.codeLens.enableReferencesCodeLens'],
    rust: ['rust-analyzer.lens.references.method.enable', 'rust-analyzer.lens.references.adt.enable'],
};
