import type { Answer } from '../protocol/answer.ts';
import type { OpenedEngine } from './openEngine.ts';
import type { Terminal } from './terminal.ts';
import { answerJson } from './jsonShapes.ts';
import { renderAnswer } from './renderAnswer.ts';
import { urlOfLine } from './urlOfLine.ts';

/** `footnote ask`: prints the answer with its footnotes; false when nothing relevant was found. */
export async function askCommand(
    { engine, folder }: OpenedEngine,
    options: { readonly question: string; readonly json: boolean },
    terminal: Terminal,
    signal: AbortSignal,
): Promise<boolean> {
    const answer = await answerOf(engine.ask({ text: options.question }, { signal }));
    if (!answer) return false;
    terminal.print(
        options.json
            ? `${JSON.stringify(answerJson(options.question, answer))}\n`
            : renderAnswer(answer, { style: terminal.style, urlOf: (file, line) => urlOfLine(folder, file, line) }),
    );
    return answer.isAnswered;
}

async function answerOf(events: ReturnType<OpenedEngine['engine']['ask']>): Promise<Answer | undefined> {
    let answer: Answer | undefined;
    for await (const event of events) if (event.type === 'finished') answer = event.answer;
    return answer;
}
