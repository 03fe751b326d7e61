import type { CompleteList } from './findings.ts';
import { codeSpan, counted } from '../models/prose.ts';

/** `retryBuild` is called in 2 places in 2 files …; holds nothing but the name that was asked for and numbers. */
export function countSentence({ asks, subject, folder, total, inTests, byRole }: CompleteList): string {
    const name = codeSpan(subject);
    const where = `${counted(total.places, 'place')} in ${counted(total.files, 'file')}`;
    const tests = inTests.places > 0 ? `, ${inTests.places === total.places ? 'all' : String(inTests.places)} of them in tests` : '';
    const inFolder = folder === '' ? 'in the index' : `below ${codeSpan(folder)}`;
    switch (asks) {
        case 'calls': {
            const calls = byRole.find(({ role }) => role === 'call')?.count;
            const uses = byRole.find(({ role }) => role === 'use')?.count;
            if (!calls)
                return uses ? `No line calls ${name}; it is used in ${where}${tests}.` : `No line in the index calls ${name} by name.`;
            const told = `${counted(calls.places, 'place')} in ${counted(calls.files, 'file')}`;
            if (uses) return `${name} is called in ${told}, and used without a call in ${counted(uses.places, 'further place')}${tests}.`;
            return `${name} is called in ${told}${tests}.`;
        }
        case 'uses':
            return total.places === 0 ? `No line in the index uses ${name} by name.` : `${name} is used in ${where}${tests}.`;
        case 'mentions':
            return `${name} stands in strings, comments, documentation or configuration only: in ${where}${tests}.`;
        case 'imports':
            return `${name} is imported in ${where}${tests}.`;
        case 'definitions': {
            const few = inTests.places > 0 ? `, ${inTests.places.toLocaleString('en')} of them in tests` : '';
            return `There ${total.places === 1 ? 'is' : 'are'} ${nouns(total.places, subject)} in ${counted(total.files, 'file')} ${inFolder}${few}.`;
        }
        case 'files':
        case 'test files':
            return `There ${total.places === 1 ? 'is' : 'are'} ${nouns(total.places, subject)} ${inFolder}.`;
    }
}

function nouns(count: number, noun: string): string {
    return noun.endsWith('s') && count !== 1 ? `${count.toLocaleString('en')} ${noun}es` : counted(count, noun);
}
