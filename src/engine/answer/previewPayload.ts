import type { Question } from '../../protocol/answer.ts';
import type { SentPayload } from '../../protocol/payload.ts';
import type { StopOptions } from '../ports.ts';
import { throughGate } from '../redact/gatedModel.ts';
import { prepareQuestion, type AnswerPorts } from './answerQuestion.ts';

/**
 * What a model would be sent for a question: searched, gathered, freed of secrets, fitted and composed as for an answer, by the same
 * code, and then given to the user instead. Two requests differ by the nonce between pieces of evidence. Undefined when no model would
 * be asked; fails with what would keep the question from being sent.
 */
export async function previewPayload(question: Question, ports: AnswerPorts, options: StopOptions = {}): Promise<SentPayload | undefined> {
    const { model, asked, secrets, failure } = (await prepareQuestion(question, ports, options)).asked;
    if (failure) throw failure;
    if (model === ports.quotingModel) return undefined;
    const sent = await throughGate(asked.messages);
    const redacted = new Set([...secrets, ...sent.secrets]).size;
    return { model: model.name, destination: ports.destination, messages: sent.messages, redacted };
}
