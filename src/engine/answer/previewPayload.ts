import type { Question } from '../../protocol/answer.ts';
import type { SentPayload } from '../../protocol/payload.ts';
import type { StopOptions } from '../ports.ts';
import { throughGate } from '../redact/gatedModel.ts';
import { MOST_ROUNDS, requestPrompt } from './rounds/gatherRounds.ts';
import { prepareQuestion, type AnswerPorts } from './prepareQuestion.ts';

/**
 * What a model would be sent for a question: searched, gathered, freed of secrets, fitted and composed as for an answer, by the same
 * code, and then given to the user instead. Two requests differ by the nonce between pieces of evidence. Undefined when no model would
 * be asked; fails with what would keep the question from being sent.
 */
export async function previewPayload(question: Question, ports: AnswerPorts, options: StopOptions = {}): Promise<SentPayload | undefined> {
    const { asked: prepared, rounds } = await prepareQuestion(question, ports, options);
    const { model, asked, secrets, failure } = prepared;
    if (failure) throw failure;
    if (model === ports.quotingModel) return undefined;
    const first = rounds > 0 ? requestPrompt(asked, { listings: [], roundsLeft: Math.min(rounds, MOST_ROUNDS) - 1 }) : asked;
    const sent = await throughGate(first.messages);
    const redacted = new Set([...secrets, ...sent.secrets]).size;
    return {
        model: model.name,
        destination: ports.destination,
        messages: sent.messages,
        redacted,
        ...(rounds > 0 ? { note: roundsNote(rounds) } : {}),
    };
}

function roundsNote(rounds: number): string {
    return `This is a hard question: the model may first ask, up to ${String(Math.min(rounds, MOST_ROUNDS))} times, for further passages of this folder, which are sent in the same way (setting footnote.answer.evidenceRounds).`;
}
