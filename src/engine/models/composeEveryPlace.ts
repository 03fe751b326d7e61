import type { CompleteList, ListedPlace } from '../answer/findings.ts';
import type { PlaceRole } from '../retrieve/placeRole.ts';
import type { Prompt } from '../modelPorts.ts';
import { countSentence } from '../answer/countSentence.ts';
import { kindInWords } from './kindInWords.ts';
import { plural, t } from '../../protocol/l10n.ts';
import { codeSpan, footnote, joined, listed } from './prose.ts';

/**
 * The answer to a question about all places: the exact number first, then each place by file with its footnote, then what was not counted,
 * and how far the number can be trusted.
 */
export function composeEveryPlace(list: CompleteList, prompt: Prompt): string {
    const paragraphs = [
        joined([countSentence(list), definitionSentence(list, prompt), ...meaningSentences(list)]),
        placeLines(list, prompt),
        restSentence(list),
        joined([othersSentence(list), completenessSentence(list, prompt)]),
    ];
    return paragraphs.filter(isSaid).join('\n\n');
}

function definitionSentence({ definitions, sharedBy, subject, meant }: CompleteList, { evidence }: Prompt): string {
    const told = definitions.map(({ symbol, number }, position) => {
        const isShown = number !== undefined && evidence.some(piece => piece.number === number);
        const mark = isShown ? ` ${footnote({ number, range: { startLine: symbol.nameLine, endLine: symbol.nameLine } })}` : '';
        const where = t('{0} in {1}', kindInWords(symbol.kind), `${codeSpan(symbol.path)}${mark}`);
        const places = sharedBy === 1 ? undefined : meant?.byDefinition[position];
        return places === undefined ? where : plural(places, '{1} (meant in {0} place)', '{1} (meant in {0} places)', where);
    });
    if (told.length === 0) return '';
    if (sharedBy === 1) return t('It is {0}.', told.join(''));
    if (meant) return t('{0} definitions bear the name {1}: {2}.', sharedBy, codeSpan(subject), listed(told));
    return sharedBy > told.length
        ? t('{0} definitions bear the name {1}, among them {2}; a place may mean any of them.', sharedBy, codeSpan(subject), listed(told))
        : t('{0} definitions bear the name {1}: {2}; a place may mean any of them.', sharedBy, codeSpan(subject), listed(told));
}

/** What the editor's language server has to say of the list. */
function meaningSentences({ meant, total }: CompleteList): readonly string[] {
    if (!meant) return [];
    const { unconfirmed, elsewhere } = meant;
    const confirmed = total.places - unconfirmed;
    return [
        confirmed === 0 || unconfirmed === 0
            ? ''
            : plural(
                  unconfirmed,
                  "The editor's language server confirms {1} of these; {0} has the name, and it says nothing of it.",
                  "The editor's language server confirms {1} of these; {0} have the name, and it says nothing of them.",
                  confirmed,
              ),
        confirmed > 0 && unconfirmed === 0 ? t("The editor's language server confirms all of these.") : '',
        elsewhere === 0
            ? ''
            : plural(
                  elsewhere,
                  '{0} further place has the name and means another definition.',
                  '{0} further places have the name and mean another definition.',
              ),
    ];
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

function placeInWords({ line, inside, role, isUnconfirmed }: ListedPlace, asks: CompleteList['asks']): string {
    if (asks === 'files' || asks === 'test files') return t('file');
    if (line === 0) return t('through an import of another spelling');
    if (asks === 'definitions') return codeSpan(inside);
    const where = inside === '' ? t('line {0}', String(line)) : t('line {0} in {1}', String(line), codeSpan(inside));
    const told = asks === 'calls' && role === 'use' ? t('{0} (no call)', where) : where;
    return isUnconfirmed === true ? t('{0} (by name only)', told) : told;
}

function restSentence({ unlisted }: CompleteList): string {
    if (unlisted.length === 0) return '';
    const places = unlisted.reduce((sum, file) => sum + file.places, 0);
    const some = unlisted.slice(0, MOST_NAMED).map(file => `${codeSpan(file.path)} (${String(file.places)})`);
    const rest = unlisted.length - some.length;
    return t(
        'And {0} more in {1}.',
        places,
        listed([...some, ...(rest > 0 ? [plural(rest, '{0} further file', '{0} further files')] : [])]),
    );
}

const MOST_NAMED = 12;

function othersSentence({ others, asks }: CompleteList): string {
    if (others.length === 0 || asks === 'imports') return '';
    const told = others.map(({ role, count }) =>
        t('{0} in {1}', countedRole(role, count.places), plural(count.files, '{0} file', '{0} files')),
    );
    return others.some(({ role }) => role === 'text')
        ? t('Not counted: {0} (mentions are comments, strings, documentation and configuration).', listed(told))
        : t('Not counted: {0}.', listed(told));
}

function countedRole(role: PlaceRole, places: number): string {
    switch (role) {
        case 'definition':
            return plural(places, '{0} definition', '{0} definitions');
        case 'import':
            return plural(places, '{0} import', '{0} imports');
        case 'call':
            return plural(places, '{0} call', '{0} calls');
        case 'use':
            return plural(places, '{0} use', '{0} uses');
        case 'text':
            return plural(places, '{0} mention', '{0} mentions');
    }
}

function completenessSentence({ asks, unread, meant }: CompleteList, { coverage }: Prompt): string {
    const isOfName = asks === 'calls' || asks === 'uses' || asks === 'mentions';
    const files = plural(coverage.searchedFiles, '{0} indexed file', '{0} indexed files');
    const sentences = [
        isOfName && meant
            ? t('These are all in the {0}, by name and by what the language server knows; a line counts once.', files)
            : isOfName
              ? t('These are all in the {0}, by name: which definition a line means is not resolved, and a line counts once.', files)
              : t('These are all in the {0}.', files),
    ];
    if (unread > 0)
        sentences.push(plural(unread, '{0} file could not be read and may have more.', '{0} files could not be read and may have more.'));
    if (coverage.skippedFiles > 0)
        sentences.push(
            plural(coverage.skippedFiles, '{0} file is not indexed and may have more.', '{0} files are not indexed and may have more.'),
        );
    if (coverage.isPartial) sentences.push(t('The index is not up to date yet, so more may come.'));
    return joined(sentences);
}

function isSaid(text: string): boolean {
    return text !== '';
}
