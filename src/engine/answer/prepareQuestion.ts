import type { Question } from '../../protocol/answer.ts';
import type { CostOptions } from '../../protocol/cost.ts';
import type { Spending } from '../cost/spendingLedger.ts';
import type { Failure } from '../../protocol/failure.ts';
import type { ChatModel, Logger, Prompt, StopOptions } from '../ports.ts';
import type { EvidencePorts } from './gatherEvidence.ts';
import type { EveryPlacePorts } from '../retrieve/everyPlace.ts';
import type { SentPayload } from '../../protocol/payload.ts';
import type { Coverage, Query, SearchResult } from '../../protocol/passage.ts';
import { FailureError } from '../../protocol/failure.ts';
import { defaultAnswering, readCommand, type AnsweringOptions } from '../../protocol/answering.ts';
import { workspacePath } from '../../protocol/text.ts';
import { composePrompt, type PromptParts } from './composePrompt.ts';
import { secretsTakenOut, withoutSecrets } from '../redact/withoutSecrets.ts';
import { estimateTokens, fitPassages } from './fitPassages.ts';
import { fitPrompt } from './fitPrompt.ts';
import { gatherCommands } from './commands/gatherCommands.ts';
import { gatherEveryPlace } from './gatherEveryPlace.ts';
import { gatherEvidence } from './gatherEvidence.ts';
import type { Reorder } from '../retrieve/reorderFiles.ts';
import { isHard } from './rounds/isHard.ts';
import { mergeResults, searchTexts } from './searchTexts.ts';

export interface AnswerPorts extends EvidencePorts, EveryPlacePorts {
    readonly store: EvidencePorts['store'] & EveryPlacePorts['store'];
    search(query: Query, options: SearchOptions): Promise<SearchResult>;
    readonly chatModel: ChatModel;
    /** Answers when the chosen model cannot, and when there is nothing to ask a model. */
    readonly quotingModel: ChatModel;
    /** Where the messages of `chatModel` go, as `destinationOf` names it. */
    readonly destination: string;
    /** Keeps what is sent, for whoever wants to look at it; returns a name for it. */
    keepSent(sent: SentPayload): string;
    /** How answers are wanted; the usual way when absent. */
    readonly answering?: AnsweringOptions;
    readonly log: Logger;
    /** Milliseconds that only ever grow. */
    now(): number;
    randomNonce(): string;
}

export interface SearchOptions extends StopOptions {
    /** The model that the settings name for something else than answering; undefined where the one that answers does it. */
    readonly modelFor?: (role: Exclude<ModelRole, 'chat'>) => ChatModel | undefined;
    /** What is paid for tokens, and how much may be; nothing is known and there is no limit when absent. */
    readonly cost?: CostOptions;
    /** What models have cost so far; nothing is kept when absent. */
    readonly spending?: Spending;
    /** Puts the files that a search found in another order. */
    readonly reorder?: Reorder | undefined;
}

/** What is known before anybody is asked. */
export interface PreparedQuestion {
/** What a model may be wanted for. */
export type ModelRole = 'chat' | 'rewrite' | 'rerank' | 'title';

    /** Without its command, which stands beside it. */
    readonly question: Question;
    readonly asked: AskedModel;
    readonly parts: PromptParts;
    /** How often the model may ask for more before it answers; 0 for a question that is no hard one. */
    readonly rounds: number;
    /** True where a model is to be asked for the order of the files that were found, before it is asked for an answer. */
    readonly asksForOrder: boolean;
    readonly coverage: Coverage;
    /** False when nothing relevant was found. */
    readonly isAnswered: boolean;
}

/** Searches, gathers evidence, and composes what is to be asked; connects to nobody, unless `reorder` does. */
export async function prepareQuestion(
    asking: Question,
    ports: AnswerPorts,
    { signal, reorder }: SearchOptions = {},
): Promise<PreparedQuestion> {
    const question = withCommand(asking);
    const answering = answeringTo(question, ports);
    const search = (text: string, by?: Reorder) =>
        ports.search(
            {
                text,
                limit: SEARCHED,
                ...(question.focus ? { focus: question.focus } : {}),
                ...(question.near ? { near: question.near } : {}),
                ...(question.within === undefined ? {} : { folder: question.within }),
            },
            { signal, reorder: by },
        );
    const [text = question.text, ...others] = searchTexts(question, answering.persona);
    const result = mergeResults([await search(text, reorder), ...(await Promise.all(others.map(other => search(other))))], SEARCHED);
    const gathered =
        (await gatherEveryPlace(question, ports, { signal })) ??
        (await gatherCommands(question, result, ports, { signal })) ??
        (await gatherEvidence(question, result, ports, { signal }));
    const { findings } = gathered;
    const isAnswered = findings.verdict.isRelevant;
    const found = isAnswered
        ? fitPassages(gathered.evidence, { tokenBudget: EVIDENCE_TOKENS, countTokens: estimateTokens })
        : gathered.evidence.slice(0, 1);
    // Without relevant evidence a model could only guess, unless it can lean on the conversation so far.
    const asksModel = isAnswered || (question.history ?? []).length > 0;
    const { coverage } = result;
    const notes = answering.quotesProjectNotes ? ((await ports.files.read(workspacePath('AGENTS.md')))?.text ?? '') : '';
    const parts = { question, evidence: found, coverage, findings, answering, notes, randomNonce: () => ports.randomNonce() };
    const asked = asksModel ? await prepare(parts, ports, signal) : quotingOnly(parts, ports);
    const canAsk = asked.model !== ports.quotingModel && asked.failure === undefined;
    const rounds = canAsk && isHard(question, findings) ? answering.evidenceRounds : 0;
    // Where every place is listed, or the files that state commands were read, there is no order to choose by.
    const asksForOrder = canAsk && isAnswered && answering.reranker === 'model' && !findings.everyPlace && !findings.commands;
    return { question, asked, parts, rounds, asksForOrder, coverage, isAnswered };
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

/** More passages than are shown, so that documentation, configuration and tests of the subject are among them. */
const SEARCHED = 24;
/** Leaves room for rules, question and answer in the 16,000 tokens that most local models are run with. */
export const EVIDENCE_TOKENS = 9_000;
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
]);
    'spending-limit',
    'price-unknown',
    // With a limit set, what cannot be counted is not sent.
    'not-writable',
