import type { CompleteList, ListedPlace } from '../answer/findings.ts';
import type { PlaceRole } from '../retrieve/placeRole.ts';
import type { Prompt } from '../ports.ts';
import { countSentence } from '../answer/countSentence.ts';
import { kindInWords } from './kindInWords.ts';
import { codeSpan, counted, footnote, listed } from './prose.ts';

/**
 * The answer to a question about all places: the exact number first, then each place by file with its footnote, then what was not counted,
 * and how far the number can be trusted.
 */
export function composeEveryPlace(list: CompleteList, prompt: Prompt): string {
    const paragraphs = [
        [countSentence(list), definitionSentence(list, prompt)].filter(isSaid).join(' '),
        placeLines(list, prompt),
        restSentence(list),
        [othersSentence(list), completenessSentence(list, prompt)].filter(isSaid).join(' '),
    ];
    return paragraphs.filter(isSaid).join('\n\n');
}

function definitionSentence({ definitions, sharedBy, subject }: CompleteList, { evidence }: Prompt): string {
    const told = definitions.map(({ symbol, number }) => {
        const isShown = number !== undefined && evidence.some(piece => piece.number === number);
        const mark = isShown ? ` ${footnote({ number, range: { startLine: symbol.nameLine, endLine: symbol.nameLine } })}` : '';
        return `${kindInWords(symbol.kind)} in ${codeSpan(symbol.path)}${mark}`;
    });
    if (told.length === 0) return '';
    if (sharedBy === 1) return `It is ${told.join('')}.`;
    const more = sharedBy > told.length ? `, among them ${listed(told)}` : `: ${listed(told)}`;
    return `${String(sharedBy)} definitions bear the name ${codeSpan(subject)}${more}; a place may mean any of them.`;
}

/** A bullet for each file; a short list shows the lines as well. */
function placeLines({ asks, listed: places }: CompleteList, { evidence }: Prompt): string {
    const isKind = asks === 'definitions' || asks === 'files' || asks === 'test files';
    const showsCode = !isKind && places.length <= MOST_WITH_CODE;
    const byFile = Map.groupBy(places, ({ path }) => path);
    const rows = [...byFile].flatMap(([path, own]) => {
        const told = own.map(place => {
            const what = placeInWords(place, asks);
            const shown = evidence.find(({ number }) => number === place.number)?.passage;
            if (!shown || place.number === undefined) return what;
            const mark = footnote({ number: place.number, range: { startLine: place.line, endLine: place.line } });
            const code = shown.text.split('\n')[place.line - shown.range.startLine]?.trim() ?? '';
            return `${what} ${mark}${showsCode && code !== '' ? `: ${codeSpan(shortened(code))}` : ''}`;
        });
        return showsCode ? [`- ${codeSpan(path)}`, ...told.map(text => `  - ${text}`)] : [`- ${codeSpan(path)}: ${told.join(', ')}`];
    });
    return rows.join('\n');
}

/** About a screen. */
const MOST_WITH_CODE = 16;

function shortened(line: string): string {
    return line.length > 110 ? `${line.slice(0, 108)} …` : line;
}

function placeInWords({ line, inside, role }: ListedPlace, asks: CompleteList['asks']): string {
    if (asks === 'files' || asks === 'test files') return 'file';
    if (line === 0) return 'through an import of another spelling';
    if (asks === 'definitions') return codeSpan(inside);
    const where = inside === '' ? `line ${String(line)}` : `line ${String(line)} in ${codeSpan(inside)}`;
    return asks === 'calls' && role === 'use' ? `${where} (no call)` : where;
}

function restSentence({ unlisted }: CompleteList): string {
    if (unlisted.length === 0) return '';
    const places = unlisted.reduce((sum, file) => sum + file.places, 0);
    const some = unlisted.slice(0, MOST_NAMED).map(file => `${codeSpan(file.path)} (${String(file.places)})`);
    const rest = unlisted.length - some.length;
    return `And ${places.toLocaleString('en')} more in ${listed([...some, ...(rest > 0 ? [counted(rest, 'further file')] : [])])}.`;
}

const MOST_NAMED = 12;

function othersSentence({ others, asks }: CompleteList): string {
    if (others.length === 0 || asks === 'imports') return '';
    const told = others.map(({ role, count }) => `${counted(count.places, ROLE_WORDS[role])} in ${counted(count.files, 'file')}`);
    const notes = others.some(({ role }) => role === 'text') ? ' (mentions are comments, strings, documentation and configuration)' : '';
    return `Not counted: ${listed(told)}${notes}.`;
}

const ROLE_WORDS: Readonly<Record<PlaceRole, string>> = {
    definition: 'definition',
    import: 'import',
    call: 'call',
    use: 'use',
    text: 'mention',
};

function completenessSentence({ asks, unread }: CompleteList, { coverage }: Prompt): string {
    const isOfName = asks === 'calls' || asks === 'uses' || asks === 'mentions';
    const how = isOfName ? ', by name: which definition a line means is not resolved, and a line counts once' : '';
    const sentences = [`These are all in the ${counted(coverage.searchedFiles, 'indexed file')}${how}.`];
    if (unread > 0) sentences.push(`${counted(unread, 'file')} could not be read and may have more.`);
    if (coverage.skippedFiles > 0)
        sentences.push(
            `${counted(coverage.skippedFiles, 'file')} ${coverage.skippedFiles === 1 ? 'is' : 'are'} not indexed and may have more.`,
        );
    if (coverage.isPartial) sentences.push('Indexing is still under way, so more may come.');
    return sentences.join(' ');
}

function isSaid(text: string): boolean {
    return text !== '';
}
