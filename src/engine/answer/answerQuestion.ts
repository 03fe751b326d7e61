import type { Answer, AnswerEvent, Citation, Question } from '../../protocol/answer.ts';
import type { Failure } from '../../protocol/failure.ts';
import type { ChatModel, Logger, Prompt, StopOptions } from '../ports.ts';
import type { EvidencePorts } from './gatherEvidence.ts';
import type { EveryPlacePorts } from '../retrieve/everyPlace.ts';
import type { SentPayload } from '../../protocol/payload.ts';
import type { Coverage, Query, SearchResult } from '../../protocol/passage.ts';
import { FailureError, describeFailure, fail } from '../../protocol/failure.ts';
import { checkMark, readOnce, recheckCitations } from './checkCitations.ts';
import { checkClaims } from './checkClaims.ts';
import { isMember, namesAround } from './describeSubject.ts';
import { composePrompt, type PromptParts } from './composePrompt.ts';
import { gatedModel } from '../redact/gatedModel.ts';
import { secretsTakenOut, withoutSecrets } from '../redact/withoutSecrets.ts';
import { estimateTokens, fitPassages } from './fitPassages.ts';
import { fitPrompt } from './fitPrompt.ts';
import { gatherEveryPlace } from './gatherEveryPlace.ts';
import { gatherEvidence } from './gatherEvidence.ts';
import { readCitations } from './readCitations.ts';
import { mergeResults, searchTexts } from './searchTexts.ts';
import { defaultAnswering, readCommand, type AnsweringOptions } from '../../protocol/answering.ts';
import { workspacePath } from '../../protocol/text.ts';

export interface AnswerPorts extends EvidencePorts, EveryPlacePorts {
    search(query: Query, options: StopOptions): Promise<SearchResult>;
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

/**
 * The story of an answer: search, gather evidence, ask the model, and check every mark it writes against the live text before the mark
 * becomes a citation. When the model cannot answer, quoting stands in and the answer says so.
 */
export async function* answerQuestion(asking: Question, ports: AnswerPorts, { signal }: StopOptions = {}): AsyncIterable<AnswerEvent> {
    const started = ports.now();
    yield { type: 'searching' };
    const { question, asked, coverage, isAnswered } = await prepareQuestion(asking, ports, { signal });
    const { evidence } = asked.quoted;
    const tookMs = ports.now() - started;
    yield { type: 'evidence', evidence, coverage, tookMs };

    const written: Written = { text: '', citations: [], quotedFrom: Infinity };
    const answered = yield* writeAnswer(question, asked, written, ports, signal);
    const { citations, doubts } = checkClaims({
        text: written.text,
        citations: await recheckCitations(written.citations, ports.files),
        evidence,
        namesAround: (path, range) => namesAround(path, range, ports.symbols),
        isMember: (container, name) => isMember(container, name, ports.symbols),
        quotedFrom: written.quotedFrom,
    });
    ports.log.info('answered', {
        model: answered.by,
        evidence: evidence.length,
        citations: citations.length,
        doubts: doubts.length,
        isAnswered,
        redacted: asked.secrets.size,
        ms: Math.round(ports.now() - started),
    });
    const answer: Answer = {
        text: written.text,
        citations,
        doubts,
        evidence,
        coverage,
        answeredBy: answered.by,
        ...(answered.notice === undefined ? {} : { notice: answered.notice }),
        isAnswered,
        ...(answered.payloadId === undefined ? {} : { redacted: asked.secrets.size, payloadId: answered.payloadId }),
        tookMs: ports.now() - started,
    };
    yield { type: 'finished', answer };
}

/** What is known before anybody is asked. */
export interface PreparedQuestion {
    /** Without its command, which stands beside it. */
    readonly question: Question;
    readonly asked: AskedModel;
    readonly coverage: Coverage;
    /** False when nothing relevant was found. */
    readonly isAnswered: boolean;
}

/** Searches, gathers evidence, and composes what is to be asked; connects to nobody. */
export async function prepareQuestion(asking: Question, ports: AnswerPorts, { signal }: StopOptions = {}): Promise<PreparedQuestion> {
    const question = withCommand(asking);
    const answering = answeringTo(question, ports);
    const search = (text: string) =>
        ports.search(
            {
                text,
                limit: SEARCHED,
                ...(question.focus ? { focus: question.focus } : {}),
                ...(question.within === undefined ? {} : { folder: question.within }),
            },
            { signal },
        );
    const [text = question.text, ...others] = searchTexts(question, answering.persona);
    const result = mergeResults([await search(text), ...(await Promise.all(others.map(search)))], SEARCHED);
    const gathered = (await gatherEveryPlace(question, ports, { signal })) ?? (await gatherEvidence(question, result, ports, { signal }));
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
    return { question, asked, coverage, isAnswered };
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
const EVIDENCE_TOKENS = 9_000;
/** Beyond this an answer has lost its way, and Markdown renderers suffer. */
const LONGEST_ANSWER = 256 * 1024;

/** What has been said so far; grows while the answer is written. */
interface Written {
    text: string;
    citations: Citation[];
    /** Where quoting began to write. */
    quotedFrom: number;
}

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

async function prepare(parts: PromptParts, ports: AnswerPorts, signal: AbortSignal | undefined): Promise<AskedModel> {
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

function quotingOnly(parts: PromptParts, { quotingModel }: AnswerPorts): AskedModel {
    const quoted = composePrompt(parts);
    return { model: quotingModel, asked: quoted, quoted, secrets: new Set() };
}

interface WriteEnd {
    /** Who wrote, as shown. */
    readonly by: string;
    readonly notice?: string;
    /** Set when something has left for a model. */
    readonly payloadId: string | undefined;
}

async function* writeAnswer(
    question: Question,
    { model, asked, quoted, secrets, failure }: AskedModel,
    written: Written,
    ports: AnswerPorts,
    signal: AbortSignal | undefined,
): AsyncGenerator<AnswerEvent, WriteEnd> {
    let payloadId: string | undefined;
    const gated = gatedModel(model, sent => {
        const { destination } = ports;
        if ((question.agreedDestination ?? destination) !== destination) fail({ kind: 'not-agreed', destination });
        for (const secret of sent.secrets) secrets.add(secret);
        payloadId = ports.keepSent({ model: model.name, destination, messages: sent.messages, redacted: secrets.size });
    });
    try {
        if (failure) throw failure;
        yield* write({ asked, quoted }, model === ports.quotingModel ? model : gated, written, ports, signal);
        return { by: model.name, payloadId };
    } catch (error) {
        if (!canQuoteInstead(error)) throw error;
        ports.log.info('the model did not finish', { model: model.name, failure: error.failure.kind, characters: written.text.length });
        const { title, remedy } = describeFailure(error.failure);
        const isPartial = written.text.trim() !== '';
        // It ended by itself, in the middle: what stands is its answer, as far as it goes.
        if (isPartial && error.failure.kind === 'answer-incomplete') return { by: model.name, notice: `${title}. ${remedy}`, payloadId };
        // What the model said before it failed stays, set apart from the quotations.
        if (isPartial) yield say('\n\n---\n\n', written);
        yield* write({ asked: quoted, quoted }, ports.quotingModel, written, ports, signal);
        const notice = isPartial
            ? `${title}; what ${model.name} had said is incomplete, and quotations follow it. ${remedy}`
            : `${title}; these are quotations instead. ${remedy}`;
        return { by: ports.quotingModel.name, notice, payloadId };
    }
}

function canQuoteInstead(error: unknown): error is FailureError {
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

async function* write(
    { asked, quoted }: { readonly asked: Prompt; readonly quoted: Prompt },
    model: ChatModel,
    written: Written,
    { files, quotingModel: quoting }: AnswerPorts,
    signal: AbortSignal | undefined,
): AsyncGenerator<AnswerEvent> {
    const remembering = readOnce(files);
    if (model === quoting) written.quotedFrom = written.text.length;
    for await (const piece of readCitations(model.generate(asked, { signal }))) {
        signal?.throwIfAborted();
        if (piece.type === 'text') {
            yield say(piece.text, written);
        } else {
            yield say(`[${piece.mark}]`, written);
            const known = written.citations.some(citation => citation.mark === piece.mark);
            const citation = known ? undefined : await checkMark(piece, quoted.evidence, remembering);
            if (citation) {
                written.citations.push(citation);
                yield { type: 'citation', citation };
            }
        }
        if (written.text.length > LONGEST_ANSWER)
            fail({ kind: 'answer-incomplete', model: model.name, detail: 'it did not come to an end' });
    }
}

function say(text: string, written: Written): AnswerEvent {
    written.text += text;
    return { type: 'text', text };
}
