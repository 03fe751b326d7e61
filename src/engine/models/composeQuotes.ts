import type { Evidence } from '../../protocol/answer.ts';
import type { Prompt } from '../modelPorts.ts';
import type { QuestionShape } from '../answer/questionShape.ts';
import type { CodeSymbol } from '../../protocol/code.ts';
import type { Step, Subject } from '../answer/findings.ts';
import { attachedTextName } from '../../protocol/attachment.ts';
import { tellAttached } from './tellAttached.ts';
import { tellTests } from './composeTests.ts';
import { wordShare } from './wordShare.ts';
import { composeCommands } from './composeCommands.ts';
import { composeEveryPlace } from './composeEveryPlace.ts';
import { composeHistory, noHistorySentence } from './composeHistory.ts';
import { composeNothingFound } from './composeNothingFound.ts';
import { docClause } from './docClause.ts';
import { quoteOf, quoteOfPassage } from './composeQuotation.ts';
import { findingsWithin } from '../answer/findingsWithin.ts';
import { relatedPlaces } from './composeRelated.ts';
import { codeSpan, footnote, joined, listed, wordsOfFile } from './prose.ts';
import { useLines, configurationSentence, documentationSentence, testsSentence, usesSentence } from './composeConnections.ts';
import { kindInWords } from './kindInWords.ts';
import { spokenIn, spokenLanguage, t } from '../../protocol/l10n.ts';
import { qualifiedName } from '../../protocol/code.ts';
import { baseName, folderName, rangeLabel } from '../../protocol/text.ts';

/**
 * An answer without a model: says in a few sentences what the question is about and how it hangs together, quotes the lines that decide,
 * and lists related places. Every claim is a fact of the findings and carries the footnote that shows it.
 */
export function composeQuotes(whole: Prompt): string {
    return spokenIn(whole.speaks, () => composeAnswer(whole));
}

function composeAnswer(whole: Prompt): string {
    const findings = findingsWithin(whole.findings, whole.evidence);
    const prompt = { ...whole, findings };
    const attached = tellAttached(prompt);
    // What the repository has about it follows what was attached, if it has anything.
    if (attached.length > 0) return [...attached, findings.verdict.isRelevant ? composeFound(prompt) : ''].filter(isSaid).join('\n\n');
    return composeFound(prompt);
}

function composeFound(prompt: Prompt): string {
    const { history } = prompt.findings;
    if (history?.kind === 'none')
        return `${noHistorySentence(history.why, prompt.findings.verdict.isRelevant)}\n\n${composeOfToday(prompt)}`;
    return history ? composeHistory(history, prompt) : composeOfToday(prompt);
}

function composeOfToday(prompt: Prompt): string {
    const { findings, evidence } = prompt;
    if (findings.everyPlace) return composeEveryPlace(findings.everyPlace, prompt);
    if (findings.commands && evidence.length > 0) return composeCommands(findings.commands, prompt);
    if (!findings.verdict.isRelevant) return composeNothingFound(prompt);
    const subject = evidence.length === 0 ? undefined : subjectToTell(prompt);
    const first = bestPiece(prompt);
    if (!first) return composeNothingFound(prompt);
    const isNamed = subject !== undefined && mentionsName(prompt.question.text, subject.symbol.name);
    const tests = findings.shape === 'tests' && !isNamed ? tellTests(prompt) : [];
    const paragraphs = tests.length > 0 ? tests : subject ? tellSubject(subject, prompt) : tellPassage(first, prompt);
    return [...paragraphs, relatedPlaces(prompt, subject, paragraphs.join('\n'))].filter(paragraph => paragraph !== '').join('\n\n');
}

/** The first of the evidence; of several pieces of files that were attached, the one that has most of the question. */
function bestPiece({ evidence, findings }: Prompt): Evidence | undefined {
    const isText = ({ passage }: Evidence): boolean => attachedTextName(passage.path) !== undefined;
    const ofFiles = evidence.filter(piece => !isText(piece));
    const attached = ofFiles.filter(({ role }) => role === 'attached');
    let best: Evidence | undefined;
    let most = -1;
    for (const piece of attached) {
        const share = wordShare(piece.passage.text, findings.words);
        if (share > most) [best, most] = [piece, share];
    }
    return best ?? ofFiles[0];
}

/** The best subject whose definition is still among the evidence after fitting. */
function subjectToTell({ findings, evidence }: Prompt): Subject | undefined {
    return findings.subjects.find(({ definition }) => evidence.some(({ number }) => number === definition.number));
}

function tellSubject(subject: Subject, prompt: Prompt): readonly string[] {
    const { shape } = prompt.findings;
    const lead = joined([leadSentence(subject, prompt), docSentence(subject, prompt)]);
    const connections = [memberSentence(subject, prompt), callSentence(subject, shape)];
    const quote = quoteOf(subject, prompt);
    switch (shape) {
        case 'users':
            return [lead, usesSentence(subject, 'all'), useLines(subject, 'code', prompt), testsSentence(subject), quote].filter(isSaid);
        case 'tests':
            return [lead, testLines(subject, prompt), quote].filter(isSaid);
        case 'configuration':
            return [
                lead,
                configurationSentence(subject, prompt),
                quote,
                joined([usesSentence(subject, 'some'), documentationSentence(prompt)]),
            ].filter(isSaid);
        case 'how':
        case 'why':
        case 'what':
            // In reading order: who comes here, what happens here, where it goes on.
            return [
                lead,
                joined([usesSentence(subject, 'some'), ...connections]),
                quote,
                joined([testsSentence(subject), configurationSentence(subject, prompt), documentationSentence(prompt)]),
            ].filter(isSaid);
        case 'where':
        case 'running':
        case 'topic':
            return [
                lead,
                quote,
                joined(connections),
                joined([
                    usesSentence(subject, 'some'),
                    testsSentence(subject),
                    configurationSentence(subject, prompt),
                    documentationSentence(prompt),
                ]),
            ].filter(isSaid);
    }
}

function testLines(subject: Subject, prompt: Prompt): string {
    const lines = useLines(subject, 'tests', prompt);
    const name = codeSpan(subject.symbol.name);
    return lines === '' ? t('No test in the index mentions {0} by name.', name) : `${t('Tests that mention {0}:', name)}\n\n${lines}`;
}

function leadSentence(subject: Subject, { question, findings }: Prompt): string {
    const { symbol } = subject;
    const name = qualifiedName(symbol);
    const shown = footnote({ number: subject.definition.number, range: symbol.signature });
    const path = codeSpan(symbol.path);
    if (symbol.kind === 'section') return t('The section “{0}” of {1} comes closest {2}.', wordsOfFile(symbol.name), path, shown);
    const kind = kindInWords(symbol.kind);
    if (mentionsName(question.text, symbol.name)) return t('{0} is {1} in {2} {3}.', codeSpan(name), kind, path, shown);
    return opening(findings.shape, [codeSpan(name), kind, path, shown]);
}

/** Answers in the shape of the question, and claims no more than that this comes closest. */
function opening(shape: QuestionShape, named: readonly [name: string, kind: string, path: string, mark: string]): string {
    switch (shape) {
        case 'where':
            return t('Most likely in {0}, {1} in {2} {3}.', ...named);
        case 'how':
        case 'why':
            return t('What comes closest to doing this is {0}, {1} in {2} {3}.', ...named);
        case 'configuration':
            return t('What sets this is most likely {0}, {1} in {2} {3}.', ...named);
        case 'what':
        case 'users':
        case 'running':
        case 'tests':
        case 'topic':
            return t('The closest match is {0}, {1} in {2} {3}.', ...named);
    }
}

function mentionsName(question: string, name: string): boolean {
    return /[A-Z_\d.]/.test(name) ? question.includes(name) : new RegExp(`[\`'"]${name.replaceAll(/\W/g, '\\$&')}[\`'"(]`).test(question);
}

/** What its comment says, or that of another definition of its name, such as the declaration of its types. */
function docSentence({ symbol, doc }: Subject, { findings }: Prompt): string {
    const other = doc ? undefined : findings.subjects.find(subject => subject.doc && isDeclarationOf(subject.symbol, symbol));
    const told = doc ?? other?.doc;
    const clause = told && docClause(symbol.name, symbol.kind, told.text);
    if (!clause) return '';
    const words = wordsOfFile(clause.text);
    const mark = footnote(told.shown);
    // A sentence made of its words, which are English.
    if (clause.form === 'predicate')
        return other ? `The definition of the same name in ${codeSpan(other.symbol.path)} ${words} ${mark}.` : `It ${words} ${mark}.`;
    return other
        ? t('The comment on the definition of the same name in {0} says: “{1}” {2}', codeSpan(other.symbol.path), words, mark)
        : t('Its comment says: “{0}” {1}', words, mark);
}

/** The same name beside it, or in a file that is called like its own: `retry.d.ts` for `retry.js`, `list.h` for `list.c`. */
function isDeclarationOf(one: CodeSymbol, other: CodeSymbol): boolean {
    const stem = ({ path }: CodeSymbol): string => baseName(path).split('.')[0] ?? '';
    return one.name === other.name && (folderName(one.path) === folderName(other.path) || stem(one) === stem(other));
}

/** Methods that the evidence shows, since only these can carry a footnote. */
function memberSentence({ symbol, members }: Subject, { evidence }: Prompt): string {
    if (symbol.kind === 'function' || symbol.kind === 'method') return '';
    const others = members.filter(({ name }, at) => name !== symbol.name && members.findIndex(other => other.name === name) === at);
    const shown = others.flatMap(member => {
        const piece = evidence.find(
            ({ passage }) =>
                passage.path === symbol.path && member.nameLine >= passage.range.startLine && member.nameLine <= passage.range.endLine,
        );
        return piece
            ? [
                  `${codeSpan(member.name)} ${footnote({ number: piece.number, range: { startLine: member.nameLine, endLine: member.nameLine } })}`,
              ]
            : [];
    });
    if (shown.length === 0) return '';
    const some = shown.slice(0, 5);
    const more = others.length - some.length;
    return more > 0
        ? some.length === 1
            ? t('Among its {0} public methods is {1}.', others.length, listed(some))
            : t('Among its {0} public methods are {1}.', others.length, listed(some))
        : some.length === 1
          ? t('Its public method is {0}.', listed(some))
          : t('Its public methods are {0}.', listed(some));
}

/** What it calls, in the order of its lines; what the comments of the called say follows the name. */
function callSentence({ calls, steps, definition, symbol }: Subject, shape: QuestionShape): string {
    if (symbol.kind === 'section' || symbol.kind === 'key') return '';
    const at = (line: number): string => footnote({ number: definition.number, range: { startLine: line, endLine: line } });
    const nameOf = (used: CodeSymbol): string => codeSpan(used.container === symbol.container ? used.name : qualifiedName(used));
    const told = steps.map(step => `${nameOf(step.symbol)} ${at(step.line)}${stepClause(step)}`);
    const isTold = new Set(steps.map(step => step.symbol.name));
    const most = shape === 'how' || shape === 'why' || shape === 'what' ? 6 : 4;
    const plain = calls
        .filter(({ symbol: used }) => !isTold.has(used.name))
        .slice(0, most - told.length)
        .map(({ symbol: used, line }) => `${nameOf(used)} ${at(line)}`);
    if (told.length === 0) return plain.length === 0 ? '' : t('It calls {0}.', listed(plain));
    const also = plain.length === 0 ? '' : t('It also calls {0}.', listed(plain));
    const isEnglish = spokenLanguage() === 'en';
    const joint = told.some(text => text.includes(', which ')) && told.length > 1 ? '; then ' : ' and ';
    return joined([t('It calls {0}.', isEnglish ? told.join(joint) : listed(told)), also]);
}

function stepClause({ symbol, definition, doc }: Step): string {
    const clause = doc && docClause(symbol.name, symbol.kind, doc.text);
    if (!clause) return t(', defined in {0} {1}', codeSpan(symbol.path), footnote(definition));
    const words = wordsOfFile(clause.text).replace(/\.$/, '');
    return clause.form === 'predicate' ? `, which ${words} ${footnote(doc.shown)}` : ` (“${words}” ${footnote(doc.shown)})`;
}

function tellPassage(first: Evidence, prompt: Prompt): readonly string[] {
    const { path, range } = first.passage;
    return [
        t('The closest match is in {0}, lines {1} {2}.', codeSpan(path), rangeLabel(range), footnote({ number: first.number })),
        quoteOfPassage(first, prompt),
        documentationSentence(prompt),
    ].filter(isSaid);
}

function isSaid(text: string): boolean {
    return text !== '';
}
