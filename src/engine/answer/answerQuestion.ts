import type { Answer, AnswerEvent, Citation, Question } from '../../protocol/answer.ts';
import type { Failure } from '../../protocol/failure.ts';
import type { ChatModel, Files, Logger, Prompt, StopOptions } from '../ports.ts';
import type { EvidencePorts } from './gatherEvidence.ts';
import type { Query, SearchResult } from '../../protocol/passage.ts';
import { FailureError, describeFailure, isAbort } from '../../protocol/failure.ts';
import { checkMark, readOnce, recheckCitations } from './checkCitations.ts';
import { composePrompt } from './composePrompt.ts';
import { estimateTokens, fitPassages } from './fitPassages.ts';
import { gatherEvidence } from './gatherEvidence.ts';
import { questionShape } from './questionShape.ts';
import { readCitations } from './readCitations.ts';

export interface AnswerPorts extends EvidencePorts {
    search(query: Query, options: StopOptions): Promise<SearchResult>;
    readonly chatModel: ChatModel;
    /** Answers when the chosen model cannot, and when there is nothing to ask a model. */
    readonly quotingModel: ChatModel;
    readonly log: Logger;
    /** Milliseconds that only ever grow. */
    now(): number;
    randomNonce(): string;
}

/**
 * The story of an answer: search, gather evidence, ask the model, and check every mark it writes against the live text before the mark
 * becomes a citation. When the model cannot answer, quoting stands in and the answer says so.
 */
export async function* answerQuestion(question: Question, ports: AnswerPorts, { signal }: StopOptions = {}): AsyncIterable<AnswerEvent> {
    const started = ports.now();
    yield { type: 'searching' };
    const result = await ports.search(
        { text: searchText(question.text), limit: SEARCHED, ...(question.focus ? { focus: question.focus } : {}) },
        { signal },
    );
    const gathered = await gatherEvidence(question, result, ports, { signal });
    const { findings } = gathered;
    const isAnswered = findings.verdict.isRelevant;
    const evidence = isAnswered
        ? fitPassages(gathered.evidence, { tokenBudget: EVIDENCE_TOKENS, countTokens: estimateTokens })
        : gathered.evidence.slice(0, 1);
    const tookMs = ports.now() - started;
    yield { type: 'evidence', evidence, coverage: result.coverage, tookMs };

    const prompt = composePrompt({ question, evidence, coverage: result.coverage, findings, randomNonce: () => ports.randomNonce() });
    const written: Written = { text: '', citations: [] };
    // Without relevant evidence a model could only guess, unless it can lean on the conversation so far.
    const asksModel = isAnswered || (question.history ?? []).length > 0;
    const answered = yield* writeAnswer(prompt, asksModel ? ports.chatModel : ports.quotingModel, written, ports, signal);
    const citations = await recheckCitations(written.citations, ports.files);
    ports.log.info('answered', {
        model: answered.by,
        evidence: evidence.length,
        citations: citations.length,
        isAnswered,
        ms: Math.round(ports.now() - started),
    });
    const answer: Answer = {
        text: written.text,
        citations,
        evidence,
        coverage: result.coverage,
        answeredBy: answered.by,
        ...(answered.notice === undefined ? {} : { notice: answered.notice }),
        isAnswered,
        tookMs: ports.now() - started,
    };
    yield { type: 'finished', answer };
}

/** How to run something stands in documentation more often than in code, what can be set in configuration; the search should know. */
function searchText(question: string): string {
    switch (questionShape(question)) {
        case 'running':
            return `Documentation about: ${question}`;
        case 'configuration':
            return `Default configuration: ${question}`;
        case 'where':
        case 'what':
        case 'how':
        case 'why':
        case 'users':
        case 'tests':
        case 'topic':
            return question;
    }
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
}

async function* writeAnswer(
    prompt: Prompt,
    model: ChatModel,
    written: Written,
    ports: AnswerPorts,
    signal: AbortSignal | undefined,
): AsyncGenerator<AnswerEvent, { readonly by: string; readonly notice?: string }> {
    try {
        yield* write(prompt, model, written, ports.files, signal);
        return { by: model.name };
    } catch (error) {
        if (isAbort(error) || !(error instanceof FailureError) || !canQuoteInstead(error.failure)) throw error;
        const { title, remedy } = describeFailure(error.failure);
        ports.log.info('quoting stands in', { model: model.name, failure: error.failure.kind });
        // What the model said before it failed stays, set apart from the quotations.
        if (written.text !== '') yield say('\n\n---\n\n', written);
        yield* write(prompt, ports.quotingModel, written, ports.files, signal);
        return { by: ports.quotingModel.name, notice: `${title}; these are quotations instead. ${remedy}` };
    }
}

function canQuoteInstead(failure: Failure): boolean {
    return (
        failure.kind === 'model-refused' ||
        failure.kind === 'model-unreachable' ||
        failure.kind === 'model-missing' ||
        failure.kind === 'network-disabled'
    );
}

async function* write(
    prompt: Prompt,
    model: ChatModel,
    written: Written,
    files: Files,
    signal: AbortSignal | undefined,
): AsyncGenerator<AnswerEvent> {
    const remembering = readOnce(files);
    for await (const piece of readCitations(model.generate(prompt, { signal }))) {
        signal?.throwIfAborted();
        if (piece.type === 'text') {
            yield say(piece.text, written);
        } else {
            yield say(`[${piece.mark}]`, written);
            const known = written.citations.some(citation => citation.mark === piece.mark);
            const citation = known ? undefined : await checkMark(piece, prompt.evidence, remembering);
            if (citation) {
                written.citations.push(citation);
                yield { type: 'citation', citation };
            }
        }
        if (written.text.length > LONGEST_ANSWER) return;
    }
}

function say(text: string, written: Written): AnswerEvent {
    written.text += text;
    return { type: 'text', text };
}
