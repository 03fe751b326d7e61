import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Language as Grammar, Parser as TreeParser, Query } from 'web-tree-sitter';
import type { GrammarSyntax, LanguageRow } from './languages.ts';

/** A parser and its compiled query, ready for text of one language. */
export interface LoadedGrammar {
    readonly parser: TreeParser;
    readonly query: Query;
    readonly identifiers: readonly string[];
    /** What joins the parts of a name that the grammar has as one word; empty where it has none. */
    readonly joinedBy: string;
}

/**
 * Loads grammars and queries from one folder, each once and only when a file asks for it: compiling a query takes up to a second.
 * Lives as long as the worker thread; wasm memory goes back to the system with the thread.
 */
export class Grammars {
    readonly #folder: string;
    readonly #loaded = new Map<string, Promise<LoadedGrammar>>();
    #runtime: Promise<void> | undefined;

    /** `folder` holds `web-tree-sitter.wasm`, the grammars and the queries. */
    constructor(folder: string) {
        this.#folder = folder;
    }

    /** Undefined for a language without a grammar. */
    load(language: LanguageRow): Promise<LoadedGrammar> | undefined {
        const { syntax } = language;
        if (syntax.by !== 'grammar') return undefined;
        // Languages that differ in name only (HTML and Vue scripts) share one.
        const key = [syntax.grammar, ...syntax.queries].join(' ');
        let loading = this.#loaded.get(key);
        if (!loading) {
            loading = this.#load(syntax);
            this.#loaded.set(key, loading);
        }
        return loading;
    }

    async #load(syntax: GrammarSyntax): Promise<LoadedGrammar> {
        this.#runtime ??= TreeParser.init({ locateFile: () => join(this.#folder, 'web-tree-sitter.wasm') });
        await this.#runtime;
        const [grammar, ...queries] = await Promise.all([
            readFile(join(this.#folder, syntax.grammar)).then(bytes => Grammar.load(bytes)),
            ...syntax.queries.map(file => readFile(join(this.#folder, file), 'utf8')),
        ]);
        const parser = new TreeParser();
        parser.setLanguage(grammar);
        return { parser, query: new Query(grammar, queries.join('\n')), identifiers: syntax.identifiers, joinedBy: syntax.joinedBy };
    }
}
