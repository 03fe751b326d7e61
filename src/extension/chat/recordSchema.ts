import * as z from 'zod';
import type { Answer, AnswerEvent, Citation, Doubt, Evidence } from '../../protocol/answer.ts';
import type { AnswerCost } from '../../protocol/cost.ts';
import type { Attachment } from '../../protocol/attachment.ts';
import { attachmentsSchema } from '../attachments/attachmentsSchema.ts';
import type { Failure } from '../../protocol/failure.ts';
import { skipReasons } from '../../protocol/indexing.ts';
import type { Coverage, Passage } from '../../protocol/passage.ts';
import { evidenceTools, type TraceStep } from '../../protocol/trace.ts';
import { workspacePath } from '../../protocol/text.ts';
import type { ConversationChoice } from './conversationChoice.ts';

/** One line of a saved conversation: what happened, in the order in which it happened. */
export type ConversationRecord =
    | { readonly record: 'begun'; readonly version: 1; readonly id: string; readonly at: string }
    | {
          readonly record: 'asked';
          readonly turnId: string;
          readonly question: string;
          readonly attachments?: readonly Attachment[];
          /** In conversations from before there were several: `src/cart.ts:12-18`, or `src`. */
          readonly attached?: string;
      }
    | { readonly record: 'event'; readonly turnId: string; readonly event: AnswerEvent }
    | { readonly record: 'stopped'; readonly turnId: string }
    | { readonly record: 'failed'; readonly turnId: string; readonly failure: Failure }
    /** The turn is asked again: what came before is another version. */
    | { readonly record: 'retried'; readonly turnId: string }
    /** The answer goes on behind so many characters of its text. */
    | { readonly record: 'continued'; readonly turnId: string; readonly length: number }
    /** Of several answers to its question, this one is shown, from 1; the last one counts. */
    | { readonly record: 'shown'; readonly turnId: string; readonly version: number }
    /** The user has given it a name; the last one counts. */
    | { readonly record: 'renamed'; readonly title: string }
    /** The user has put it on top of the list, or taken it from there; the last one counts. */
    | { readonly record: 'pinned'; readonly isPinned: boolean }
    /** Who answers from now on, and whom; what is not named is as the settings say. The last one counts. */
    | ({ readonly record: 'chosen' } & ConversationChoice);

/** A record from a line of a file; undefined for a line that is none. */
export function readRecord(line: string): ConversationRecord | undefined {
    let parsed: unknown;
    try {
        parsed = JSON.parse(line);
    } catch (error) {
        if (error instanceof SyntaxError) return undefined;
        throw error;
    }
    return recordOf(parsed);
}

/** What was read as a record; undefined for what is none. */
export function recordOf(value: unknown): ConversationRecord | undefined {
    return recordSchema.safeParse(value).data;
}

/**
 * A file of a conversation may have been written by anybody: what is longer than Footnote writes is cut, what has another form is no record.
 * A path is a name to be shown; whether it leads anywhere is decided when it is opened.
 */
const line = z.int().min(1).max(10_000_000);
const path = z.string().max(4_096).transform(workspacePath);
const range = z.object({ startLine: line, endLine: line }).refine(({ startLine, endLine }) => startLine <= endLine);
const mark = z.string().regex(/^\d{1,4}(:\d{1,7}(-\d{1,7})?)?$/);
const turnId = z.string().regex(/^[A-Za-z0-9-]{1,64}$/);
const text = (most: number) => z.string().transform(whole => whole.slice(0, most));
const list = <Item extends z.ZodType>(item: Item, most: number) => z.array(item).transform(all => all.slice(0, most));
const LONGEST_TEXT = 1024 * 1024;
const LONGEST_QUESTION = 20_000;
const LONGEST_WORDS = 2_000;
const MOST_PIECES = 500;

const symbolKind = z.enum([
    'function',
    'method',
    'class',
    'interface',
    'type',
    'enum',
    'constant',
    'variable',
    'field',
    'module',
    'macro',
    'section',
    'key',
]);

const passage = z.object({
    path,
    range,
    language: z.string(),
    kind: z.enum(['code', 'test', 'docs', 'config', 'build', 'generated', 'data']),
    symbol: z.object({ name: z.string(), kind: symbolKind, container: z.string() }).exactOptional(),
    text: text(LONGEST_TEXT),
    hash: z.string(),
    score: z.number(),
    origins: z.array(
        z.object({
            signal: z.enum(['words', 'meaning', 'path', 'symbol', 'graph', 'tests', 'folder', 'kind', 'focus', 'model']),
            contribution: z.number(),
            detail: z.string().exactOptional(),
        }),
    ),
}) satisfies z.ZodType<Passage>;

const evidence = z.object({
    number: z.int(),
    role: z.enum(['found', 'attached', 'selection', 'definition', 'use', 'configuration', 'documentation', 'test', 'history']),
    passage,
}) satisfies z.ZodType<Evidence>;

const citation = z.object({
    mark,
    number: z.int(),
    path,
    range,
    hash: z.string(),
    state: z.enum(['verified', 'moved', 'stale', 'unsupported']),
}) satisfies z.ZodType<Citation>;

const coverage = z.object({
    searchedFiles: z.number(),
    totalFiles: z.number(),
    skippedFiles: z.number(),
    skippedFor: z.array(z.object({ reason: z.enum(skipReasons), files: z.number() })).exactOptional(),
    isPartial: z.boolean(),
    hasMeaning: z.boolean(),
}) satisfies z.ZodType<Coverage>;

const doubt = z.object({
    at: z.int(),
    why: z.enum(['uncited', 'unsupported', 'general']),
    missing: z.array(z.string()),
}) satisfies z.ZodType<Doubt>;

const step = z.object({
    round: z.int(),
    tool: z.enum([...evidenceTools, 'order', 'rewrite']),
    asked: z.string().max(1_000),
    found: z.string().max(1_000),
    tookMs: z.number(),
    tokens: z.number().exactOptional(),
}) satisfies z.ZodType<TraceStep>;

const amount = z.number().min(0).max(1e12);

const answerCost = z.object({
    requests: list(
        z.object({
            purpose: z.enum(['rewrite', 'order', 'round', 'answer', 'title']),
            model: text(LONGEST_WORDS),
            inputTokens: amount,
            outputTokens: amount,
            isEstimated: z.boolean(),
            cost: z.discriminatedUnion('type', [
                z.object({ type: z.literal('priced'), usd: amount }),
                z.object({ type: z.enum(['local', 'lent', 'unknown']) }),
            ]),
        }),
        MOST_PIECES,
    ),
    parts: list(z.object({ part: text(LONGEST_WORDS), tokens: amount }), MOST_PIECES),
    month: z.object({ month: z.string().max(20), usd: amount, unpriced: amount, limitUsd: amount }).exactOptional(),
}) satisfies z.ZodType<AnswerCost>;

const answer = z.object({
    text: text(LONGEST_TEXT),
    citations: list(citation, MOST_PIECES),
    doubts: list(doubt, MOST_PIECES).exactOptional(),
    evidence: list(evidence, MOST_PIECES),
    coverage,
    answeredBy: text(LONGEST_WORDS),
    notice: text(LONGEST_WORDS).exactOptional(),
    incompleteAt: z.int().min(0).exactOptional(),
    followUps: list(text(LONGEST_WORDS), 3).exactOptional(),
    isAnswered: z.boolean(),
    trace: z.array(step).exactOptional(),
    // Not its `payloadId`: what was sent is kept in memory only, and gone when this is read.
    redacted: z.int().exactOptional(),
    title: text(LONGEST_WORDS).exactOptional(),
    keyRefusedBy: text(LONGEST_WORDS).exactOptional(),
    cost: answerCost.exactOptional(),
    tookMs: z.number(),
}) satisfies z.ZodType<Answer>;

const event = z.discriminatedUnion('type', [
    z.object({ type: z.literal('searching') }),
    z.object({ type: z.literal('evidence'), evidence: list(evidence, MOST_PIECES), coverage, tookMs: z.number() }),
    z.object({ type: z.literal('step'), step }),
    z.object({ type: z.literal('text'), text: text(LONGEST_TEXT) }),
    z.object({ type: z.literal('citation'), citation }),
    z.object({ type: z.literal('finished'), answer }),
]) satisfies z.ZodType<AnswerEvent>;

const failure = z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('no-folder') }),
    z.object({ kind: z.literal('index-missing') }),
    z.object({ kind: z.literal('index-busy'), holderPid: z.number() }),
    z.object({ kind: z.literal('index-damaged'), detail: z.string() }),
    z.object({ kind: z.literal('model-missing'), model: z.string(), folder: z.string() }),
    z.object({ kind: z.literal('model-refused'), origin: z.string(), detail: z.string() }),
    z.object({ kind: z.literal('model-unreachable'), origin: z.string(), detail: z.string(), remote: z.string().exactOptional() }),
    z.object({
        kind: z.literal('lent-model'),
        model: z.string(),
        reason: z.enum(['missing', 'not-allowed', 'blocked', 'used-up', 'failed']),
        detail: z.string(),
    }),
    z.object({ kind: z.literal('answer-incomplete'), model: z.string(), detail: z.string() }),
    z.object({ kind: z.literal('question-too-long'), model: z.string(), tokens: z.number(), room: z.number() }),
    z.object({ kind: z.literal('network-disabled'), origin: z.string() }),
    z.object({ kind: z.literal('not-agreed'), destination: z.string() }),
    z.object({
        kind: z.literal('spending-limit'),
        limitUsd: z.number(),
        spentUsd: z.number(),
        nextUsd: z.number(),
        month: z.string().max(20),
    }),
    z.object({ kind: z.literal('price-unknown'), model: z.string(), destination: z.string(), limitUsd: z.number() }),
    z.object({ kind: z.literal('platform-unsupported'), detail: z.string() }),
    z.object({ kind: z.literal('disk-full'), folder: z.string() }),
    z.object({ kind: z.literal('quota-reached'), folder: z.string(), usedBytes: z.number(), quotaBytes: z.number() }),
    z.object({ kind: z.literal('folder-missing'), folder: z.string() }),
    z.object({ kind: z.literal('not-writable'), folder: z.string(), detail: z.string() }),
    z.object({ kind: z.literal('system-refused'), folder: z.string(), detail: z.string() }),
    z.object({ kind: z.literal('engine-stopped'), detail: z.string() }),
]) satisfies z.ZodType<Failure>;

const recordSchema = z.discriminatedUnion('record', [
    z.object({ record: z.literal('begun'), version: z.literal(1), id: z.string(), at: z.string() }),
    z.object({
        record: z.literal('asked'),
        turnId,
        question: text(LONGEST_QUESTION),
        attachments: attachmentsSchema.exactOptional(),
        attached: text(LONGEST_WORDS).exactOptional(),
    }),
    z.object({ record: z.literal('event'), turnId, event }),
    z.object({ record: z.literal('stopped'), turnId }),
    z.object({ record: z.literal('failed'), turnId, failure }),
    z.object({ record: z.literal('retried'), turnId }),
    z.object({ record: z.literal('continued'), turnId, length: z.int().min(0) }),
    z.object({ record: z.literal('shown'), turnId, version: z.int().min(1) }),
    z.object({ record: z.literal('renamed'), title: text(LONGEST_WORDS) }),
    z.object({ record: z.literal('pinned'), isPinned: z.boolean() }),
    z.object({
        record: z.literal('chosen'),
        model: z.object({ name: text(LONGEST_WORDS), at: text(LONGEST_WORDS) }).exactOptional(),
        persona: text(LONGEST_WORDS).exactOptional(),
    }),
]) satisfies z.ZodType<ConversationRecord>;
