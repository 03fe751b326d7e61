import type { Evidence, Question } from '../../protocol/answer.ts';
import type { TextRange, WorkspacePath } from '../../protocol/text.ts';
import type { PromptParts } from '../answer/composePrompt.ts';
import type { Prompt } from '../modelPorts.ts';
import type { Files, StopOptions } from '../ports.ts';
import { linesOf, textIn } from '../answer/sourceLines.ts';
import { redactText, type RedactedText } from './redactText.ts';

/** What a prompt is made of, as it may leave this machine. */
export interface SafeParts {
    readonly parts: PromptParts;
    /** Hashes of the values that were taken out of what was said, and of each piece of evidence by its number. */
    readonly saidSecrets: readonly string[];
    readonly evidenceSecrets: ReadonlyMap<number, readonly string[]>;
}

/** The different secrets that were taken out of a prompt that holds perhaps only some of the evidence. */
export function secretsTakenOut({ saidSecrets, evidenceSecrets }: SafeParts, prompt: Pick<Prompt, 'evidence'>): Set<string> {
    return new Set([...saidSecrets, ...prompt.evidence.flatMap(({ number }) => evidenceSecrets.get(number) ?? [])]);
}

/**
 * Takes the secrets out of question, history and evidence before anything is counted, fitted or composed for a model. Evidence is looked
 * at as whole files, since half of a private key does not look like one; history before it is cut, for the same reason. Quotations need
 * none of this: they do not leave.
 */
export async function withoutSecrets(parts: PromptParts, files: Files, { signal }: StopOptions = {}): Promise<SafeParts> {
    const saidSecrets: string[] = [];
    const redactSaid = async (text: string): Promise<string> => {
        signal?.throwIfAborted();
        const redacted = await redactText(text);
        saidSecrets.push(...redacted.secrets.map(({ id }) => id));
        return redacted.text;
    };
    const question = await safeQuestion(parts.question, redactSaid);
    const notes = parts.notes === undefined || parts.notes === '' ? '' : await redactSaid(parts.notes);

    const evidenceSecrets = new Map<number, readonly string[]>();
    const wholeFiles = new Map<WorkspacePath, WholeFile | undefined>();
    const evidence: Evidence[] = [];
    for (const piece of parts.evidence) {
        signal?.throwIfAborted();
        const { path, range, text } = piece.passage;
        if (!wholeFiles.has(path)) wholeFiles.set(path, await readRedacted(path, files));
        const whole = wholeFiles.get(path);
        // The file may have changed since the passage was read; then the passage stands for itself.
        const isSame = whole !== undefined && textIn(whole.lines, range) === text;
        const redacted = isSame ? linesWithin(whole.redacted, range) : await redactText(text);
        evidenceSecrets.set(
            piece.number,
            redacted.secrets.map(({ id }) => id),
        );
        evidence.push({ ...piece, passage: { ...piece.passage, text: redacted.text } });
    }
    return { parts: { ...parts, question, evidence, notes }, saidSecrets, evidenceSecrets };
}

function linesWithin({ text, secrets }: RedactedText, range: TextRange): RedactedText {
    return {
        text: textIn(linesOf(text), range),
        secrets: secrets.filter(({ startLine, endLine }) => startLine <= range.endLine && endLine >= range.startLine),
    };
}

interface WholeFile {
    /** As they are in the file. */
    readonly lines: readonly string[];
    readonly redacted: RedactedText;
}

async function readRedacted(path: WorkspacePath, files: Files): Promise<WholeFile | undefined> {
    const source = await files.read(path);
    return source && { lines: linesOf(source.text), redacted: await redactText(source.text) };
}

async function safeQuestion(question: Question, redact: (text: string) => Promise<string>): Promise<Question> {
    const text = await redact(question.text);
    const { continues } = question;
    const safe = { ...question, text, ...(continues ? { continues: { ...continues, text: await redact(continues.text) } } : {}) };
    if (!question.history) return safe;
    const history: { readonly question: string; readonly answer: string }[] = [];
    for (const turn of question.history) history.push({ question: await redact(turn.question), answer: await redact(turn.answer) });
    return { ...safe, history };
}
