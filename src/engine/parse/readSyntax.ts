import type { Node, QueryMatch } from 'web-tree-sitter';
import type { FileSyntax } from './fileSyntax.ts';
import type { LoadedGrammar } from './grammars.ts';
import { assembleSyntax } from './symbols.ts';
import type { FoundDefinition, FoundSyntax, FoundName, Mark } from './symbols.ts';

/**
 * Parses text and collects what the query and the identifiers of the grammar find in it; `symbols.ts` makes sense of the find.
 * The text has `\n` line ends only, so that rows of the tree are lines of an editor.
 * Throws `ParseTimeout` when the parser has not finished after `limitMs`.
 */
export function readSyntax(text: string, grammar: LoadedGrammar, options: ReadSyntaxOptions): FileSyntax {
    return withTree(text, grammar, options.limitMs, root => {
        const special = options.special?.(root, text);
        if (special) return special;
        const found: FoundSyntax = {
            definitions: [],
            names: [],
            locals: new Set(),
            imported: new Set(),
            imports: [],
            docstrings: [],
            marks: [],
        };
        for (const match of grammar.query.matches(root)) collect(match, text, found);
        if (grammar.identifiers.length > 0) {
            for (const node of root.descendantsOfType([...grammar.identifiers])) found.names.push(nameAt(node, text));
        }
        return assembleSyntax(text, found, options.builtIns);
    });
}

export interface ReadSyntaxOptions {
    readonly builtIns: ReadonlySet<string>;
    readonly limitMs: number;
    /** Knows what a file of this kind means better than the query of its language; undefined where it turns out not to be one. */
    readonly special?: ((root: Node, text: string) => FileSyntax | undefined) | undefined;
}

function withTree<Result>(text: string, grammar: LoadedGrammar, limitMs: number, read: (root: Node) => Result): Result {
    const deadline = performance.now() + limitMs;
    const tree = grammar.parser.parse(text, null, { progressCallback: () => performance.now() > deadline });
    if (!tree) {
        // Without it the next parse would go on with this text.
        grammar.parser.reset();
        throw new ParseTimeout();
    }
    // A tree that is not deleted keeps its wasm memory for good.
    try {
        return read(tree.rootNode);
    } finally {
        tree.delete();
    }
}

export class ParseTimeout extends Error {
    override readonly name = 'ParseTimeout';
}

/** Sorts one match of a query into the find; captures are named after what they are (`queries/ecmascript.scm`). */
function collect(match: QueryMatch, text: string, found: FoundSyntax): void {
    let name: FoundName | undefined;
    let whole: Node | undefined;
    let kind: FoundDefinition['kind'] | undefined;
    let body: Node | undefined;
    let receiver = '';
    for (const capture of match.captures) {
        const { node } = capture;
        switch (capture.name) {
            case 'name':
                name = nameAt(node, text);
                break;
            case 'body':
                body = node;
                break;
            case 'receiver':
                receiver = textOf(node, text);
                break;
            case 'local':
                found.locals.add(textOf(node, text));
                break;
            case 'imported':
                found.imported.add(textOf(node, text));
                break;
            case 'import':
                found.imports.push(nameAt(node, text));
                break;
            case 'comment':
            case 'attribute':
                found.marks.push({ kind: capture.name, startColumn: node.startPosition.column, ...rowsOf(node) });
                break;
            case 'docstring':
                found.docstrings.push({ index: node.startIndex, ...rowsOf(node) });
                break;
            default:
                if (isDefinitionKind(capture.name)) {
                    kind = capture.name;
                    whole = node;
                }
        }
    }
    if (!kind || !whole || !name) return;
    found.definitions.push({
        kind,
        name,
        receiver,
        pattern: match.patternIndex,
        startIndex: whole.startIndex,
        endIndex: whole.endIndex,
        ...rowsOf(whole),
        body: body && { index: body.startIndex, ...body.startPosition },
    });
}

const definitionKinds = {
    function: true,
    method: true,
    class: true,
    interface: true,
    type: true,
    enum: true,
    constant: true,
    variable: true,
    field: true,
    module: true,
    macro: true,
    section: true,
    key: true,
    scope: true,
} satisfies Record<FoundDefinition['kind'], true>;

function isDefinitionKind(name: string): name is FoundDefinition['kind'] {
    return Object.hasOwn(definitionKinds, name);
}

function textOf(node: Node, text: string): string {
    return text.slice(node.startIndex, node.endIndex);
}

function nameAt(node: Node, text: string): FoundName {
    return { name: textOf(node, text), index: node.startIndex, row: node.startPosition.row };
}

/** A node that ends at the start of a line (it owns the line break) does not reach into that line. */
function rowsOf(node: Node): Pick<Mark, 'startRow' | 'endRow'> {
    const start = node.startPosition.row;
    const end = node.endPosition;
    return { startRow: start, endRow: end.column === 0 && end.row > start ? end.row - 1 : end.row };
}
