import type { Coverage } from '../../protocol/passage.ts';
import type { Evidence, Question } from '../../protocol/answer.ts';
import type { Findings } from './findings.ts';
import type { Prompt } from '../modelPorts.ts';
import type { Translations } from '../../protocol/l10n.ts';
import { attachedTextName } from '../../protocol/attachment.ts';
import { answerRules } from './prompts/rules.ts';
import { defaultAnswering, type AnsweringOptions } from '../../protocol/answering.ts';
import { continueInstruction, KEPT_CHARACTERS } from './continueAnswer.ts';
import { countSentence } from './countSentence.ts';
import { rangeLabel } from '../../protocol/text.ts';
import { visibleText } from '../../protocol/visibleText.ts';

export interface PromptParts {
    readonly question: Question;
    readonly evidence: readonly Evidence[];
    readonly coverage: Coverage;
    readonly findings: Findings;
    /** How the answer is wanted; the usual way when absent. */
    readonly answering?: AnsweringOptions;
    /** AGENTS.md of the folder, when the user wants it quoted; empty for none. */
    readonly notes?: string;
    /** What answers by quotation say in the language that is wanted; English when absent. */
    readonly speaks?: Translations | undefined;
    /** Gives a fresh nonce of 128 random bits in hexadecimal. */
    readonly randomNonce: () => string;
}

/**
 * What a model is asked. Evidence is data: each piece stands between lines that carry a nonce no file can know, with its number, place
 * and numbered lines; the rules come before, the question after. Text of the repository never stands anywhere else.
 */
export function composePrompt(parts: PromptParts): Prompt {
    const { question, evidence, coverage, findings, answering = defaultAnswering, notes = '', speaks } = parts;
    const nonce = unusedNonce(parts);
    const history = (question.history ?? []).slice(-HISTORY_TURNS).flatMap(turn => [
        { role: 'user' as const, content: turn.question },
        { role: 'assistant' as const, content: turn.answer.slice(0, HISTORY_CHARACTERS) },
    ]);
    const blocks = evidence.map(piece => evidenceBlock(piece, nonce)).join('\n');
    // Names what was asked for and numbers, no text of the repository.
    const counted = findings.everyPlace ? `\n\nExact count over the whole index: ${countSentence(findings.everyPlace)}` : '';
    const { quotedRole = '' } = answering.persona;
    const quotedNotes = [
        ...(notes === '' ? [] : [`${quotedBlock('notes', notes, nonce)}\n`]),
        ...(quotedRole === '' ? [] : [`${quotedBlock('role', quotedRole, nonce)}\n`]),
    ].join('');
    const content = `${quotedNotes}${blocks}${counted}\n\nSearched ${String(coverage.searchedFiles)} of ${String(coverage.totalFiles)} files.\n\nQuestion: ${question.text}`;
    return {
        question,
        evidence,
        coverage,
        findings,
        ...(speaks ? { speaks } : {}),
        nonce,
        messages: [
            {
                role: 'system',
                content: answerRules({
                    nonce,
                    command: question.command,
                    answering,
                    hasNotes: notes !== '',
                    hasAttached: evidence.some(({ role }) => role === 'attached'),
                }),
            },
            ...history,
            { role: 'user', content },
            ...unfinished(question),
        ],
    };
}

function unfinished({ continues }: Question): Prompt['messages'] {
    if (!continues) return [];
    return [
        { role: 'assistant', content: continues.text.slice(-KEPT_CHARACTERS) },
        { role: 'user', content: continueInstruction },
    ];
}

const HISTORY_TURNS = 4;
const HISTORY_CHARACTERS = 2_000;

function evidenceBlock({ number, role, passage }: Evidence, nonce: string): string {
    const { path, range } = passage;
    const attached = attachedTextName(path);
    // What a commit says is text of the repository.
    const source = attached === undefined || role === 'history' ? 'workspace' : 'attached';
    const head = `<<<${nonce} evidence ${String(number)} path=${JSON.stringify(visibleText(attached ?? path))} lines=${rangeLabel(range)} role=${role} source=${source}>>>`;
    const lines = passage.text.split('\n').map((line, at) => `${String(range.startLine + at)}| ${visibleText(line)}`);
    return [head, ...lines, `<<<${nonce} end ${String(number)}>>>`].join('\n');
}

function quotedBlock(name: 'notes' | 'role', text: string, nonce: string): string {
    const lines = text
        .slice(0, NOTES_CHARACTERS)
        .split(/\r\n|\r|\n/)
        .map(line => `| ${visibleText(line)}`);
    return [`<<<${nonce} ${name} source=workspace>>>`, ...lines, `<<<${nonce} end ${name}>>>`].join('\n');
}

/** More than that is a manual. */
const NOTES_CHARACTERS = 6_000;

/** Random bits do not repeat; the look at the evidence makes it certain even with a poor source of them. */
function unusedNonce({ evidence, question, randomNonce, notes = '', answering }: PromptParts): string {
    for (;;) {
        const nonce = randomNonce();
        const isUsed =
            question.text.includes(nonce) ||
            notes.includes(nonce) ||
            (answering?.persona.quotedRole ?? '').includes(nonce) ||
            evidence.some(({ passage }) => passage.text.includes(nonce) || passage.path.includes(nonce));
        if (!isUsed) return nonce;
    }
}
