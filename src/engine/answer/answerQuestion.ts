import type { Answer, AnswerEvent, Citation, Question } from '../../protocol/answer.ts';
import type { TraceStep } from '../../protocol/trace.ts';
import type { ChatModel, Prompt } from '../modelPorts.ts';
import type { StopOptions } from '../ports.ts';
import type { PromptParts } from './composePrompt.ts';
import { describeFailure, fail, type FailureError } from '../../protocol/failure.ts';
import { checkMark, readOnce, recheckCitations } from './checkCitations.ts';
import { continuedText } from './continueAnswer.ts';
import { followUps } from './followUps.ts';
import { checkClaims } from './checkClaims.ts';
import { isMember, namesAround } from './describeSubject.ts';
import { openModelGate, type ModelGate } from './modelGate.ts';
import { EVIDENCE_TOKENS, FURTHER_TOKENS } from './evidenceBudget.ts';
import { estimateTokens, fitPassages } from './fitPassages.ts';
import {
    canQuoteInstead,
    prepare,
    prepareQuestion,
    prepareRequest,
    withAttachments,
    type AnswerPorts,
    type AskedModel,
    type PreparedQuestion,
} from './prepareQuestion.ts';
import { orderByModel } from './order/orderByModel.ts';
import { ServerRefusal } from '../models/modelServer.ts';
import { languageNotice } from './language/languageNotice.ts';
import { titleQuestion } from './titleQuestion.ts';
import { readCitations } from './readCitations.ts';
import { rewriteQuestion } from './rewrite/rewriteQuestion.ts';
import { isAbout } from './isAbout.ts';
import { gatherRounds } from './rounds/gatherRounds.ts';

/**
 * The story of an answer: search, gather evidence, ask the model, and check every mark it writes against the live text before the mark
 * becomes a citation. When the model cannot answer, quoting stands in and the answer says so.
 */
export async function* answerQuestion(asking: Question, given: AnswerPorts, { signal }: StopOptions = {}): AsyncIterable<AnswerEvent> {
    const started = given.now();
    yield { type: 'searching' };
    const ports = await withAttachments(asking, given, { signal });
    const found = await prepareQuestion(asking, ports, { signal });
    const { coverage } = found;
    yield { type: 'evidence', evidence: found.asked.quoted.evidence, coverage, tookMs: ports.now() - started };

    const gate = openModelGate(ports.chatModel, found.asked.secrets, found.question.agreedDestination, ports);
    const reworded = found.asksForWords ? yield* inOtherWords(asking, found, gate, ports, signal) : { prepared: found, trace: [] };
    const ordered = reworded.prepared.asksForOrder
        ? yield* inOrderOfModel(asking, reworded, gate, ports, signal)
        : { prepared: reworded.prepared, trace: [] };
    const wasFound = ordered.prepared.isAnswered;
    const { asked, trace: further } =
        ordered.prepared.rounds > 0
            ? yield* gatherFurther(ordered.prepared, gate, ports, signal)
            : { asked: ordered.prepared.asked, trace: [] };
    const trace = [...reworded.trace, ...ordered.trace, ...further];
    const { evidence } = asked.quoted;
    if (trace.length > 0) yield { type: 'evidence', evidence, coverage, tookMs: ports.now() - started };

    const written: Written = { text: '', citations: [], quotedFrom: Infinity, shown: found.question.continues?.text.length ?? 0 };
    const titled = wantsTitle(found, ports) ? titleFor(found, gate, ports, signal) : undefined;
    // Awaited below; an answer that throws before that must not leave it behind unheard.
    titled?.catch(() => undefined);
    const answered = yield* writeAnswer(asked, gate, written, ports, signal);
    const { citations, doubts } = checkClaims({
        text: written.text,
        citations: await recheckCitations(written.citations, ports.files),
        evidence,
        namesAround: (path, range) => namesAround(path, range, ports.symbols),
        isMember: (container, name) => isMember(container, name, ports.symbols),
        quotedFrom: written.quotedFrom,
    });
    // What a model found with words of its own is an answer where its lines stand behind it.
    const isAnswered =
        wasFound ||
        (answered.by !== ports.quotingModel.name &&
            asked.model !== ports.quotingModel &&
            citations.some(({ state }) => state === 'verified'));
    ports.log.info('answered', {
        model: answered.by,
        evidence: evidence.length,
        citations: citations.length,
        doubts: doubts.length,
        isAnswered,
        redacted: asked.secrets.size,
        ms: Math.round(ports.now() - started),
    });
    const title = await titled;
    const sent = await gate.close();
    const notice = answered.notice ?? languageNotice(found, answered.by, ports);
    const answer: Answer = {
        text: written.text,
        citations,
        doubts,
        evidence,
        coverage,
        answeredBy: answered.by,
        ...(notice === undefined ? {} : { notice }),
        isAnswered,
        ...(answered.incompleteAt === undefined ? {} : { incompleteAt: answered.incompleteAt }),
        ...(isAnswered
            ? {
                  followUps: followUps(
                      found.searchedInEnglish === undefined ? asking.text : found.sought,
                      evidence,
                      ports,
                      found.parts.speaks,
                  ),
              }
            : {}),
        ...(trace.length === 0 ? {} : { trace }),
        ...(sent ? { redacted: asked.secrets.size, payloadId: sent.payloadId } : {}),
        ...(title === undefined ? {} : { title }),
        ...(answered.keyRefusedBy === undefined ? {} : { keyRefusedBy: answered.keyRefusedBy }),
        ...(sent?.cost ? { cost: sent.cost } : {}),
        tookMs: ports.now() - started,
    };
    yield { type: 'finished', answer };
}

/** Beyond this an answer has lost its way, and Markdown renderers suffer. */
const LONGEST_ANSWER = 256 * 1024;

/** What has been said so far; grows while the answer is written. */
interface Written {
    text: string;
    citations: Citation[];
    /** Where quoting began to write. */
    quotedFrom: number;
    /** So much of the text the reader has from before; it is read again, and not told again. */
    readonly shown: number;
}

interface WriteEnd {
    /** Who wrote, as shown. */
    readonly by: string;
    readonly notice?: string;
    /** The server that refused its key. */
    readonly keyRefusedBy?: string | undefined;
    /** How much it had said when it ended early. */
    readonly incompleteAt?: number;
}

/** A question as it was prepared last, and what was done for that. */
interface Looked {
    readonly prepared: PreparedQuestion;
    readonly trace: readonly TraceStep[];
}

interface Reworded extends Looked {
    /** What was searched beside the question. */
    readonly words?: string | undefined;
}

/** Searches once more, with a model's words beside the question's own. */
async function* inOtherWords(
    asking: Question,
    found: PreparedQuestion,
    gate: ModelGate,
    ports: AnswerPorts,
    signal: AbortSignal | undefined,
): AsyncGenerator<AnswerEvent, Reworded> {
    const { asked, parts } = found;
    const { words, step } = await rewriteQuestion(
        {
            parts,
            model: gate.to('rewrite'),
            prepare: bare => prepareRequest(bare, asked.secrets, ports, signal),
            now: () => ports.now(),
        },
        { signal },
    );
    yield { type: 'step', step };
    if (words === undefined) return { prepared: found, trace: [step] };
    const prepared = await prepareQuestion(asking, ports, { signal, words });
    for (const secret of prepared.asked.secrets) asked.secrets.add(secret);
    // The gate counts into the first ones.
    return { prepared: { ...prepared, asked: { ...prepared.asked, secrets: asked.secrets } }, trace: [step], words };
}

/** Searches once more, with the model having the last word on the order of files. */
async function* inOrderOfModel(
    asking: Question,
    { prepared: { asked, parts }, words }: Reworded,
    gate: ModelGate,
    ports: AnswerPorts,
    signal: AbortSignal | undefined,
): AsyncGenerator<AnswerEvent, Looked> {
    const trace: TraceStep[] = [];
    const reorder = orderByModel({
        parts,
        symbols: ports.symbols,
        model: gate.to('order'),
        prepare: listed => prepareRequest(listed, asked.secrets, ports, signal),
        now: () => ports.now(),
        onStep: step => trace.push(step),
    });
    const prepared = await prepareQuestion(asking, ports, { signal, reorder, words });
    for (const step of trace) yield { type: 'step', step };
    for (const secret of prepared.asked.secrets) asked.secrets.add(secret);
    // The gate counts into the first ones.
    return { prepared: { ...prepared, asked: { ...prepared.asked, secrets: asked.secrets } }, trace };
}

/** Lets the model ask for more; what fails ends the asking, and with it the hope for an answer of the model. */
async function* gatherFurther(
    { asked, parts, rounds, isAnswered }: PreparedQuestion,
    gate: ModelGate,
    ports: AnswerPorts,
    signal: AbortSignal | undefined,
): AsyncGenerator<AnswerEvent, { readonly asked: AskedModel; readonly trace: readonly TraceStep[] }> {
    const trace: TraceStep[] = [];
    const prepareRound = (round: PromptParts): Promise<Prompt> => prepareRequest(round, asked.secrets, ports, signal);
    try {
        const gathering = gatherRounds(
            { parts, rounds, model: gate.to('round'), prepare: prepareRound, now: () => ports.now(), isThin: !isAnswered },
            isAnswered ? ports : { ...ports, isAbout: (words, result, options) => isAbout(words, result, ports, options) },
            { signal },
        );
        let step = await gathering.next();
        for (; step.done !== true; step = await gathering.next()) {
            trace.push(step.value);
            yield { type: 'step', step: step.value };
        }
        const known = new Set(parts.evidence.map(({ number }) => number));
        // What the model asked for is kept before what was found without it.
        const wanted = [...step.value].sort((a, b) => Number(known.has(a.number)) - Number(known.has(b.number)));
        const evidence = fitPassages(wanted, { tokenBudget: EVIDENCE_TOKENS + FURTHER_TOKENS, countTokens: estimateTokens });
        const prepared = evidence.length === parts.evidence.length ? asked : await prepare({ ...parts, evidence }, ports, signal);
        for (const secret of prepared.secrets) asked.secrets.add(secret);
        // The gate counts into this one.
        return { asked: { ...prepared, secrets: asked.secrets }, trace };
    } catch (error) {
        if (!canQuoteInstead(error)) throw error;
        return { asked: { ...asked, failure: error }, trace };
    }
}

async function* writeAnswer(
    { model, asked, quoted, failure }: AskedModel,
    gate: ModelGate,
    written: Written,
    ports: AnswerPorts,
    signal: AbortSignal | undefined,
): AsyncGenerator<AnswerEvent, WriteEnd> {
    try {
        if (failure) {
            // What was said before stands, with its marks.
            if (asked.question.continues) yield* write({ asked, quoted }, saysNothing, written, ports, signal);
            throw failure;
        }
        yield* write({ asked, quoted }, model === ports.quotingModel ? model : gate.to('answer'), written, ports, signal);
        return { by: model.name };
    } catch (error) {
        if (!canQuoteInstead(error)) throw error;
        ports.log.info('the model did not finish', { model: model.name, failure: error.failure.kind, characters: written.text.length });
        const { title, remedy } = describeFailure(error.failure);
        const keyRefusedBy = keyRefused(error);
        const isPartial = written.text.trim() !== '';
        // It ended by itself, in the middle: what stands is its answer, as far as it goes.
        const { continues } = asked.question;
        // The last of it may have been held back as the beginning of a mark.
        if (continues && written.text.length < continues.text.length) written.text = continues.text;
        const incompleteAt = written.text.length;
        if (isPartial && (error.failure.kind === 'answer-incomplete' || continues))
            return { by: model.name, notice: `${title}. ${remedy}`, incompleteAt };
        // What the model said before it failed stays, set apart from the quotations.
        if (isPartial) yield* say('\n\n---\n\n', written);
        yield* write({ asked: quoted, quoted }, ports.quotingModel, written, ports, signal);
        const notice = isPartial
            ? `${title}; what ${model.name} had said is incomplete, and quotations follow it. ${remedy}`
            : `${title}; these are quotations instead. ${remedy}`;
        return { by: ports.quotingModel.name, notice, keyRefusedBy, ...(isPartial ? { incompleteAt } : {}) };
    }
}

const saysNothing: ChatModel = {
    name: '',
    async *generate() {
        // Nothing.
    },
};

async function* write(
    { asked, quoted }: { readonly asked: Prompt; readonly quoted: Prompt },
    model: ChatModel,
    written: Written,
    { files, quotingModel: quoting }: AnswerPorts,
    signal: AbortSignal | undefined,
): AsyncGenerator<AnswerEvent> {
    const remembering = readOnce(files);
    if (model === quoting) written.quotedFrom = written.text.length;
    const { continues } = asked.question;
    const tokens = model.generate(asked, { signal });
    for await (const piece of readCitations(continues ? continuedText(continues.text, tokens) : tokens)) {
        signal?.throwIfAborted();
        if (piece.type === 'text') {
            yield* say(piece.text, written);
        } else {
            yield* say(`[${piece.mark}]`, written);
            const known = written.citations.some(citation => citation.mark === piece.mark);
            const citation = known ? undefined : await checkMark(piece, quoted.evidence, remembering);
            if (citation) {
                written.citations.push(citation);
                if (written.text.length > written.shown) yield { type: 'citation', citation };
            }
        }
        if (written.text.length > LONGEST_ANSWER)
            fail({ kind: 'answer-incomplete', model: model.name, detail: 'it did not come to an end' });
    }
}

function* say(text: string, written: Written): Iterable<AnswerEvent> {
    const isNew = Math.max(0, written.shown - written.text.length);
    written.text += text;
    if (isNew < text.length) yield { type: 'text', text: text.slice(isNew) };
}

/** The first question of a conversation is given a name, where the settings name a model for that. */
function wantsTitle({ question, asked }: PreparedQuestion, { modelFor, quotingModel }: AnswerPorts): boolean {
    return (question.history ?? []).length === 0 && asked.model !== quotingModel && modelFor?.('title') !== undefined;
}

/** While the answer is written; what fails leaves the name as it is. */
function titleFor(
    { asked, parts }: PreparedQuestion,
    gate: ModelGate,
    ports: AnswerPorts,
    signal: AbortSignal | undefined,
): Promise<string | undefined> {
    const prepare = (bare: PromptParts): Promise<Prompt> => prepareRequest(bare, asked.secrets, ports, signal);
    return titleQuestion({ parts, model: gate.to('title'), prepare }, { signal });
}

/** The server that says the key is missing, wrong or no longer good; undefined for any other trouble. AWS says it with 403. */
function keyRefused(error: FailureError): string | undefined {
    if (!(error instanceof ServerRefusal) || error.failure.kind !== 'model-refused') return undefined;
    const { origin, detail } = error.failure;
    return error.status === 401 || (error.status === 403 && /api key|authentication|token/i.test(detail)) ? origin : undefined;
}
