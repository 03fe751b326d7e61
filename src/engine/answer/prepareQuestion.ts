import type { Question } from '../../protocol/answer.ts';
import type { CostOptions } from '../../protocol/cost.ts';
import type { Spending } from '../cost/spendingLedger.ts';
import type { Failure } from '../../protocol/failure.ts';
import type { ChatModel, Prompt } from '../modelPorts.ts';
import type { Files, Logger, StopOptions } from '../ports.ts';
import type { Findings } from './findings.ts';
import type { EvidencePorts } from './gatherEvidence.ts';
import type { MeaningPorts } from './meantPlaces.ts';
import type { SentPayload } from '../../protocol/payload.ts';
import type { Coverage, Query, SearchResult } from '../../protocol/passage.ts';
import { FailureError } from '../../protocol/failure.ts';
import { defaultAnswering, readCommand, type AnsweringOptions } from '../../protocol/answering.ts';
import { workspacePath, type WorkspacePath } from '../../protocol/text.ts';
import { composePrompt, type PromptParts } from './composePrompt.ts';
import { secretsTakenOut, withoutSecrets } from '../redact/withoutSecrets.ts';
import { fitPrompt } from './fitPrompt.ts';
import { gatherCommands } from './commands/gatherCommands.ts';
import { gatherEveryPlace } from './gatherEveryPlace.ts';
import { gatherEvidence } from './gatherEvidence.ts';
import { askedHistory, gatherHistory, withPastTexts, type HistoryPorts } from './gatherHistory.ts';
import type { Reorder } from '../retrieve/reorderFiles.ts';
import { nothingAttached, withAttachedTexts, type Attached } from './attached.ts';
import { nearestPlaces } from './nearestPlaces.ts';
import { namesInTexts } from './namesInTexts.ts';
import { languageOfAnswer, type AnswerSentences } from './language/languageOfAnswer.ts';
import { inEnglish } from './language/inEnglish.ts';
import { interleaveResults } from './interleaveResults.ts';
import { scopeOf, type Attachment } from '../../protocol/attachment.ts';
import { standingAlone } from './rewrite/followUp.ts';
import { evidenceOfBoth, wantsOtherWords, withOtherWords } from './rewrite/otherWords.ts';
import { readRoster } from './readRoster.ts';
import { isHard } from './rounds/isHard.ts';
import { isStopWord } from '../retrieve/terms.ts';
import { mergeResults, searchTexts } from './searchTexts.ts';

export interface AnswerPorts extends HistoryPorts, MeaningPorts {
    readonly store: EvidencePorts['store'] & MeaningPorts['store'];
    search(query: Query, options: SearchOptions): Promise<SearchResult>;
    readonly chatModel: ChatModel;
    /** Answers when the chosen model cannot, and when there is nothing to ask a model. */
    readonly quotingModel: ChatModel;
    /** Where the messages of `chatModel` go, as `destinationOf` names it. */
    readonly destination: string;
    /** What answers by quotation say in other languages; all is said in English when absent. */
    readonly answerTexts?: AnswerSentences;
    /** Reads what stands beside a question; without it files and folders say only where to search. */
    attach?(attachments: readonly Attachment[], options: StopOptions): Promise<Attached>;
    /** What was read for this question. */
    readonly attached?: Attached;
    /** Keeps what is sent, for whoever wants to look at it; returns a name for it. */
    keepSent(sent: SentPayload): string;
    /** How answers are wanted; the usual way when absent. */
    readonly answering?: AnsweringOptions;
    /** What a search would know and not know; where it can be told, a question that structure answers is not searched. */
    coverage?(): Promise<Coverage>;
    /** The model that the settings name for something else than answering; undefined where the one that answers does it. */
    readonly modelFor?: (role: Exclude<ModelRole, 'chat'>) => ChatModel | undefined;
    /** What is paid for tokens, and how much may be; nothing is known and there is no limit when absent. */
    readonly cost?: CostOptions;
    /** What models have cost so far; nothing is kept when absent. */
    readonly spending?: Spending;
    readonly log: Logger;
    /** Milliseconds that only ever grow. */
    now(): number;
    randomNonce(): string;
}

/** What a model may be wanted for. */
export type ModelRole = 'chat' | 'rewrite' | 'rerank' | 'title';

export interface SearchOptions extends StopOptions {
    /** Puts the files that a search found in another order. */
    readonly reorder?: Reorder | undefined;
    /** Other words for the question, searched beside it: what they find comes after what the question found, and takes nothing from it. */
    readonly words?: string | undefined;
}

/** What is known before anybody is asked. */
export interface PreparedQuestion {
    /** Without its command, which stands beside it. */
    readonly question: Question;
    readonly asked: AskedModel;
    readonly parts: PromptParts;
    /** How often the model may ask for more before it answers; 0 for a question that is no hard one. */
    readonly rounds: number;
    /** True where a model is to be asked for other words to search for, before anything else. */
    readonly asksForWords: boolean;
    /** True where a model is to be asked for the order of the files that were found, before it is asked for an answer. */
    readonly asksForOrder: boolean;
    readonly coverage: Coverage;
    /** False when nothing relevant was found. */
    readonly isAnswered: boolean;
    /** What was searched: the question standing alone, in English as far as the glossary goes. */
    readonly sought: string;
    /** The words of `sought` where those are not how the question was asked; for people. */
    readonly searchedInEnglish?: string;
}

/** Searches, gathers evidence, and composes what is to be asked; connects to nobody, unless `reorder` does. */
export async function prepareQuestion(
    asking: Question,
    ports: AnswerPorts,
    { signal, reorder, words }: SearchOptions = {},
): Promise<PreparedQuestion> {
    const question = continuable(withCommand(asking), ports);
    const answering = await answeringToRoster(question, answeringTo(question, ports), ports.files);
    const attached = ports.attached ?? nothingAttached;
    // What is searched stands alone, with what a trace or a problem names; what is answered is what was asked.
    const alone = standingAlone(question, ports.symbols);
    const translated = inEnglish(alone, ports.statistics());
    const sought = { ...question, text: [translated ?? alone, ...namesInTexts(attached, ports)].join(' ') };
    const speaks = await ports.answerTexts?.in(languageOfAnswer(question.text, answering));
    const searchIn = (text: string, folder: WorkspacePath | undefined, by?: Reorder) =>
        ports.search(
            {
                text,
                limit: SEARCHED,
                ...(question.focus ? { focus: question.focus } : {}),
                ...(question.near ? { near: question.near } : {}),
                ...(folder === undefined ? {} : { folder }),
            },
            { signal, reorder: by },
        );
    const search = async (text: string, by?: Reorder): Promise<SearchResult> => {
        const [folder, ...further] = attached.scope;
        const first = await searchIn(text, folder, by);
        return interleaveResults([first, ...(await Promise.all(further.map(other => searchIn(text, other, by))))], SEARCHED);
    };
    const [text = sought.text, ...others] = searchTexts(sought, answering.persona);
    // Lines, problems and texts are what the question is about; in a file or folder everything may be counted all the same.
    const isAboutPlaces = attached.pieces.every(({ kind }) => kind === 'file');
    const known = isAboutPlaces ? await ports.coverage?.() : undefined;
    const aboutHistory = ports.history && continuesNothing(question) ? askedHistory(question) : undefined;
    const past =
        aboutHistory && (await gatherHistory(sought, aboutHistory, ports, { signal, attached, search: () => search(text, reorder) }));
    const history = typeof past === 'object' ? past : undefined;
    const listed = history
        ? undefined
        : isAboutPlaces
          ? await gatherEveryPlace(sought, ports, { signal, scope: attached.scope })
          : undefined;
    // What the structure of the repository answers needs no search.
    const result: SearchResult =
        (listed ?? (history?.isSearched === false ? history : undefined)) && known
            ? { files: [], passages: [], coverage: known, tookMs: 0 }
            : mergeResults([await search(text, reorder), ...(await Promise.all(others.map(other => search(other))))], SEARCHED);
    const gathered =
        history ??
        listed ??
        (isAboutPlaces ? await gatherCommands(sought, result, ports, { signal, scope: attached.scope }) : undefined) ??
        (await gatherEvidence(sought, result, ports, { signal, attached }));
    const besides =
        words === undefined ? undefined : await gatherEvidence({ ...sought, text: words }, await search(words), ports, { signal });
    const chosen = withOtherWords(gathered, besides).findings;
    const findings: Findings = typeof past === 'string' ? { ...chosen, history: { kind: 'none', why: past } } : chosen;
    const { continues } = question;
    const isAnswered = continues !== undefined || findings.verdict.isRelevant || (findings.attached ?? []).length > 0;
    // The marks of what was said before are numbers of that evidence.
    const found = continues
        ? continues.evidence
        : isAnswered
          ? evidenceOfBoth(gathered, besides)
          : nearestPlaces(gathered.evidence, findings.verdict);
    // Without relevant evidence a model could only guess, unless it can lean on the conversation so far.
    const asksModel = isAnswered || (question.history ?? []).length > 0;
    const { coverage } = result;
    const notes = answering.quotesProjectNotes ? ((await ports.files.read(workspacePath('AGENTS.md')))?.text ?? '') : '';
    const parts = { question, evidence: found, coverage, findings, answering, notes, speaks, randomNonce: () => ports.randomNonce() };
    const asked = asksModel ? await prepare(parts, ports, signal) : quotingOnly(parts, ports);
    const canAsk = continues === undefined && asked.model !== ports.quotingModel && asked.failure === undefined;
    // Before it is said that nothing was found, a model may look with words of its own.
    const isThin = !isAnswered && ports.chatModel !== ports.quotingModel && asked.failure === undefined && hasWords(findings);
    const rounds = isThin || (canAsk && isHard(sought, findings)) ? answering.evidenceRounds : 0;
    // Where every place is listed, or the files that state commands were read, there is no order to choose by.
    const asksForOrder = canAsk && isAnswered && answering.reranker === 'model' && !findings.everyPlace && !findings.commands && !history;
    const asksForWords =
        continues === undefined &&
        words === undefined &&
        answering.rewriting === 'when-hard' &&
        ports.chatModel !== ports.quotingModel &&
        wantsOtherWords(question, findings);
    return {
        question,
        asked,
        parts,
        rounds,
        asksForWords,
        asksForOrder,
        coverage,
        isAnswered,
        sought: sought.text,
        ...(translated === undefined ? {} : { searchedInEnglish: wordsSearched(translated) }),
    };
}

/** The words of the first line, which says it in English word for word and so in no sentence that anybody would write. */
function wordsSearched(translated: string): string {
    const [title = ''] = translated.split('\n');
    return (title.match(/`[^`]+`|[^\s,;:?]+/g) ?? []).filter(word => !isStopWord(word.toLowerCase())).join(', ');
}

/** What is continued has its evidence already. */
function continuesNothing({ continues }: Question): boolean {
    return continues === undefined;
}

/** False for an empty question, and for one of small words alone: there is nothing to look for. */
function hasWords({ words, verdict }: Findings): boolean {
    return words.length > 0 && (verdict.isRelevant || verdict.reason !== 'no-words');
}

/** The ports with what stands beside the question read, so that every step of one answer sees the same. */
export async function withAttachments(
    { attachments = [] }: Pick<Question, 'attachments'>,
    ports: AnswerPorts,
    options: StopOptions,
): Promise<AnswerPorts> {
    if (attachments.length === 0) return withPastTexts(ports);
    const attached = ports.attach ? await ports.attach(attachments, options) : { ...nothingAttached, scope: scopeOf({ attachments }) };
    return withPastTexts({ ...ports, attached, files: withAttachedTexts(ports.files, attached.texts) });
}

/** Quotations are written in a moment and always the same, so there is nothing to continue: they are written again. */
function continuable(question: Question, { chatModel, quotingModel }: AnswerPorts): Question {
    const { continues, ...anew } = question;
    return continues === undefined || chatModel === quotingModel ? anew : question;
}

/** The question with the command that its text begins with, if any, taken out of the text. */
export function withCommand(question: Question): Question {
    const { command, text } = readCommand(question.text);
    return command === undefined ? question : { ...question, text, command };
}

/** How this question is to be answered: as set, for the persona that it names. */
export function answeringTo(
    { persona: named }: Question,
    { answering = defaultAnswering }: Pick<AnswerPorts, 'answering'>,
): AnsweringOptions {
    const persona = answering.personas.find(({ name }) => name.toLowerCase() === named?.toLowerCase());
    return persona ? { ...answering, persona } : answering;
}

/**
 * The same for a persona that only `AGENTS.md` of the folder names: its words are quoted to the model, and change nothing else. The user's
 * own personas come first, so that no repository takes the place of one.
 */
async function answeringToRoster({ persona: named }: Question, answering: AnsweringOptions, files: Files): Promise<AnsweringOptions> {
    const wanted = (named ?? answering.personaName ?? '').toLowerCase();
    if (wanted === '' || answering.personas.some(({ name }) => name.toLowerCase() === wanted)) return answering;
    const agent = readRoster((await files.read(workspacePath('AGENTS.md')))?.text ?? '').find(({ name }) => name.toLowerCase() === wanted);
    if (!agent) return answering;
    const { name, responsibility } = agent;
    return { ...answering, persona: { name, alsoSearches: [], instructions: '', models: [], quotedRole: `${name}: ${responsibility}` } };
}

/** More passages than are shown, so that documentation, configuration and tests of the subject are among them. */
const SEARCHED = 24;
/** Who is asked, and with which words. */
export interface AskedModel {
    readonly model: ChatModel;
    /** For a model: without secrets, and no longer than it takes. */
    readonly asked: Prompt;
    /** The same with everything that was found, for quoting and for checking marks. */
    readonly quoted: Prompt;
    /** Hashes of what was taken out; the last gate may add to them. */
    readonly secrets: Set<string>;
    /** Set when it is known that asking would be in vain. */
    readonly failure?: FailureError;
}

/** What is sent for these parts: without secrets, and no longer than the model takes. */
export async function prepare(parts: PromptParts, ports: AnswerPorts, signal: AbortSignal | undefined): Promise<AskedModel> {
    const model = ports.chatModel;
    if (model === ports.quotingModel) return quotingOnly(parts, ports);
    try {
        const window = await model.window?.({ signal });
        // Quotations stay on this machine; whatever else answers is asked without the secrets.
        const safe = await withoutSecrets(parts, ports.files, { signal });
        const asked = window ? await fitPrompt(safe.parts, window, model.name) : composePrompt(safe.parts);
        const isAsked = new Set(asked.evidence.map(({ number }) => number));
        const evidence = parts.evidence.filter(({ number }) => isAsked.has(number));
        return { model, asked, quoted: composePrompt({ ...parts, evidence }), secrets: secretsTakenOut(safe, asked) };
    } catch (error) {
        if (!canQuoteInstead(error)) throw error;
        return { ...quotingOnly(parts, ports), model, failure: error };
    }
}

/** The same for a request before the answer; what is taken out of it is added to `secrets`. Fails with what stands in the way. */
export async function prepareRequest(
    parts: PromptParts,
    secrets: Set<string>,
    ports: AnswerPorts,
    signal: AbortSignal | undefined,
): Promise<Prompt> {
    const prepared = await prepare(parts, ports, signal);
    if (prepared.failure) throw prepared.failure;
    for (const secret of prepared.secrets) secrets.add(secret);
    return prepared.asked;
}

function quotingOnly(parts: PromptParts, { quotingModel }: AnswerPorts): AskedModel {
    const quoted = composePrompt(parts);
    return { model: quotingModel, asked: quoted, quoted, secrets: new Set() };
}

/** True for what a model is at fault for, so that quoting can stand in. */
export function canQuoteInstead(error: unknown): error is FailureError {
    return error instanceof FailureError && OF_A_MODEL.has(error.failure.kind);
}

const OF_A_MODEL: ReadonlySet<Failure['kind']> = new Set<Failure['kind']>([
    'model-refused',
    'model-unreachable',
    'model-missing',
    'lent-model',
    'answer-incomplete',
    'question-too-long',
    'network-disabled',
    'not-agreed',
    'spending-limit',
    'price-unknown',
    // With a limit set, what cannot be counted is not sent.
    'not-writable',
]);
