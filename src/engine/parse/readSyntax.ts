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
            repeated: new Set(),
            imports: [],
            docstrings: [],
            marks: [],
        };
        for (const match of grammar.query.matches(root)) collect(match, text, found, grammar.joinedBy);
        if (grammar.identifiers.length > 0) {
            for (const node of root.descendantsOfType([...grammar.identifiers]))
                found.names.push(...partsOf(nameAt(node, text), grammar.joinedBy));
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
function collect(match: QueryMatch, text: string, found: FoundSyntax, joinedBy: string): void {
    let name: FoundName | undefined;
    let whole: Node | undefined;
    let kind: FoundDefinition['kind'] | undefined;
    let body: Node | undefined;
    let receiver = '';
    let isClause = false;
    let isOnward = false;
    for (const capture of match.captures) {
        const { node } = capture;
        switch (capture.name) {
            case 'name':
                name = nameAt(node, text);
                break;
            case 'sigiled':
                // Of `$name` the sigil is no part of the name.
                name = { name: textOf(node, text).slice(1), index: node.startIndex + 1, row: node.startPosition.row };
                break;
            case 'body':
                body = node;
                break;
            case 'receiver':
                receiver = textOf(node, text);
                break;
            case 'clause':
                isClause = true;
                break;
            case 'onward':
                isOnward = true;
                break;
            case 'repeated':
                found.repeated.add(node.startIndex);
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
            case 'line_attribute':
                if (hasRestOfLine(node, text))
                    found.marks.push({ kind: 'attribute', startColumn: node.startPosition.column, ...rowsOf(node) });
                break;
            case 'docstring':
                // What holds it is the body, also where the text of the body begins with a word (`do` in Elixir).
                found.docstrings.push({ index: node.parent?.startIndex ?? node.startIndex, ...rowsOf(node) });
                break;
            default:
                if (isDefinitionKind(capture.name)) {
                    kind = capture.name;
                    whole = node;
                }
        }
    }
    if (!kind || !whole || !name) return;
    const parts = partsOf(name, joinedBy);
    found.definitions.push({
        kind,
        name: parts.at(-1) ?? name,
        within: parts.slice(0, -1).map(part => part.name),
        receiver,
        isClause,
        isOnward,
        pattern: match.patternIndex,
        startIndex: whole.startIndex,
        ...endOf(body && body.endIndex > whole.endIndex ? body : whole),
        startRow: whole.startPosition.row,
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

/** `Shop.Cart` of a language that writes such names as one word, as `Shop` and `Cart`. */
function partsOf(found: FoundName, joinedBy: string): readonly FoundName[] {
    if (joinedBy === '' || !found.name.includes(joinedBy)) return [found];
    let { index } = found;
    return found.name.split(joinedBy).map(name => {
        const part = { name, index, row: found.row };
        index += name.length + joinedBy.length;
        return part;
    });
}

/** False where code follows on the line: such an attribute says nothing about the next line. */
function hasRestOfLine(node: Node, text: string): boolean {
    const lineEnd = text.indexOf('\n', node.endIndex);
    return text.slice(node.endIndex, lineEnd < 0 ? undefined : lineEnd).trim() === '';
}

/** Of a definition with its body, which some grammars have behind it and not within (Dart). */
function endOf(node: Node): Pick<FoundDefinition, 'endIndex' | 'endRow'> {
    return { endIndex: node.endIndex, endRow: rowsOf(node).endRow };
}

/** A node that ends at the start of a line (it owns the line break) does not reach into that line. */
function rowsOf(node: Node): Pick<Mark, 'startRow' | 'endRow'> {
    const start = node.startPosition.row;
    const end = node.endPosition;
    return { startRow: start, endRow: end.column === 0 && end.row > start ? end.row - 1 : end.row };
}
