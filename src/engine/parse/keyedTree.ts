import type { Node } from 'web-tree-sitter';

/** A key of a JSON or YAML text with what stands under it. Rows count from 0. */
export interface KeyedEntry {
    readonly key: string;
    /** The row of the key. */
    readonly row: number;
    readonly lastRow: number;
    /** Undefined for a key with nothing behind it. */
    readonly value: Node | undefined;
}

/**
 * The keys of a mapping, in order, for JSON objects and for YAML's mappings in both of their forms; nothing for any other value.
 * An alias of YAML is not followed: what it stands for is told where it is written.
 */
export function entriesOf(value: Node | undefined, text: string): readonly KeyedEntry[] {
    const mapping = mappingIn(value);
    if (!mapping) return [];
    const entries: KeyedEntry[] = [];
    for (const pair of mapping.namedChildren) {
        const key = pair.childForFieldName('key');
        if (!key) continue;
        entries.push({
            key: scalarText(key, text),
            row: key.startPosition.row,
            lastRow: lastRowOf(pair),
            value: pair.childForFieldName('value') ?? undefined,
        });
    }
    return entries;
}

/** The values of a sequence. */
export function itemsOf(value: Node | undefined): readonly Node[] {
    const sequence = inside(value);
    if (!sequence || !SEQUENCES.has(sequence.type)) return [];
    return sequence.namedChildren.flatMap(child => {
        if (child.type === 'comment') return [];
        const item = child.type === 'block_sequence_item' ? child.namedChildren[0] : child;
        return item ? [item] : [];
    });
}

/** The first document's own value. */
export function rootValue(root: Node): Node | undefined {
    return root.type === 'stream' ? root.namedChildren.find(({ type }) => type === 'document')?.namedChildren[0] : root.namedChildren[0];
}

/** What a scalar says, without its quotes, on one line; empty for what is none. */
export function scalarText(value: Node | undefined, text: string): string {
    const scalar = inside(value);
    if (!scalar || MAPPINGS.has(scalar.type) || SEQUENCES.has(scalar.type) || scalar.type === 'block_scalar') return '';
    const written = text.slice(scalar.startIndex, scalar.endIndex).replace(/\s+/g, ' ').trim();
    return /^(["'])(.*)\1$/.exec(written)?.[2] ?? written;
}

const MAPPINGS: ReadonlySet<string> = new Set(['object', 'block_mapping', 'flow_mapping']);
const SEQUENCES: ReadonlySet<string> = new Set(['array', 'block_sequence', 'flow_sequence']);
/** Of YAML's tree: they hold anchors and tags beside the value. */
const WRAPPERS: ReadonlySet<string> = new Set(['block_node', 'flow_node']);

function mappingIn(value: Node | undefined): Node | undefined {
    const found = inside(value);
    return found && MAPPINGS.has(found.type) ? found : undefined;
}

function inside(value: Node | undefined): Node | undefined {
    if (!value || !WRAPPERS.has(value.type)) return value;
    return value.namedChildren.find(({ type }) => type !== 'anchor' && type !== 'tag' && type !== 'comment');
}

/** A node that ends at the start of a line does not reach into that line. */
function lastRowOf(node: Node): number {
    const { startPosition: start, endPosition: end } = node;
    return end.column === 0 && end.row > start.row ? end.row - 1 : end.row;
}
