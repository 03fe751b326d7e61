import type { SymbolKind } from '../../protocol/code.ts';

/** `a function`, `an enum`: how a sentence names a kind. */
export function kindInWords(kind: SymbolKind): string {
    switch (kind) {
        case 'function':
        case 'method':
        case 'class':
        case 'type':
        case 'constant':
        case 'variable':
        case 'field':
        case 'module':
        case 'macro':
        case 'section':
        case 'key':
            return `a ${kind}`;
        case 'interface':
        case 'enum':
            return `an ${kind}`;
    }
}
