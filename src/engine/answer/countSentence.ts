import type { CompleteList } from './findings.ts';
import { plural, t } from '../../protocol/l10n.ts';
import { placesInFiles } from '../models/composeConnections.ts';
import { codeSpan } from '../models/prose.ts';

/** `retryBuild` is called in 2 places in 2 files …; holds nothing but the name that was asked for and numbers. */
export function countSentence({ asks, subject, folder, total, inTests, byRole }: CompleteList): string {
    const name = codeSpan(subject);
    const where = placesInFiles(total);
    const withTests = (told: string): string => {
        if (inTests.places === 0) return told;
        return inTests.places === total.places
            ? t('{0}, all of them in tests', told)
            : t('{0}, {1} of them in tests', told, inTests.places);
    };
    const inFolder = (told: string): string => (folder === '' ? t('{0} in the index', told) : t('{0} below {1}', told, codeSpan(folder)));
    const thereAre = (told: string): string => plural(total.places, 'There is {1}.', 'There are {1}.', told);
    switch (asks) {
        case 'calls': {
            const calls = byRole.find(({ role }) => role === 'call')?.count;
            const uses = byRole.find(({ role }) => role === 'use')?.count;
            if (!calls)
                return uses
                    ? t('No line calls {0}; it is used in {1}.', name, withTests(where))
                    : t('No line in the index calls {0} by name.', name);
            const told = placesInFiles(calls);
            if (!uses) return t('{0} is called in {1}.', name, withTests(told));
            const further = plural(uses.places, '{0} further place', '{0} further places');
            return t('{0} is called in {1}, and used without a call in {2}.', name, told, withTests(further));
        }
        case 'uses':
            return total.places === 0
                ? t('No line in the index uses {0} by name.', name)
                : t('{0} is used in {1}.', name, withTests(where));
        case 'mentions':
            return t('{0} stands in strings, comments, documentation or configuration only: in {1}.', name, withTests(where));
        case 'imports':
            return t('{0} is imported in {1}.', name, withTests(where));
        case 'definitions': {
            const told = t('{0} in {1}', countedKind(subject, total.places), plural(total.files, '{0} file', '{0} files'));
            const few = inFolder(told);
            return thereAre(inTests.places > 0 ? t('{0}, {1} of them in tests', few, inTests.places) : few);
        }
        case 'files':
        case 'test files':
            return thereAre(inFolder(countedKind(subject, total.places)));
    }
}

function countedKind(noun: string, count: number): string {
    switch (noun) {
        case 'function':
            return plural(count, '{0} function', '{0} functions');
        case 'method':
            return plural(count, '{0} method', '{0} methods');
        case 'class':
            return plural(count, '{0} class', '{0} classes');
        case 'interface':
            return plural(count, '{0} interface', '{0} interfaces');
        case 'type':
            return plural(count, '{0} type', '{0} types');
        case 'enum':
            return plural(count, '{0} enum', '{0} enums');
        case 'constant':
            return plural(count, '{0} constant', '{0} constants');
        case 'macro':
            return plural(count, '{0} macro', '{0} macros');
        case 'test file':
            return plural(count, '{0} test file', '{0} test files');
        default:
            return plural(count, '{0} file', '{0} files');
    }
}
