import type { AnswerPorts } from '../../../src/engine/answer/prepareQuestion.ts';
import type { Answer } from '../../../src/protocol/answer.ts';
import type { IndexedFixture } from '../retrieve/indexedFixture.ts';
import { answerQuestion } from '../../../src/engine/answer/answerQuestion.ts';
import { quotingModel } from '../../../src/engine/models/quotingModel.ts';
import { retrieve } from '../../../src/engine/retrieve/retrieve.ts';

/** The answer to a question over an indexed fixture: by quoting, unless `changes` say otherwise. */
export async function answerOver({ ports: indexed }: IndexedFixture, text: string, changes: Partial<AnswerPorts> = {}): Promise<Answer> {
    const ports: AnswerPorts = {
        ...indexed,
        statistics: () => indexed.store.statistics(),
        search: (query, options) => retrieve(query, indexed, options),
        chatModel: quotingModel,
        quotingModel,
        destination: 'the test',
        keepSent: () => '',
        now: () => 0,
        randomNonce: () => '0'.repeat(32),
        ...changes,
    };
    for await (const event of answerQuestion({ text }, ports)) if (event.type === 'finished') return event.answer;
    throw new Error('the answer did not finish');
}
