import type { Answer } from '../protocol/answer.ts';
import type { Coverage, Passage, PassageOrigin, SearchResult } from '../protocol/passage.ts';
import type { Failure } from '../protocol/failure.ts';
import type { IndexDetails, IndexReport, IndexStatus } from '../protocol/indexing.ts';
import type { SentPayload } from '../protocol/payload.ts';
import { totalCost, totalTokens, type AnswerCost } from '../protocol/cost.ts';
import { doubtNote } from '../protocol/doubtNote.ts';
import { describeFailure } from '../protocol/failure.ts';

/**
 * Every shape that `--json` prints; `schema.json` beside this file describes them, and a test holds real output against it.
 * Paths are `/`-separated and relative to the folder that was given; lines count from 1 and include both ends.
 */
export function searchJson(query: string, result: SearchResult): object {
    const { explanation } = result;
    return {
        query,
        ...rankedJson(result),
        ...(explanation ? { explanation } : {}),
        coverage: coverageJson(result.coverage),
        tookMs: result.tookMs,
    };
}

export function batchLineJson(id: string, result: SearchResult): object {
    return { id, ...rankedJson(result) };
}

function rankedJson(result: SearchResult): object {
    return { files: result.files.map(({ path }) => path), passages: result.passages.map(passageJson) };
}

function passageJson(passage: Passage): object {
    return {
        path: passage.path,
        startLine: passage.range.startLine,
        endLine: passage.range.endLine,
        score: passage.score,
        why: whyFound(passage.origins),
    };
}

/** The reasons a passage was found, weightiest first: `words: retry, build; symbol: defines retryBuild`. */
export function whyFound(origins: readonly PassageOrigin[]): string {
    return [...origins]
        .sort((a, b) => b.contribution - a.contribution)
        .map(({ signal, detail }) => (detail === undefined ? signal : `${signal}: ${detail}`))
        .join('; ');
}

export function answerJson(question: string, answer: Answer, payload?: SentPayload): object {
    return {
        question,
        text: answer.text,
        isAnswered: answer.isAnswered,
        answeredBy: answer.answeredBy,
        ...(answer.notice === undefined ? {} : { notice: answer.notice }),
        citations: answer.citations.map(({ mark, number, path, range, hash, state }) => ({ mark, number, path, ...range, hash, state })),
        doubts: (answer.doubts ?? []).map(doubt => ({ ...doubt, note: doubtNote(doubt) })),
        sources: answer.evidence.map(({ number, role, passage }) => ({
            number,
            role,
            path: passage.path,
            ...passage.range,
            hash: passage.hash,
            why: whyFound(passage.origins),
        })),
        coverage: coverageJson(answer.coverage),
        ...(answer.trace === undefined ? {} : { trace: answer.trace }),
        ...(answer.redacted === undefined ? {} : { redacted: answer.redacted }),
        ...(answer.cost === undefined ? {} : { cost: costJson(answer.cost) }),
        ...(payload === undefined ? {} : { sent: payload }),
        tookMs: answer.tookMs,
    };
}

/** With sums, for programs that do not want to add up. */
function costJson(cost: AnswerCost): object {
    const { input, output, isEstimated } = totalTokens(cost);
    return { inputTokens: input, outputTokens: output, isEstimated, total: totalCost(cost.requests), ...cost };
}

export function previewJson(question: string, payload: SentPayload | undefined): object {
    return { question, ...(payload === undefined ? {} : { wouldBeSent: payload }) };
}

function coverageJson({ searchedFiles, totalFiles, skippedFiles, skippedFor, isPartial, hasMeaning }: Coverage): object {
    return { searchedFiles, totalFiles, skippedFiles, ...(skippedFor ? { skippedFor } : {}), isPartial, hasMeaning };
}

export function indexJson(folder: string, report: IndexReport): object {
    return { folder, ...report };
}

export function statusJson(status: IndexStatus, details: IndexDetails): object {
    return {
        state: status.state,
        ...details,
        ...('counts' in status ? { counts: status.counts } : {}),
        ...(status.state === 'failed' ? { error: failureJson(status.failure) } : {}),
    };
}

export function failureJson(failure: Failure): object {
    return { kind: failure.kind, ...describeFailure(failure) };
}
