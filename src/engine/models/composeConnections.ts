import type { Prompt } from '../modelPorts.ts';
import type { Subject, UseSite } from '../answer/findings.ts';
import { wordShare } from './wordShare.ts';
import { plural, t } from '../../protocol/l10n.ts';
import { codeSpan, footnote, listed, wordsOfFile } from './prose.ts';

/** Who uses a definition, with the count over the whole index and footnotes for those that are shown. */
export function usesSentence(subject: Subject, extent: 'some' | 'all'): string {
    const { uses, symbol } = subject;
    const sites = distinct(uses.sites.filter(({ kind }) => kind !== 'test'));
    const where = placesInFiles(uses);
    if (extent === 'all') {
        const name = codeSpan(symbol.name);
        const shown = footnote({ number: subject.definition.number, range: symbol.signature });
        if (uses.places === 0) return t('No other place in the indexed files mentions {0} by name {1}.', name, shown);
        return uses.sharedBy > 1
            ? t('{0}, a name that {1} definitions share, is mentioned in {2}:', name, uses.sharedBy, where)
            : t('{0} is mentioned in {1}:', name, where);
    }
    // `stop` is the name of too many methods: which of them a place means cannot be said.
    if (sites.length === 0 || (uses.sharedBy > 1 && (symbol.kind === 'method' || symbol.kind === 'field'))) return '';
    const told = listed(sites.slice(0, 3).map(site => siteInWords(site, symbol.path)));
    const isAll = uses.places <= Math.min(3, sites.length);
    // A shared name may mean another definition; then only the name is spoken of.
    if (uses.sharedBy > 1) {
        const scope = t('other definitions share it, so only files that import this one are counted');
        return isAll
            ? t('Its name is mentioned in {0} ({1}).', told, scope)
            : t('Its name is mentioned in {0} ({1}), among them {2}.', where, scope, told);
    }
    return isAll ? t('It is used in {0}.', told) : t('It is used in {0}, among them {1}.', where, told);
}

/** `3 places in 2 files` */
export function placesInFiles({ places, files }: { readonly places: number; readonly files: number }): string {
    return t('{0} in {1}', plural(places, '{0} place', '{0} places'), plural(files, '{0} file', '{0} files'));
}

/** One site for each function; the second line of the same one says little more. */
function distinct(sites: readonly UseSite[]): readonly UseSite[] {
    return sites.filter(
        (site, at) => site.inside === '' || sites.findIndex(other => other.path === site.path && other.inside === site.inside) === at,
    );
}

function siteInWords(site: UseSite, ownPath: string): string {
    const file =
        site.inside === ''
            ? codeSpan(site.path)
            : site.path === ownPath
              ? codeSpan(site.inside)
              : t('{0} in {1}', codeSpan(site.inside), codeSpan(site.path));
    return `${file} ${footnote(site.shown)}`;
}

/** Each use that is shown, in tests or outside them, with its line. */
export function useLines(subject: Subject, which: 'code' | 'tests', { evidence }: Prompt): string {
    const sites = subject.uses.sites.filter(({ kind }) => (kind === 'test') === (which === 'tests'));
    const rows = sites.map(({ shown, inside, path }) => {
        const passage = evidence.find(({ number }) => number === shown.number)?.passage;
        const line = passage?.text.split('\n')[shown.range.startLine - passage.range.startLine]?.trim() ?? '';
        if (line === '') return '';
        const place = inside === '' ? codeSpan(path) : t('{0} in {1}', codeSpan(inside), codeSpan(path));
        return `- ${place} ${footnote(shown)}: ${codeSpan(line.length > 110 ? `${line.slice(0, 108)} …` : line)}`;
    });
    return rows.filter(row => row !== '').join('\n');
}

/** Tests that mention the subject; whether they check it is theirs to say. */
export function testsSentence(subject: Subject): string {
    const sites = distinct(subject.uses.sites.filter(({ kind }) => kind === 'test')).slice(0, 3);
    if (sites.length === 0) return '';
    const told = sites.map(site => siteInWords(site, ''));
    return sites.length === 1 ? t('A test mentions it: {0}.', listed(told)) : t('Tests mention it: {0}.', listed(told));
}

/** Configuration among the evidence that names the subject or has most of the question's words. */
export function configurationSentence(subject: Subject, prompt: Prompt): string {
    const { name } = subject.symbol;
    const pieces = prompt.evidence
        .filter(
            ({ role, passage, number }) =>
                (role === 'configuration' || passage.kind === 'config') &&
                number !== subject.definition.number &&
                ((name.length > 3 && passage.text.includes(name)) || wordShare(passage.text, prompt.findings.words) >= MOST_WORDS),
        )
        .slice(0, 2);
    if (pieces.length === 0) return '';
    const told = pieces.map(
        ({ number, passage }) =>
            `${passage.symbol ? t('{0} in {1}', codeSpan(passage.symbol.name), codeSpan(passage.path)) : codeSpan(passage.path)} ${footnote({ number })}`,
    );
    return t('Configuration that goes with it: {0}.', listed(told));
}

const MOST_WORDS = 0.6;

/** Documentation among the evidence. */
export function documentationSentence({ evidence }: Prompt): string {
    const piece = evidence.find(({ role }) => role === 'documentation');
    if (!piece) return '';
    const { passage, number } = piece;
    const [path, mark] = [codeSpan(passage.path), footnote({ number })];
    return passage.symbol?.kind === 'section'
        ? t('The documentation mentions it in {0} under “{1}” {2}.', path, wordsOfFile(passage.symbol.name), mark)
        : t('The documentation mentions it in {0} {1}.', path, mark);
}
