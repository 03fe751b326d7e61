import type { SymbolKind } from '../../protocol/code.ts';
import { t } from '../../protocol/l10n.ts';

/** `a function`, `an enum`: how a sentence names a kind. */
export function kindInWords(kind: SymbolKind): string {
    switch (kind) {
        case 'function':
            return t('a function');
        case 'method':
            return t('a method');
        case 'class':
            return t('a class');
        case 'type':
            return t('a type');
        case 'constant':
            return t('a constant');
        case 'variable':
            return t('a variable');
        case 'field':
            return t('a field');
        case 'module':
            return t('a module');
        case 'macro':
            return t('a macro');
        case 'section':
            return t('a section');
        case 'key':
            return t('a key');
        case 'interface':
            return t('an interface');
        case 'enum':
            return t('an enum');
    }
}
