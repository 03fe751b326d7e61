import type { Prompt } from '../ports.ts';
import type { Subject, UseSite } from '../answer/findings.ts';
import { codeSpan, counted, footnote, listed, wordsOfFile } from './prose.ts';

/** Who uses a definition, with the count over the whole index and footnotes for those that are shown. */
export function usesSentence(subject: Subject, extent: 'some' | 'all'): string {
    const { uses, symbol } = subject;
    const sites = uses.sites.filter(({ kind }) => kind !== 'test');
    if (uses.places === 0) {
        return extent === 'all' && symbol.kind !== 'section'
            ? `No other place in the indexed files mentions ${codeSpan(symbol.name)} by name ${footnote({ number: subject.definition.number, range: symbol.signature })}.`
            : '';
    }
    if (sites.length === 0) return '';
    const where = `${counted(uses.places, 'place')} in ${counted(uses.files, 'file')}`;
    const scope = uses.isNameShared ? ` (counted in files that import this one, since other definitions share the name)` : '';
    if (extent === 'all') return `${codeSpan(symbol.name)} is mentioned by name in ${where}${scope}:`;
    const told = sites.slice(0, 3).map(siteInWords);
    return uses.places <= told.length
        ? `It is used ${listed(told)}${scope}.`
        : `It is used in ${where}${scope}, among them ${listed(told.map(site => site.replace(/^in /, '')))}.`;
}

function siteInWords(site: UseSite): string {
    const place = site.inside === '' ? codeSpan(site.path) : codeSpan(site.inside);
    return `in ${place} ${footnote(site.shown)}`;
}

/** Each use that is shown, with its line. */
export function callSites(subject: Subject, { evidence }: Prompt): string {
    const rows = subject.uses.sites.map(({ shown, inside, path }) => {
        const passage = evidence.find(({ number }) => number === shown.number)?.passage;
        const line = passage?.text.split('\n')[shown.range.startLine - passage.range.startLine]?.trim() ?? '';
        if (line === '') return '';
        const within = inside === '' ? '' : `${codeSpan(inside)} in `;
        return `- ${within}${codeSpan(path)} ${footnote(shown)}: ${codeSpan(line.length > 110 ? `${line.slice(0, 108)} …` : line)}`;
    });
    return rows.filter(row => row !== '').join('\n');
}

/** Tests that mention the subject; whether they check it is theirs to say. */
export function testsSentence(subject: Subject): string {
    const sites = subject.uses.sites.filter(({ kind }) => kind === 'test').slice(0, 3);
    if (sites.length === 0) return '';
    const told = sites.map(site =>
        site.inside === ''
            ? `${codeSpan(site.path)} ${footnote(site.shown)}`
            : `${codeSpan(site.inside)} in ${codeSpan(site.path)} ${footnote(site.shown)}`,
    );
    return `${sites.length === 1 ? 'A test mentions it' : 'Tests mention it'}: ${listed(told)}.`;
}

/** Configuration among the evidence that names the subject or the question's words. */
export function configurationSentence(subject: Subject, prompt: Prompt): string {
    const pieces = prompt.evidence
        .filter(
            ({ role, passage, number }) => (role === 'configuration' || passage.kind === 'config') && number !== subject.definition.number,
        )
        .slice(0, 2);
    if (pieces.length === 0) return '';
    const told = pieces.map(
        ({ number, passage }) =>
            `${passage.symbol ? `${codeSpan(passage.symbol.name)} in ` : ''}${codeSpan(passage.path)} ${footnote({ number })}`,
    );
    return `Configuration that goes with it: ${listed(told)}.`;
}

/** Documentation among the evidence. */
export function documentationSentence({ evidence }: Prompt): string {
    const piece = evidence.find(({ role }) => role === 'documentation');
    if (!piece) return '';
    const { passage, number } = piece;
    const section = passage.symbol?.kind === 'section' ? ` under “${wordsOfFile(passage.symbol.name)}”` : '';
    return `The documentation mentions it in ${codeSpan(passage.path)}${section} ${footnote({ number })}.`;
}
