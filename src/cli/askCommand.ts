import type { Attachment } from '../protocol/attachment.ts';
import type { Answer, Question } from '../protocol/answer.ts';
import type { SentPayload } from '../protocol/payload.ts';
import type { OpenedEngine } from './openEngine.ts';
import type { Terminal } from './terminal.ts';
import { payloadText } from '../protocol/payload.ts';
import { answerJson, previewJson } from './jsonShapes.ts';
import { readAttachments } from './readAttachments.ts';
import { renderAnswer } from './renderAnswer.ts';
import { shown } from './terminal.ts';
import { urlOfLine } from './urlOfLine.ts';

/** `footnote ask`: prints the answer with its footnotes; false when nothing relevant was found. */
export async function askCommand(
    opened: OpenedEngine,
    options: {
        readonly question: string;
        readonly attached: readonly string[];
        readonly json: boolean;
        readonly showsPayload: boolean;
        readonly persona: string;
        readonly isVerbose: boolean;
    },
    terminal: Terminal,
    signal: AbortSignal,
): Promise<boolean> {
    const { engine, folder } = opened;
    const question = questionOf(options, await readAttachments(opened, options.attached, terminal));
    const answer = await answerOf(engine.ask(question, { signal }));
    if (!answer) return false;
    const payload = options.showsPayload && answer.payloadId !== undefined ? await engine.payload(answer.payloadId) : undefined;
    if (options.json) {
        terminal.print(`${JSON.stringify(answerJson(options.question, answer, payload))}\n`);
    } else {
        terminal.print(
            renderAnswer(answer, {
                style: terminal.style,
                isVerbose: options.isVerbose,
                urlOf: (file, line) => urlOfLine(folder, file, line),
            }),
        );
        if (options.showsPayload) terminal.print(`\n${payload ? payloadLines(payload) : 'Nothing was sent to a model.\n'}`);
    }
    return answer.isAnswered;
}

/** `footnote ask --dry-run`: prints what a model would be sent and connects to nobody; false when it would be nothing. */
export async function previewCommand(
    opened: OpenedEngine,
    options: { readonly question: string; readonly attached: readonly string[]; readonly json: boolean; readonly persona: string },
    terminal: Terminal,
    signal: AbortSignal,
): Promise<boolean> {
    const question = questionOf(options, await readAttachments(opened, options.attached, terminal));
    const payload = await opened.engine.previewPayload(question, { signal });
    if (options.json) terminal.print(`${JSON.stringify(previewJson(options.question, payload))}\n`);
    else terminal.print(payload ? payloadLines(payload, 'Would be sent') : 'Nothing relevant was found, so nothing would be sent.\n');
    return payload !== undefined;
}

function questionOf(
    { question, persona }: { readonly question: string; readonly persona: string },
    attachments: readonly Attachment[],
): Question {
    return { text: question, ...(persona === '' ? {} : { persona }), ...(attachments.length === 0 ? {} : { attachments }) };
}

function payloadLines(payload: SentPayload, went?: 'Would be sent'): string {
    return payloadText(payload, went).split('\n').map(shown).join('\n');
}

async function answerOf(events: ReturnType<OpenedEngine['engine']['ask']>): Promise<Answer | undefined> {
    let answer: Answer | undefined;
    for await (const event of events) if (event.type === 'finished') answer = event.answer;
    return answer;
}
